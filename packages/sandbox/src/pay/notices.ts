/** Notifications: sealed, signed, sent until they are taken or a day is over. */
import { apiV3Key, sealResource } from '@wematrix/wechat'
import type { Agenda } from '../agenda.ts'
import type { Realm } from '../state/realm.ts'
import { rfc3339 } from './on.ts'
import { noticeSigner, signedHeaders } from './sign.ts'
import type { Notice } from './state.ts'

const [second, minute, hour] = [1000, 60_000, 3_600_000]
/** Pauses before each repeat. Source: pay.weixin.qq.com, payment notification. */
export const noticePausesMs = [
  15 * second,
  15 * second,
  30 * second,
  3 * minute,
  10 * minute,
  20 * minute,
  30 * minute,
  30 * minute,
  30 * minute,
  60 * minute,
  3 * hour,
  3 * hour,
  3 * hour,
  6 * hour,
  6 * hour,
]

/** Real milliseconds a receiver has for its answer. */
const answerMs = 5000

type Given = { url: string; kind: Notice['kind']; eventType: string; summary: string; resource: object }

/** Queues a notification; it goes out at once. */
export function notify(realm: Realm, agenda: Agenda, { resource, ...given }: Given): Notice {
  const now = realm.clock.ms()
  const notice: Notice = {
    id: `EV-${rfc3339(now).replace(/\D/g, '').slice(0, 14)}${String(realm.next()).padStart(16, '0')}`,
    ...given,
    text: JSON.stringify(resource),
    createdAt: now,
    state: 'waiting',
    attempts: [],
  }
  realm.state.pay.notices.set(notice.id, notice)
  agenda.add({ at: now, kind: 'pay-notice', ref: notice.id })
  return notice
}

/** One delivery, with the doubles and probes of the habit; plans the next one when it was not taken. */
export async function deliverNotice(realm: Realm, agenda: Agenda, id: string, at: number): Promise<void> {
  const notice = realm.state.pay.notices.get(id)
  if (notice?.state !== 'waiting') return
  const { habit } = realm.state.pay
  if (realm.random.chance(habit.probeNotices)) await probe(realm, notice)
  const stale = realm.random.chance(habit.stale)
  const send = () => post(realm, notice, stale ? { agedSeconds: 400 } : {})
  const sent = await Promise.all(realm.random.chance(habit.doubles) ? [send(), send()] : [send()])
  notice.attempts.push(...sent)
  if (sent.some(({ status }) => status === 200 || status === 204)) notice.state = 'taken'
  else {
    const pauseMs = noticePausesMs[notice.attempts.length - 1]
    if (pauseMs === undefined) notice.state = 'given up'
    else agenda.add({ at: at + pauseMs, kind: 'pay-notice', ref: id })
  }
}

/** A copy of a notice under a test signature: a receiver that verifies refuses it. */
export async function probe(realm: Realm, notice: Notice): Promise<void> {
  const { status } = await post(realm, notice, { probe: true })
  realm.state.pay.probes.push({ at: realm.clock.ms(), url: notice.url, status, refused: status >= 400 })
}

async function post(realm: Realm, notice: Notice, how: { probe?: boolean; agedSeconds?: number }) {
  const { pay } = realm.state
  const body = JSON.stringify({
    id: notice.id,
    create_time: rfc3339(notice.createdAt),
    resource_type: 'encrypt-resource',
    event_type: notice.eventType,
    summary: notice.summary,
    resource: { original_type: notice.kind, ...sealResource(apiV3Key(pay.apiV3Key), notice.text, realm.id(12, 79), notice.kind) },
  })
  const at = realm.clock.ms()
  try {
    const answer = await fetch(addressOf(pay.habit.hosts, notice.url), {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...signedHeaders(realm, noticeSigner(realm), body, how) },
      signal: AbortSignal.timeout(answerMs),
      redirect: 'error',
    })
    const note = (await answer.text()).slice(0, 200)
    return { at, status: answer.status, ...(note ? { note } : {}) }
  } catch (cause) {
    return { at, status: 0, note: cause instanceof Error ? cause.message : String(cause) }
  }
}

/** Where a notify_url really is: the gateway that ends TLS in front of the product. */
function addressOf(hosts: Record<string, string>, url: string): URL {
  const address = new URL(url)
  const real = hosts[address.host]
  return real ? new URL(`${address.pathname}${address.search}`, real) : address
}
