import { loadConfig } from '../config.ts'
import { giveBackWhenIdle } from '../infra/idle-memory.ts'
import { createLog } from '../infra/log.ts'
import { version } from '../infra/version.ts'
import { startServer } from '../start.ts'
import { type Io, readFlags, untilStopped } from './io.ts'

const help = `wematrix serve [--host ADDRESS] [--port N] [--no-work] [--no-console]

Starts the databases when none are configured, brings them up to date, and serves doors, API and console.
A worker runs beside it as a child process unless --no-work is given.
`

export async function run(argv: readonly string[], io: Io): Promise<number> {
  const flags = readFlags(
    argv,
    {
      host: { type: 'string' },
      port: { type: 'string' },
      work: { type: 'boolean', default: true },
      console: { type: 'boolean', default: true },
      help: { type: 'boolean', short: 'h' },
    },
    help,
  )
  if (flags.help) {
    io.out(help)
    return 0
  }
  const config = loadConfig({ ...io.env, ...(flags.host ? { HOST: flags.host } : {}), ...(flags.port ? { PORT: flags.port } : {}) })
  const log = createLog({ level: config.logLevel, pretty: config.logPretty, name: 'serve' })
  const server = await startServer({ config, log, work: flags.work, console: flags.console })
  io.out(`wematrix ${version} 已启动，请打开 ${server.url}\n`)
  if (server.setupToken) io.out(`首次设置口令 (set-up token): ${server.setupToken}\n`)
  giveBackWhenIdle()
  await untilStopped(io.signal)
  log.info('stopping')
  await server.close()
  return 0
}
