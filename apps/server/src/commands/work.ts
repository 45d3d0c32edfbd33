import { loadConfig } from '../config.ts'
import { giveBackWhenIdle } from '../infra/idle-memory.ts'
import { createLog } from '../infra/log.ts'
import { startWork } from '../start.ts'
import { type Io, readFlags, untilStopped } from './io.ts'

const help = `wematrix work

Takes what came in through the pipeline and runs jobs, until stopped. Any number may run over the same databases.
`

export async function run(argv: readonly string[], io: Io): Promise<number> {
  const flags = readFlags(argv, { help: { type: 'boolean', short: 'h' } }, help)
  if (flags.help) {
    io.out(help)
    return 0
  }
  const config = loadConfig(io.env)
  const log = createLog({ level: config.logLevel, pretty: config.logPretty, name: 'work' })
  const work = await startWork({ config, log })
  log.info({ pid: process.pid }, 'working')
  giveBackWhenIdle()
  await untilStopped(io.signal)
  await work.close()
  return 0
}
