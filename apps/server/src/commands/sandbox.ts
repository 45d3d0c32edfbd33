import { run as runSandbox } from '@wematrix/sandbox'
import { giveBackWhenIdle } from '../infra/idle-memory.ts'
import type { Io } from './io.ts'

/** The simulated WeChat of `wematrix-sandbox`, for those who have the whole program. */
export function run(argv: readonly string[], io: Io): Promise<number> {
  giveBackWhenIdle()
  return runSandbox([...argv], { out: text => io.out(`${text}\n`), err: text => io.err(`${text}\n`) })
}
