/** A brand with doors and a worker on test stores: what tests of the intake stand on. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll } from 'vitest'
import type { WechatOf } from '../features/events/enrich.ts'
import type { AnswerHook } from '../features/inbox/callback-door.ts'
import { openAccept, openDoors, openWork } from '../features/inbox/intake.ts'
import { type Clock, systemClock } from '../infra/clock.ts'
import { hashToken, newToken, seal } from '../infra/crypto.ts'
import { newId } from '../infra/ids.ts'
import { createLog } from '../infra/log.ts'
import { testStores } from './stores.ts'

export type CarrierInput = { kind: string; appId: string; token?: string; encodingAesKey?: string; name?: string }

/** Doors on a port, a worker that is driven by `drain`, and a brand with keys. */
export async function testIntake(options: { clock?: Clock; answer?: AnswerHook; wechat?: WechatOf } = {}) {
  const clock = options.clock ?? systemClock
  const secret = Buffer.alloc(32, 7)
  const stores = await testStores()
  const { db, events } = stores
  const log = createLog({ level: 'silent' })
  const acceptor = await openAccept(stores.databaseUrl, db, clock, log)
  const wechat: WechatOf = options.wechat ?? (() => Promise.reject(new Error('no WeChat here')))
  const doors = openDoors({ db, accept: acceptor.accept, clock, secret, wechat, ...(options.answer ? { answer: options.answer } : {}) })
  const work = openWork({ db, events, accept: acceptor.accept, clock, log, secret, wechat })
  const server = createServer((req, res) => {
    if (!doors.doors(req, res)) res.writeHead(404).end()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  afterAll(async () => {
    server.closeAllConnections()
    server.close()
    await doors.close()
    await acceptor.close()
    await stores.close()
  })

  async function brand(name = 'Tea'): Promise<string> {
    const id = newId('brd')
    await db.query('insert into brands (id, name, phone_salt) values (:id, :name, :salt)', { id, name, salt: Buffer.alloc(16, 3) })
    return id
  }

  async function key(brandId: string, kind: 'write' | 'secret' = 'write', carrierId: string | null = null): Promise<string> {
    const token = `${kind === 'write' ? 'wk' : 'sk'}_${newToken()}`
    await db.query(
      'insert into api_keys (brand_id, id, kind, name, carrier_id, prefix, key_hash) values (:brandId, :id, :kind, :kind, :carrierId, :prefix, :hash)',
      {
        brandId,
        id: newId('key'),
        kind,
        carrierId,
        prefix: token.slice(0, 8),
        hash: hashToken(token),
      },
    )
    return token
  }

  async function carrier(brandId: string, { kind, appId, token, encodingAesKey, name = kind }: CarrierInput): Promise<string> {
    const id = newId('car')
    const secrets = seal(secret, JSON.stringify({ appSecret: 's', token, encodingAesKey }), id)
    await db.query(
      'insert into carriers (brand_id, id, kind, name, app_id, secrets) values (:brandId, :id, :kind, :name, :appId, :secrets)',
      { brandId, id, kind, name, appId, secrets },
    )
    return id
  }

  async function post(
    path: string,
    body: unknown,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; body: Record<string, unknown>; text: string; headers: Headers }> {
    const raw = typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body)
    const response = await fetch(url + path, {
      method: 'POST',
      body: raw as string,
      headers: { 'content-type': 'application/json', ...headers },
    })
    const text = await response.text()
    const json = /json/.test(response.headers.get('content-type') ?? '') ? (JSON.parse(text) as Record<string, unknown>) : {}
    return { status: response.status, body: json, text, headers: response.headers }
  }

  const stored = (brandId: string) =>
    events.query<
      Record<string, unknown> & {
        event: string
        person: number
        props: string
        source: string
        entry: string
        carrier: string
        trace: string
        value_fen: string
        occurred_at: string
      }
    >('select * from events where brand = {brandId:String} order by occurred_at, batch, n', { brandId })

  return {
    ...stores,
    clock,
    secret,
    url,
    accept: acceptor.accept,
    doors,
    refusals: doors.refusals,
    worker: work.worker,
    jobs: work.jobs,
    brand,
    key,
    carrier,
    post,
    stored,
  }
}
