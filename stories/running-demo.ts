/** The product as `npm start` runs it, in a data folder of its own, for stories that ask it like an operator. */
import { existsSync, readFileSync } from 'node:fs'
import { freePort } from '../apps/server/src/demo/free-port.ts'
import { asked, cookieFrom, settled, startProgram, until } from './program.ts'

export type RunningDemo = {
  url: string
  brandId: string
  email: string
  password: string
  /** GET below `/api/brands/<brand>/`, signed in as the demo's owner. */
  get<T>(path: string): Promise<T>
  /** GET of the sandbox's control API. */
  sandbox<T>(path: string): Promise<T>
  close(): Promise<void>
}

type Memory = { brandId: string; email: string; password: string; historyLoadedAt?: string }

/** Starts the demo and waits until its history is in the event store. Throws what the demo printed when it ends early. */
export async function runDemo(options: { people: number; life?: number }): Promise<RunningDemo> {
  const sandboxPort = await freePort()
  const program = await startProgram(['demo', '--sandbox-port', sandboxPort, '--people', options.people, '--life', options.life ?? 0])
  const { url, close } = program
  const file = `${program.dataDir}/demo.json`
  try {
    const read = () => (existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Memory) : undefined)
    const memory = await until('its history is loaded', 180_000, () => (read()?.historyLoadedAt ? read() : undefined), program.alive)
    await settled(url)
    const cookie = await cookieFrom(`${url}/api/session`, { email: memory.email, password: memory.password })
    const get = <T>(path: string) => asked<T>(`${url}/api/brands/${memory.brandId}/${path}`, { cookie })
    const sandbox = <T>(path: string) => asked<T>(`http://127.0.0.1:${sandboxPort}/control/${path}`)
    return { url, brandId: memory.brandId, email: memory.email, password: memory.password, get, sandbox, close }
  } catch (cause) {
    await close()
    throw new Error(`The demo did not come up: ${(cause as Error).message}\n${program.printed()}`, { cause })
  }
}
