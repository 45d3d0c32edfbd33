/** `wematrix serve` on an empty data folder, set up through its own API: an owner, brands, carriers and keys. */
import type { Brand as BrandReply } from '../apps/server/src/features/brands/schema.ts'
import { asked, cookieFrom, type Finished, type Program, settled, startProgram, until } from './program.ts'

export type Account = { token: string; appId: string; encodingAesKey?: string; kind?: string; name?: string }

/** A brand, asked as its owner; paths are below `/api/brands/<brand>/`. */
export type StoryBrand = {
  id: string
  get<T>(path: string): Promise<T>
  post<T>(path: string, body?: unknown): Promise<T>
  remove(path: string): Promise<void>
  /** Connects an account by its credentials; gives the carrier's id. */
  carrier(account: Account): Promise<string>
  key(kind: 'write' | 'secret'): Promise<{ id: string; key: string }>
}

export type RunningServer = {
  url: string
  pid: number
  dataDir: string
  brand(name: string): Promise<StoryBrand>
  /** Waits until everything acknowledged is in the event store. */
  settled(): Promise<void>
  /** A command of the program beside the running server, on the same data. */
  command(...argv: readonly string[]): Promise<Finished>
  printed(): string
  close(): Promise<void>
}

/**
 * Starts the server and makes its owner. Throws what the server printed when it does not come up.
 *
 * @param options.wechat  where WeChat is; by default nothing listens there, and a call fails at once
 * @param options.keepAnswers  slow answers are given again, as they are by default outside of tests: a story asks what is true now
 */
export async function runServer({ wechat = 'http://127.0.0.1:9', keepAnswers = false } = {}): Promise<RunningServer> {
  const program = await startProgram(['serve', '--no-console'], {
    LOG_LEVEL: 'error',
    WEMATRIX_WECHAT_BASE_URL: wechat,
    ...(keepAnswers ? {} : { WEMATRIX_KEEP_ANSWERS_SECONDS: '0' }),
  })
  const { url } = program
  try {
    return {
      url,
      pid: program.pid,
      dataDir: program.dataDir,
      printed: program.printed,
      command: program.command,
      close: program.close,
      settled: () => settled(url),
      ...(await setUp(program)),
    }
  } catch (cause) {
    await program.close()
    throw new Error(`The server did not come up: ${(cause as Error).message}\n${program.printed()}`, { cause })
  }
}

/** Who owns every server of a story. */
export const storyOwner = { email: 'story@example.com', password: 'a story to be told' }

/** Waits until a server answers and makes its owner, who makes brands. */
export async function setUp({ url, alive }: Pick<Program, 'url' | 'alive'>): Promise<Pick<RunningServer, 'brand'>> {
  await until('it is ready', 90_000, async () => (await fetch(`${url}/readyz`)).ok, alive)
  const cookie = await cookieFrom(`${url}/api/owner`, { ...storyOwner, brandName: 'First' })
  return {
    async brand(name) {
      const { id } = await asked<BrandReply>(`${url}/api/brands`, { method: 'POST', body: { name }, cookie })
      return brandOf(id, `${url}/api/brands/${id}`, cookie)
    },
  }
}

function brandOf(id: string, base: string, cookie: string): StoryBrand {
  const get = <T>(path: string) => asked<T>(`${base}/${path}`, { cookie })
  const post = <T>(path: string, body?: unknown) => asked<T>(`${base}/${path}`, { method: 'POST', body, cookie })
  return {
    id,
    get,
    post,
    remove: path => asked(`${base}/${path}`, { method: 'DELETE', cookie }),
    async carrier({ kind = 'official_account', name = 'Story', ...account }) {
      return (await post<{ carrier: { id: string } }>('carriers', { kind, name, ...account })).carrier.id
    },
    key: kind => post('keys', { kind, name: `story ${kind}` }),
  }
}
