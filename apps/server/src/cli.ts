/** The `wematrix` command. Each command is a file of its own, loaded when it is called. */
import type { Command, Io } from './commands/io.ts'
import { AppError } from './errors.ts'
import { version } from './infra/version.ts'

/** Every command with its one-line help; `load` keeps what one needs from slowing the others. */
const commands: Record<string, { summary: string; load(): Promise<Command> }> = {
  demo: { summary: 'a tea shop with its people on a simulated WeChat: look around', load: () => import('./commands/demo.ts') },
  serve: { summary: 'the server: doors, API and console; starts a worker beside it', load: () => import('./commands/serve.ts') },
  work: { summary: 'a worker: takes what came in through the pipeline, runs jobs', load: () => import('./commands/work.ts') },
  migrate: { summary: 'brings both databases to the newest schema', load: () => import('./commands/migrate.ts') },
  import: { summary: 'reads events from a file', load: () => import('./commands/import.ts') },
  backfill: { summary: 'reads all followers of an Official Account', load: () => import('./commands/backfill.ts') },
  compute: { summary: 'works out a measure from a file, without a server', load: () => import('./commands/compute.ts') },
  check: {
    summary: 'reads copy, drafts, pictures and videos by the rules: what may not leave, why, what to say instead',
    load: () => import('./commands/check.ts'),
  },
  decode: { summary: 'opens a callback of WeChat: signature, encryption, message', load: () => import('./commands/decode.ts') },
  doctor: { summary: 'checks this machine and the installation', load: () => import('./commands/doctor.ts') },
  sandbox: { summary: 'WeChat, simulated: a world of people for tests and demos', load: () => import('./commands/sandbox.ts') },
  config: { summary: 'prints the settings in force, secrets masked', load: () => import('./commands/config.ts') },
}

const help = `wematrix ${version}: Mini Program, Official Accounts and Channels of one brand, run as one.

Usage: wematrix <command> [flags]

${Object.entries(commands)
  .map(([name, { summary }]) => `  ${name.padEnd(9)} ${summary}`)
  .join('\n')}

  --help, --version; each command knows --help too.
`

/** Runs one command line and gives the exit code: 0, 1 when it failed, 2 when it was not understood. */
export async function main(argv: readonly string[], io: Io = processIo()): Promise<number> {
  const [name, ...rest] = argv
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    io.out(help)
    return 0
  }
  if (name === '--version' || name === '-v') {
    io.out(`${version}\n`)
    return 0
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!command) {
    const near = Object.keys(commands).find(known => distance(known, name) <= 2)
    const what = name.startsWith('-') ? `There is no flag "${name}" before a command.` : `There is no command "${name}".`
    io.err(`${what}${near ? ` Did you mean "${near}"?` : ''} See wematrix --help.\n`)
    return 2
  }
  try {
    return await (await command.load()).run(rest, io)
  } catch (error) {
    if (!(error instanceof AppError)) {
      io.err(`${(error as Error).stack ?? String(error)}\n`)
      return 1
    }
    io.err(`${error.message}\n`)
    return error.code === 'usage' ? 2 : 1
  }
}

/** The real process. The first SIGINT or SIGTERM asks to stop, the second one ends at once. */
function processIo(): Io {
  const stop = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      if (stop.signal.aborted) process.exit(130)
      stop.abort()
    })
  }
  // `wematrix config | head` closes the pipe early.
  process.stdout.on('error', error => {
    if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error
  })
  // A child whose parent was killed has nobody to work for.
  process.on('disconnect', () => stop.abort())
  process.channel?.unref()
  return {
    out: text => void process.stdout.write(text),
    err: text => void process.stderr.write(text),
    env: process.env,
    input: async () => {
      const chunks: Buffer[] = []
      for await (const chunk of process.stdin) chunks.push(chunk as Buffer)
      return Buffer.concat(chunks).toString('utf8')
    },
    chunks: () => process.stdin,
    taken: () => taken(process.stdout),
    signal: stop.signal,
  }
}

/** Resolves when a pipe has room again; false: nobody reads it any more. */
function taken(pipe: NodeJS.WriteStream): Promise<boolean> {
  if (pipe.errored || pipe.destroyed) return Promise.resolve(false)
  if (!pipe.writableNeedDrain) return Promise.resolve(true)
  return new Promise(resolve => {
    const end = (open: boolean) => {
      pipe.off('drain', room).off('error', closed).off('close', closed)
      resolve(open)
    }
    const room = () => end(true)
    const closed = () => end(false)
    pipe.on('drain', room).on('error', closed).on('close', closed)
  })
}

/** Edits between two words (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1))
    row = next
  }
  return row[b.length]!
}
