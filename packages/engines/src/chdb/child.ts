/**
 * The process that holds the engine: nothing else imports chDB. Its parent starts it with its options in WM_CHDB
 * (the environment, unlike the command line, is hidden from other users) and an IPC channel; when the channel closes,
 * because the parent was killed, it lets running statements end and goes.
 */
import { addon } from './addon.ts'
import { createFront } from './front.ts'
import { SessionPool } from './pool.ts'
import { Spool } from './spool.ts'

export type ChildOptions = {
  dataDir: string
  port: number
  username: string
  password: string
  configFile: string
  poolSize: number
  defaults: Record<string, string>
}

export type ChildMessage = { ready: { port: number; pid: number } } | { failed: string; code: string | undefined }

const options = JSON.parse(process.env.WM_CHDB ?? '') as ChildOptions
delete process.env.WM_CHDB

// Ctrl-C goes to the parent, which ends us in its own order.
process.on('SIGINT', () => {})
process.on('SIGTERM', () => void leave())
process.on('disconnect', () => void leave())

const open = () => addon.CreateConnection(options.dataDir, [`--config-file=${options.configFile}`])

let server: ReturnType<typeof createFront> | undefined
let pool: SessionPool | undefined
start().catch((error: NodeJS.ErrnoException) => {
  tell({ failed: error.message, code: error.code })
  process.exitCode = 1
  setTimeout(() => process.exit(1), 200)
})

async function start(): Promise<void> {
  pool = new SessionPool(open, options.poolSize)
  server = createFront({
    ...options,
    pool,
    spool: new Spool(`${options.dataDir}.spool`),
    defaults: new Map(Object.entries(options.defaults)),
  })
  await new Promise<void>((resolve, reject) => {
    server!.once('error', reject)
    server!.listen(options.port, '127.0.0.1', resolve)
  })
  const address = server.address()
  tell({ ready: { port: typeof address === 'object' && address ? address.port : 0, pid: process.pid } })
}

function tell(message: ChildMessage): void {
  if (process.connected) process.send?.(message)
}

let leaving = false
/** Takes no more, waits for what runs (at most ten seconds), closes the engine. */
async function leave(): Promise<void> {
  if (leaving) return
  leaving = true
  setTimeout(() => process.exit(0), 10_000).unref()
  if (server) {
    const closed = new Promise(resolve => server!.close(resolve))
    // Connections that become idle only now must not keep us waiting.
    const closing = setInterval(() => server!.closeIdleConnections(), 20)
    await closed
    clearInterval(closing)
  }
  pool?.close()
  process.exit(0)
}
