/** Ninety days of the tea shop through the same import an operator uses. */
import { spawn } from 'node:child_process'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { AppError } from '../errors.ts'
import type { RunningSandbox } from './sandbox.ts'

export type HistoryParts = {
  sandbox: RunningSandbox
  dataDir: string
  brandId: string
  /** Settings of the running server, engines' addresses included. */
  env: Record<string, string | undefined>
}

/** Writes the world's past to a file, imports it and removes the file. Resolves when every line is accepted. */
export async function loadHistory({ sandbox, dataDir, brandId, env }: HistoryParts): Promise<{ lines: number }> {
  const folder = join(dataDir, 'demo')
  await mkdir(folder, { recursive: true })
  const file = join(folder, 'tea-shop.ndjson')
  const written = (await sandbox.control('history', { file })) as { lines: number }
  const bin = fileURLToPath(new URL('../../bin/wematrix.mjs', import.meta.url))
  const child = spawn(process.execPath, [bin, 'import', file, '--brand', brandId], { env, stdio: ['ignore', 'ignore', 'inherit'] })
  const code = await new Promise(resolve => child.once('exit', resolve))
  if (code !== 0)
    throw new AppError('internal', `The tea shop's past could not be loaded (import ended with ${String(code)}); start the demo again.`)
  await rm(file, { force: true })
  return { lines: written.lines }
}
