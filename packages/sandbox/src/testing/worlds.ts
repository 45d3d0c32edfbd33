/** An empty world with a clock that stands still, for tests of handlers. */
import { afterAll, beforeEach } from 'vitest'
import { type Sandbox, startSandbox } from '../sandbox.ts'
import { callsOf } from './calls.ts'
import { type TestProduct, testProduct } from './product.ts'

export const noon = new Date('2026-11-22T04:00:00Z')

/** A sandbox nobody lives in; callbacks are answered at once or not at all. */
export const quietWorld = (): Promise<Sandbox> =>
  startSandbox({ world: 'empty', clock: { now: noon, frozen: true }, delivery: { answerMs: 2000, pausesMs: { other: [0], shop: [0] } } })

/** A product that takes an account's callbacks, and the events it got by name. */
export async function listener(sandbox: Sandbox, alias: string, format: 'xml' | 'json' = 'json') {
  const product: TestProduct = await testProduct(sandbox.realm.account(alias).spec, 'plain', sandbox.clock)
  await sandbox.connect({ account: alias, callback: `${product.url}/callback`, mode: 'plain', format })
  const events = (name: string) => product.callbacks.map(({ fields }) => fields).filter(fields => fields.Event === name)
  /** Lets the world's clock go on, and everything due then happen. */
  const pass = async (ms: number) => {
    // What is under way was signed at the time that is about to pass.
    await sandbox.callbacks.settled()
    sandbox.clock.set({ by: ms })
    await sandbox.agenda.settled()
    await sandbox.callbacks.settled()
  }
  return { product, events, pass, close: () => product.close() }
}

/** For a whole file of tests: a quiet world as new before each, one account's calls, and a product that hears its callbacks. */
export async function heardAccount(alias: string) {
  const sandbox = await quietWorld()
  const heard = await listener(sandbox, alias)
  beforeEach(async () => {
    await sandbox.callbacks.settled()
    sandbox.realm.reset()
    heard.product.callbacks.length = 0
    heard.product.answers.length = 0
  })
  afterAll(async () => {
    await heard.close()
    await sandbox.close()
  })
  return { sandbox, calls: callsOf(sandbox, alias), heard }
}
