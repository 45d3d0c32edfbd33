/**
 * Callbacks to the product with WeChat's habits: five seconds to answer, three deliveries, the same MsgId each time; a shop
 * tries longer. Answers are checked with the account's own codec and a passive reply lands in the person's phone.
 *
 * Waiting is real waiting: the product runs in real time whatever the world's clock does.
 */
import { type CallbackCodec, createCallbackCodec, type XmlInputFields } from '@wematrix/wechat'
import { messageAddress, platformCodec } from './component/platform.ts'
import { dayOf, hourOf, seconds } from './days.ts'
import { skewMs } from './fault-plans/index.ts'
import { latenessOf, roll } from './faults.ts'
import { requestStaff } from './official-account/desk.ts'
import { Ring } from './ring.ts'
import { count } from './state/fold.ts'
import type { Realm } from './state/realm.ts'
import type { AccountState } from './state/state.ts'

/** Sends `fields` as a push of `account` about `openid`; To, From and CreateTime are added. */
export type Push = (account: AccountState, openid: string, fields: XmlInputFields) => void

export type Attempt = {
  realMs: number
  tookMs: number
  status: number
  outcome: 'ok' | 'reply' | 'wrong' | 'timeout' | 'refused'
  note?: string
}
export type Delivery = {
  id: number
  at: number
  appId: string
  openid: string
  what: string
  state: 'waiting' | 'answered' | 'failed'
  repeat: boolean
  attempts: Attempt[]
}

/** What a delivery says, how it was last sent, and what came back. */
type PushBody = { id: number; message: XmlInputFields; sent?: { url: string; contentType: string; body: string }; answer?: string }

type Shape = Pick<NonNullable<AccountState['connection']>, 'mode' | 'format'>

export type DeliverySettings = {
  /** Real milliseconds the product has for an answer. */
  answerMs: number
  /** Real pauses before each delivery, by account kind; their number is the number of deliveries. */
  pausesMs: { other: number[]; shop: number[] }
  /** Pushes under way at once. */
  parallel: number
}

export const wechatHabit: DeliverySettings = { answerMs: 5000, pausesMs: { other: [0, 0, 0], shop: [0, 0, 10_000, 60_000] }, parallel: 24 }

export class Callbacks {
  readonly log: Delivery[] = []
  /** What the last deliveries said, and what was answered; for people who look. */
  private readonly bodies = new Ring<PushBody>(300)
  settings: DeliverySettings
  private readonly realm: Realm
  private readonly codecs = new Map<string, CallbackCodec>()
  private readonly queue: (() => Promise<void>)[] = []
  private readonly late = new Set<NodeJS.Timeout>()
  private running = 0
  /** How many pushes there were; their ids, which a reset of the world does not begin anew. */
  private pushes = 0
  private idle: (() => void)[] = []
  private readonly stop = new AbortController()

  constructor(realm: Realm, settings: Partial<DeliverySettings> = {}) {
    this.realm = realm
    this.settings = { ...wechatHabit, ...settings }
  }

  /** Queues one push; nothing happens when nobody is connected. Faults may repeat or delay it. */
  readonly push: Push = (account, openid, fields) => {
    if (!this.targetOf(account) || account.official.blacklist.has(openid)) return
    const message: XmlInputFields = {
      ToUserName: account.spec.originalId,
      FromUserName: openid,
      CreateTime: seconds(this.realm.clock.ms() + skewMs(this.realm, account)),
      ...fields,
    }
    if (message.MsgType !== 'event') Object.assign(message, { MsgId: 7_240_000_000_000_000_000n + BigInt(this.realm.next()) })
    this.send(account, openid, message)
  }

  private send(account: AccountState, openid: string, message: XmlInputFields, again = false): void {
    const what = String(message.Event ?? message.MsgType)
    const times = roll(this.realm, account, 'duplicateCallbacks', what) ? 2 : 1
    for (let n = 0; n < times; n++) {
      const delayMs = latenessOf(this.realm, account, what)
      const delivery: Delivery = {
        id: ++this.pushes,
        at: this.realm.clock.ms(),
        appId: account.spec.appId,
        openid,
        what,
        state: 'waiting',
        repeat: again || n > 0,
        attempts: [],
      }
      this.log.push(delivery)
      if (this.log.length > 2000) this.log.shift()
      const body: PushBody = { id: delivery.id, message }
      this.bodies.add(body)
      this.enqueue(() => this.deliver(account, delivery, body), delayMs)
    }
  }

  /** A delivery with what it said: clear, as it was sent, and as it was answered. Throws when it is forgotten. */
  bodyOf(id: number) {
    const { message, sent, answer } = this.findBody(id)
    const account = this.accountOf(id)
    const format = this.targetOf(account)?.shape.format ?? 'xml'
    const clear = this.codecOf(account).forgePush(message, { mode: 'plain', format }).body
    return { ...this.log.find(delivery => delivery.id === id), clear, sent: sent ?? null, answer: answer ?? null }
  }

  /** Sends a push once more as it was, with the same MsgId and CreateTime: what WeChat's own repeats look like. */
  again(id: number): void {
    const { message } = this.findBody(id)
    this.send(this.accountOf(id), String(message.FromUserName), message, true)
  }

  private findBody(id: number): PushBody {
    const body = this.bodies.find(one => one.id === id)
    if (!body) throw new Error(`Delivery ${id} is forgotten, or was never made.`)
    return body
  }

  private accountOf(id: number): AccountState {
    return this.realm.account(this.log.find(delivery => delivery.id === id)?.appId ?? '')
  }

  /** Resolves when nothing is waiting or under way. */
  async settled(): Promise<void> {
    while (this.running > 0 || this.queue.length > 0 || this.late.size > 0) await new Promise<void>(resolve => this.idle.push(resolve))
  }

