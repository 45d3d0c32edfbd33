/**
 * A store in a folder, for several processes of one machine: every record is a file per version, and a new version comes into
 * being by `link`, which only one process can do. Leases end by themselves, so a killed process blocks nobody for long.
 */
import { randomUUID } from 'node:crypto'
import { link, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { StoredToken, TokenStore } from '../client/token-store.ts'
import type { Authorization, ComponentStore, Ticket } from './store.ts'

/** How long a process may hold a lease, ms. Longer than a token call with its repeats. */
const leaseMs = 30_000
const pollMs = 20
/** Older versions are kept this far back, so that nobody who was suspended brings one back. */
const keptVersions = 20

type Versioned<T> = { n: number; value: T }

/** Tokens shared by the processes of one machine. The folder holds live tokens in clear and is made with mode 0700. */
export function folderTokenStore(folder: string): TokenStore {
  const files = versionedFiles(folder)
  return {
    get: async appId => (await files.read<StoredToken>(`token-${appId}`))?.value,
    async compareAndSwap(appId, expected, next) {
      const stored = await files.read<StoredToken>(`token-${appId}`)
      return stored?.value.token === expected && (await files.write(`token-${appId}`, (stored?.n ?? 0) + 1, next))
    },
    lock: (appId, work) => files.lease(`lease-${appId}`, work),
  }
}

/** A third-party platform's store, shared by the processes of one machine. */
export function folderComponentStore(folder: string): ComponentStore {
  const files = versionedFiles(folder)
  const authorization = async (appId: string) => (await files.read<Authorization>(`authorization-${appId}`))?.value
  return {
    tokens: folderTokenStore(folder),
    ticket: async () => (await files.read<Ticket>('ticket'))?.value,
    async keepTicket(ticket) {
      for (;;) {
        const stored = await files.read<Ticket>('ticket')
        if (stored && stored.value.createdAt > ticket.createdAt) return
        if (await files.write('ticket', (stored?.n ?? 0) + 1, ticket)) return
      }
    },
    authorization,
    async authorizations() {
      const all = await Promise.all((await files.names()).filter(name => name.startsWith('authorization-')).map(name => files.read(name)))
      return all.flatMap(found => (found ? [found.value as Authorization] : []))
    },
    async compareAndSwap(appId, expected, next) {
      const stored = await files.read<Authorization>(`authorization-${appId}`)
      return (stored?.value.version ?? 0) === expected && files.write(`authorization-${appId}`, (stored?.n ?? 0) + 1, next)
    },
  }
}

function versionedFiles(folder: string) {
  const ready = mkdir(folder, { recursive: true, mode: 0o700 })
  const fileOf = (name: string, n: number) => join(folder, `${encodeURIComponent(name)}.${n}`)

  /** Versions of a record, newest first. */
  async function versions(name: string): Promise<number[]> {
    await ready
    const prefix = `${encodeURIComponent(name)}.`
    const found = (await readdir(folder)).filter(file => file.startsWith(prefix)).map(file => Number(file.slice(prefix.length)))
    return found.filter(Number.isInteger).sort((a, b) => b - a)
  }

  async function read<T>(name: string): Promise<Versioned<T> | undefined> {
    const [n] = await versions(name)
    return n === undefined ? undefined : { n, value: JSON.parse(await readFile(fileOf(name, n), 'utf8')) as T }
  }

  /** Makes version `n`; false when it is there already, or a later one. */
  async function write(name: string, n: number, value: unknown): Promise<boolean> {
    await ready
    const draft = join(folder, `draft-${randomUUID()}`)
    await writeFile(draft, JSON.stringify(value), { mode: 0o600 })
    try {
      await link(draft, fileOf(name, n))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
      throw error
    } finally {
      await rm(draft)
    }
    const all = await versions(name)
    for (const old of all.slice(keptVersions)) await rm(fileOf(name, old), { force: true })
    return all[0] === n
  }

  /** Runs `work` while no other process does; waits for its turn, and takes over a lease that ran out. */
  async function lease<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
    let mine: number | undefined
    while (mine === undefined) {
      const held = await read<{ until: number }>(name)
      if (held && held.value.until > Date.now()) await new Promise(resolve => setTimeout(resolve, pollMs * (0.5 + Math.random())))
      else if (await write(name, (held?.n ?? 0) + 1, { until: Date.now() + leaseMs })) mine = (held?.n ?? 0) + 1
    }
    try {
      return await work()
    } finally {
      const draft = join(folder, `draft-${randomUUID()}`)
      await writeFile(draft, '{"until":0}', { mode: 0o600 })
      await rename(draft, fileOf(name, mine))
    }
  }

  async function names(): Promise<string[]> {
    await ready
    return [...new Set((await readdir(folder)).map(file => decodeURIComponent(file.replace(/\.\d+$/, ''))))]
  }

  return { read, write, lease, names }
}
