/** The phone's side of a Mini Program: logs in once and posts batches to the product as the tracker of @wematrix/miniprogram does. */
import { dayMs } from './days.ts'
import type { Person } from './facts.ts'
import { hex } from './random.ts'
import type { Realm } from './state/realm.ts'
import type { AccountState } from './state/state.ts'

/** One call as the phone makes it; the sandbox adds ids, times and context. */
export type PhoneCall = {
  type?: 'track' | 'identify'
  event?: string
  properties?: Record<string, unknown>
  traits?: Record<string, unknown>
  at?: number
}

export type SdkAnswer = { sent: number; status: number; error?: string }

export class Phones {
  private readonly realm: Realm
  answerMs = 10_000
  constructor(realm: Realm) {
    this.realm = realm
  }

  /** The code `wx.login` would give: five minutes, one use. */
  code(account: AccountState, person: Person, kind: 'login' | 'phone' | 'oauth' = 'login'): string {
    const code = `0${this.realm.id(31, 30)}`
    this.realm.state.codes.set(code, {
      appId: account.spec.appId,
      person: person.index,
      kind,
      expiresAt: this.realm.clock.ms() + 300_000,
      used: false,
    })
    if (this.realm.state.codes.size > 20_000) this.realm.state.codes.delete(this.realm.state.codes.keys().next().value!)
    if (person.index >= this.realm.world.persons.length) this.realm.person(person.name)
    return code
  }

  /** Sends calls of one person to the connected product. `status` 0 means nobody is connected or nobody answered. */
  async send(account: AccountState, person: Person, calls: PhoneCall[]): Promise<SdkAnswer> {
    const { connection } = account
    if (!connection?.product || !connection.writeKey) return { sent: 0, status: 0, error: 'not connected' }
    const now = this.realm.clock.ms()
    try {
      const ids = await this.ids(account, person)
      const context = {
        wechat: { appId: account.spec.appId, ...ids },
        library: { name: 'wematrix-sandbox', version: '0.1.0' },
        device: { platform: person.index % 3 === 0 ? 'ios' : 'android' },
      }
      const batch = calls.map(call => ({
        type: call.type ?? 'track',
        ...(call.event ? { event: call.event, properties: call.properties ?? {} } : {}),
        ...(call.traits ? { traits: call.traits } : {}),
        messageId: `s${hex(8, this.realm.world.seed)}-${this.realm.next().toString(36)}`,
        timestamp: new Date(call.at ?? now).toISOString(),
        anonymousId: `d${hex(20, this.realm.world.seed, person.index, 40)}`,
        context,
      }))
      const answer = await this.post(connection, '/v1/batch', { batch, sentAt: new Date(this.realm.clock.ms()).toISOString(), context })
      const text = await answer.text()
      return { sent: batch.length, status: answer.status, ...(answer.ok ? {} : { error: text.slice(0, 300) }) }
    } catch (error) {
      return { sent: 0, status: 0, error: error instanceof Error ? error.message : String(error) }
    }
  }

  /** Openid and UnionID by the product's login exchange; asked again after a day while the UnionID is missing. */
  private async ids(account: AccountState, person: Person): Promise<{ openid?: string; unionid?: string }> {
    const sessions = this.realm.stateOf(person).sessions
    const known = sessions.get(account.spec.appId)
    if (known && (known.unionid || this.realm.clock.ms() - known.at < dayMs))
      return { openid: known.openid, ...(known.unionid ? { unionid: known.unionid } : {}) }
    const answer = await this.post(account.connection!, '/v1/login', {
      code: this.code(account, person),
      anonymousId: `d${hex(20, this.realm.world.seed, person.index, 40)}`,
    })
    if (!answer.ok) await answer.text()
    if (!answer.ok && answer.status !== 404) return {}
    // A product without a login door: the Mini Program's own server logs in and hands the ids to the tracker.
    const own = { openid: person.openids.mini_program, ...(this.realm.tellsUnion(account.spec) ? { unionid: person.unionid } : {}) }
    const reply = answer.ok ? ((await answer.json()) as { openid?: string; unionid?: string }) : own
    if (!reply.openid) return {}
    sessions.set(account.spec.appId, {
      at: this.realm.clock.ms(),
      openid: reply.openid,
      ...(reply.unionid ? { unionid: reply.unionid } : {}),
    })
    return { openid: reply.openid, ...(reply.unionid ? { unionid: reply.unionid } : {}) }
  }

  private post(connection: { product?: string; writeKey?: string }, path: string, body: unknown): Promise<Response> {
    return fetch(`${connection.product}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${connection.writeKey}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(this.answerMs),
    })
  }
}
