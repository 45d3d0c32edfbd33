/** Login, session keys, phone numbers and risk of a Mini Program's people. */
import { createHash, createHmac } from 'node:crypto'
import {
  checkEncryptedData,
  checkSession,
  code2Session,
  getPaidUnionid,
  getPhoneNumber,
  getUserEncryptKey,
  getUserRiskRank,
  resetSessionKey,
  type SessionCheck,
} from '@wematrix/wechat'
import { type Call, on, Refusal } from '../api/on.ts'
import { dayMs, hourMs } from '../days.ts'
import type { Person } from '../facts.ts'
import { hex, mix } from '../random.ts'
import type { Realm } from '../state/realm.ts'
import type { AccountState, Code, Visitor } from '../state/state.ts'

/** The person behind one of the app's openids. Throws 40003 for nobody's, 43104 for another account's. */
export function personOf({ realm, account }: Call, openid: string): Person {
  const person = openid ? realm.findByOpenid(openid) : undefined
  if (!person) throw new Refusal(40003, 'invalid openid')
  if (person.openids[account.spec.slot!] !== openid) throw new Refusal(43104, 'The openid does not match the appid')
  return person
}

/** The same, who used the app within `ms`. Throws 61010 as well. */
export function recentVisitor(call: Call, openid: string, ms: number): Person {
  const person = personOf(call, openid)
  const lastAt = call.account.visitors.get(openid)?.lastAt
  if (lastAt === undefined || call.now - lastAt > ms) throw new Refusal(61010, 'code is expired')
  return person
}

/** A code a phone was given: five minutes, one use. Spends it. */
function redeem({ realm, account, now }: Call, code: string, kind: Code['kind']): Person {
  const kept = realm.state.codes.get(code)
  if (!kept || kept.kind !== kind) throw new Refusal(40029, 'invalid code')
  if (kept.appId !== account.spec.appId)
    throw new Refusal(kind === 'phone' ? 40013 : 40029, kind === 'phone' ? 'invalid appid' : 'invalid code')
  if (kept.used) throw new Refusal(kind === 'login' ? 40163 : 40029, kind === 'login' ? 'code been used' : 'invalid code')
  if (kept.expiresAt <= now) throw new Refusal(40029, 'invalid code, expired')
  kept.used = true
  return realm.person(`p${kept.person}`)
}

const base64 = (digits: string) => Buffer.from(digits, 'hex').toString('base64')

/** What the app keeps of a person; the session key is made at the first login. */
export function visitorOf(realm: Realm, account: AccountState, person: Person): Visitor {
  const openid = person.openids[account.spec.slot!]
  const visitor = account.visitors.get(openid) ?? { sessionKey: '', firstAt: realm.clock.ms(), days: [] }
  visitor.sessionKey ||= base64(hex(32, realm.world.seed, person.index, 21))
  account.visitors.set(openid, visitor)
  return visitor
}

on(code2Session, (call, { js_code }) => {
  const { realm, account } = call
  const person = redeem(call, js_code, 'login')
  const openid = person.openids.mini_program
  if (riskOf(call, person) === 4) throw new Refusal(40226, 'code blocked')
  const { sessionKey: session_key } = visitorOf(realm, account, person)
  return { openid, session_key, ...(realm.tellsUnion(account.spec) ? { unionid: person.unionid } : {}) }
})

const signatureOf = (key: string) => createHmac('sha256', key).update('').digest('hex')

on(checkSession, ({ account }, { openid, signature }) => {
  const key = account.visitors.get(openid)?.sessionKey
  if (!key || signatureOf(key) !== signature) throw new Refusal(87009, 'invalid signature')
})

/** The person whose session key signed the call. Throws 40097, 87007, 87008, 87009. */
function signer(call: Call, { openid, signature, sig_method }: SessionCheck): { person: Person; visitor: Visitor } {
  if (!openid || !signature || !sig_method) throw new Refusal(40097, 'invalid args')
  const visitor = call.account.visitors.get(openid)
  if (!visitor?.sessionKey) throw new Refusal(87007, 'session_key is not existd or expired')
  if (sig_method !== 'hmac_sha256') throw new Refusal(87008, 'invalid sig_method')
  if (signatureOf(visitor.sessionKey) !== signature) throw new Refusal(87009, 'invalid signature')
  return { person: personOf(call, openid), visitor }
}

on(resetSessionKey, (call, input) => {
  const { person, visitor } = signer(call, input)
  visitor.sessionKey = base64(hex(32, call.realm.world.seed, person.index, call.realm.next()))
  return { errcode: 0, errmsg: 'ok', openid: input.openid, session_key: visitor.sessionKey }
})

