/**
 * The account's customer service: staff, who waits, who is served, what was said. Its pages could not be read: the shapes are from
 * public SDK models, the behaviour is ours where the reference is silent.
 */
import type { Push } from '../callbacks.ts'
import type { Realm } from '../state/realm.ts'
import type { AccountState } from '../state/state.ts'

/** Opcodes of the record: the staff sent, the staff received. */
const sent = 2002
const heard = 2003
/** Records kept of an account. */
const mostRecords = 20_000

function keep(realm: Realm, account: AccountState, openid: string, opercode: number, text: string, worker: string): void {
  const { records } = account.official.desk
  records.push({ id: 20_000_000 + realm.next(), openid, opercode, text, at: realm.clock.ms(), worker })
  if (records.length > mostRecords) records.shift()
}

/** A person's message goes to who serves them, and then not to the callback. False when nobody does. */
export function heardByStaff(realm: Realm, account: AccountState, openid: string, text: string): boolean {
  const session = account.official.desk.sessions.get(openid)
  if (!session) return false
  keep(realm, account, openid, heard, text, session.staff)
  return true
}

/** Writes down what the staff said, by hand or by the API with `customservice.kf_account`. */
export function saidByStaff(realm: Realm, account: AccountState, openid: string, text: string, worker: string): void {
  keep(realm, account, openid, sent, text, worker)
}

/** Puts a person to the waiting, or to `staff` when that one is online. Nothing happens while customer service is off. */
export function requestStaff(realm: Realm, push: Push, account: AccountState, openid: string, staff?: string): Record<string, unknown> {
  const { desk } = account.official
  if (!desk.on) return { service: 'off' }
  if (staff !== undefined && desk.staff.get(staff)?.online) {
    openSession(realm, push, account, openid, staff)
    return { servedBy: staff }
  }
  if (!desk.sessions.has(openid) && !desk.waiting.has(openid)) desk.waiting.set(openid, realm.clock.ms())
  return { waiting: desk.waiting.size }
}

/** Gives a person to a member of staff and tells the callback; a second one takes over. */
export function openSession(realm: Realm, push: Push, account: AccountState, openid: string, staff: string): void {
  const { desk } = account.official
  const former = desk.sessions.get(openid)?.staff
  desk.waiting.delete(openid)
  desk.sessions.set(openid, { staff, since: realm.clock.ms() })
  push(
    account,
    openid,
    former === undefined
      ? { MsgType: 'event', Event: 'kf_create_session', KfAccount: staff }
      : { MsgType: 'event', Event: 'kf_switch_session', FromKfAccount: former, ToKfAccount: staff },
  )
}

export function closeSession(push: Push, account: AccountState, openid: string, staff: string): void {
  account.official.desk.sessions.delete(openid)
  push(account, openid, { MsgType: 'event', Event: 'kf_close_session', KfAccount: staff })
}