  /** Stops waiting and sending. */
  close(): void {
    this.stop.abort()
    this.queue.length = 0
    for (const timer of this.late) clearTimeout(timer)
    this.late.clear()
  }

  /** The codec of an account as its connection says; the sandbox's side of the same code the product reads with. */
  codecOf(account: AccountState): CallbackCodec {
    const { spec, connection } = account
    const key = `${spec.appId} ${spec.token} ${spec.encodingAesKey} ${connection?.mode}`
    let codec = this.codecs.get(key)
    if (!codec) {
      codec = createCallbackCodec(
        { token: spec.token, appId: spec.appId, encodingAesKey: spec.encodingAesKey, mode: connection?.mode ?? 'safe' },
        { clock: { now: () => new Date(this.realm.clock.ms() + skewMs(this.realm, account)) } },
      )
      this.codecs.set(key, codec)
    }
    return codec
  }

  /** Where an account's pushes go: to the third-party platform that it authorised, else to its own address. */
  private targetOf(account: AccountState): { url: string; codec: CallbackCodec; shape: Shape } | undefined {
    const { connection, spec } = account
    const url = messageAddress(this.realm, spec.appId)
    if (url) return { url, codec: platformCodec(this.realm), shape: { mode: 'safe', format: 'xml' } }
    if (!connection?.callback) return undefined
    return { url: connection.callback, codec: this.codecOf(account), shape: { mode: connection.mode, format: connection.format } }
  }

  private enqueue(work: () => Promise<void>, delayMs: number): void {
    if (delayMs === 0) {
      this.queue.push(work)
      this.turn()
      return
    }
    const timer = setTimeout(() => {
      this.late.delete(timer)
      this.queue.push(work)
      this.turn()
    }, delayMs)
    this.late.add(timer)
  }

  private turn(): void {
    while (this.running < this.settings.parallel && this.queue.length > 0) {
      const work = this.queue.shift()!
      this.running++
      void work().finally(() => {
        this.running--
        this.turn()
        if (this.running === 0 && this.queue.length === 0) for (const tell of this.idle.splice(0)) tell()
      })
    }
  }

  private async deliver(account: AccountState, delivery: Delivery, body: PushBody): Promise<void> {
    const pauses = account.spec.kind === 'shop' ? this.settings.pausesMs.shop : this.settings.pausesMs.other
    for (const pauseMs of pauses) {
      if (pauseMs > 0) await new Promise(resolve => setTimeout(resolve, pauseMs))
      if (this.stop.signal.aborted) return
      const attempt = await this.attempt(account, delivery.openid, body)
      delivery.attempts.push(attempt)
      this.countAttempt(account, attempt)
      if (attempt.outcome === 'ok' || attempt.outcome === 'reply') {
        delivery.state = 'answered'
        return
      }
    }
    delivery.state = 'failed'
  }

  private async attempt(account: AccountState, openid: string, pushed: PushBody): Promise<Attempt> {
    const started = performance.now()
    const end = (outcome: Attempt['outcome'], status: number, note?: string): Attempt => ({
      realMs: Date.now(),
      tookMs: Math.round(performance.now() - started),
      status,
      outcome,
      ...(note ? { note } : {}),
    })
    const target = this.targetOf(account)
    if (!target) return end('refused', 0, 'nobody is connected any more')
    const { codec } = target
    const { query, body, contentType } = codec.forgePush(pushed.message, target.shape)
    const url = new URL(target.url)
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
    pushed.sent = { url: url.href, contentType, body }
    delete pushed.answer
    try {
      const signal = AbortSignal.any([AbortSignal.timeout(this.settings.answerMs), this.stop.signal])
      const answer = await fetch(url, {
        method: 'POST',
        body,
        headers: { 'content-type': contentType, 'user-agent': 'Mozilla/4.0' },
        signal,
        redirect: 'error',
      })
      const text = await answer.text()
      pushed.answer = text.slice(0, 4000)
      if (answer.status !== 200) return end('wrong', answer.status, text.slice(0, 200))
      const reply = codec.openReply(text)
      if (reply === 'success') return end('ok', 200)
      const person = this.realm.findByOpenid(openid)
      if (reply.fields.ToUserName !== openid || !person) return end('wrong', 200, 'the reply is not addressed to the sender')
      if (reply.fields.MsgType === 'transfer_customer_service') {
        const { KfAccount } = (reply.fields.TransInfo ?? {}) as { KfAccount?: string }
        requestStaff(this.realm, this.push, account, openid, KfAccount)
        return end('reply', 200)
      }
      this.realm.receive(person, { at: this.realm.clock.ms(), appId: account.spec.appId, by: 'passive', content: reply.fields })
      return end('reply', 200)
    } catch (error) {
      const timeout = error instanceof Error && error.name === 'TimeoutError'
      return end(
        timeout ? 'timeout' : error instanceof TypeError ? 'refused' : 'wrong',
        0,
        error instanceof Error ? error.message : String(error),
      )
    }
  }

  /** What `getinterfacesummary` will say about our product. */
  private countAttempt(account: AccountState, attempt: Attempt): void {
    const now = this.realm.clock.ms()
    for (const hour of ['', `/${hourOf(now)}`]) {
      count(account, now, `callback_count${hour}`)
      count(account, now, `callback_ms${hour}`, attempt.tookMs)
      if (attempt.outcome !== 'ok' && attempt.outcome !== 'reply') count(account, now, `callback_fail${hour}`)
      const key = `${dayOf(now)} callback_max_ms${hour}`
      account.figures.set(key, Math.max(account.figures.get(key) ?? 0, attempt.tookMs))
    }
  }
}