/** A key lives an hour; the last three are told, the newest first. When WeChat makes a new one is not published: here at the call. */
on(getUserEncryptKey, (call, input) => {
  const { person } = signer(call, input)
  const { encryptKeys } = call.account.miniProgram
  const keys = encryptKeys.get(input.openid) ?? []
  if (!keys[0] || call.now - keys[0].createdAt >= hourMs) {
    const made = (salt: number) => base64(hex(32, call.realm.world.seed, person.index, call.realm.next(), salt))
    keys.unshift({ key: made(1), iv: made(2), version: (keys[0]?.version ?? 0) + 1, createdAt: call.now })
    encryptKeys.set(input.openid, keys.slice(0, 3))
  }
  return {
    errcode: 0,
    errmsg: 'ok',
    key_info_list: encryptKeys.get(input.openid)!.map(({ key, iv, version, createdAt }) => ({
      encrypt_key: key,
      version,
      expire_in: Math.max(0, Math.ceil((createdAt + hourMs - call.now) / 1000)),
      iv,
      create_time: Math.floor(createdAt / 1000),
    })),
  }
})

on(getPhoneNumber, (call, { code, openid }) => {
  const person = redeem(call, code, 'phone')
  if (openid && openid !== person.openids.mini_program) throw new Refusal(40029, 'invalid code')
  return { errcode: 0, errmsg: 'ok', phone_info: phoneInfo(call.account, person, call.now) }
})

/** A phone number as the app is told it. */
export function phoneInfo(account: AccountState, person: Person, now: number) {
  const pure = person.phone.replace(/^\+86/, '')
  const watermark = { timestamp: Math.floor(now / 1000), appid: account.spec.appId }
  return { phoneNumber: pure, purePhoneNumber: pure, countryCode: '86', watermark }
}

/** Notes phone data that a phone handed to the app, so that it can be asked about. */
export function noteEncrypted(account: AccountState, encryptedData: string, now: number): void {
  account.miniProgram.encrypted.set(createHash('sha256').update(encryptedData).digest('hex'), now)
}

on(checkEncryptedData, ({ account, now }, { encrypted_msg_hash }) => {
  if (!/^[0-9a-f]{64}$/i.test(encrypted_msg_hash ?? '')) throw new Refusal(40097, 'invalid args')
  const at = account.miniProgram.encrypted.get(encrypted_msg_hash.toLowerCase())
  if (at === undefined || now - at > 3 * dayMs) throw new Refusal(1, 'data not exit')
  return { errcode: 0, errmsg: 'ok', vaild: true, create_time: Math.floor(at / 1000) }
})

on(getPaidUnionid, (call, { openid, transaction_id, mch_id, out_trade_no }) => {
  const { realm, account, now } = call
  const person = realm.findByOpenid(openid)
  if (!person) throw new Refusal(40003, 'invalid openid')
  if (!realm.tellsUnion(account.spec)) throw new Refusal(89002, 'not bound to an Open Platform account')
  const paid = [...account.miniProgram.trades.values()].some(
    ({ order }) =>
      order.openid === openid &&
      now - order.pay_time * 1000 <= 5 * 60_000 &&
      (!transaction_id || order.transaction_id === transaction_id) &&
      (!out_trade_no || (order.merchant_trade_no === out_trade_no && order.merchant_id === mch_id)),
  )
  if (!paid) throw new Refusal(89300, 'order invalid')
  return { errcode: 0, errmsg: 'ok', unionid: person.unionid }
})

/** Most people are no risk; some are drawn from the seed, anybody can be given a rank by `act risk`. */
function riskOf({ realm, account }: Call, person: Person): 0 | 1 | 2 | 3 | 4 {
  const set = account.miniProgram.risks.get(person.openids.mini_program)
  const drawn = mix(realm.world.seed, person.index, 91) % 100
  return set ?? (drawn < 92 ? 0 : drawn < 97 ? 1 : drawn < 99 ? 2 : 3)
}

on(getUserRiskRank, (call, { appid, openid, scene, client_ip }) => {
  if (appid !== call.account.spec.appId) throw new Refusal(40013, 'invalid appid')
  if (![0, 1, 2].includes(scene)) throw new Refusal(40129, 'invalid scene')
  if (!client_ip) throw new Refusal(47001, 'data format error: client_ip missing')
  const person = recentVisitor(call, openid, 2 * hourMs)
  return { errcode: 0, errmsg: 'getuserriskrank succ', risk_rank: riskOf(call, person), unoin_id: 1_000_000 + call.realm.next() }
})
