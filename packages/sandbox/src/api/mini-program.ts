/** Login, phone numbers, codes and links of a Mini Program. */
import { createHmac } from 'node:crypto'
import {
  checkSession,
  checkText,
  code2Session,
  generateScheme,
  generateShortLink,
  generateUrlLink,
  getPaidUnionid,
  getPhoneNumber,
  getUnlimitedCode,
  type LinkExpiry,
} from '@wematrix/wechat'
import type { Person } from '../facts.ts'
import { picture } from '../picture.ts'
import { hex } from '../random.ts'
import type { AccountState, Code } from '../state/state.ts'
import { type Call, on, Refusal } from './on.ts'

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

on(code2Session, (call, { js_code }) => {
  const { realm, account, now } = call
  const person = redeem(call, js_code, 'login')
  const openid = person.openids.mini_program
  const visitor = account.visitors.get(openid) ?? { sessionKey: '', firstAt: now }
  visitor.sessionKey ||= Buffer.from(hex(32, realm.world.seed, person.index, 21), 'hex').toString('base64')
  account.visitors.set(openid, visitor)
  return { openid, session_key: visitor.sessionKey, ...(realm.tellsUnion(account.spec) ? { unionid: person.unionid } : {}) }
})

on(checkSession, ({ account }, { openid, signature }) => {
  const key = account.visitors.get(openid)?.sessionKey
  if (!key || createHmac('sha256', key).update('').digest('hex') !== signature) throw new Refusal(87009, 'invalid signature')
})

on(getPhoneNumber, (call, { code, openid }) => {
  const person = redeem(call, code, 'phone')
  if (openid && openid !== person.openids.mini_program) throw new Refusal(40029, 'invalid code')
  const pure = person.phone.replace(/^\+86/, '')
  return {
    errcode: 0,
    errmsg: 'ok',
    phone_info: {
      phoneNumber: pure,
      purePhoneNumber: pure,
      countryCode: '86',
      watermark: { timestamp: Math.floor(call.now / 1000), appid: call.account.spec.appId },
    },
  }
})

on(getPaidUnionid, ({ realm, account }, { openid }) => {
  const person = realm.findByOpenid(openid)
  if (!person) throw new Refusal(40003, 'invalid openid')
  if (!realm.tellsUnion(account.spec)) throw new Refusal(89002, 'not bound to an Open Platform account')
  return { unionid: person.unionid }
})

on(getUnlimitedCode, ({ realm }, { scene, page, check_path = true }) => {
  if (!scene) throw new Refusal(40129, 'invalid scene')
  if (scene.length > 32) throw new Refusal(40169, 'invalid length for scene')
  if (!/^[\w!#$&'()*+,/:;=?@\-.~]+$/.test(scene)) throw new Refusal(40129, 'invalid scene')
  if (page?.startsWith('/') || page?.includes('?')) throw new Refusal(40097, 'invalid args: page')
  if (page && check_path && !realm.world.content.pages.includes(page)) throw new Refusal(41030, 'invalid page')
  return picture
})

function expiry(input: LinkExpiry, now: number): number {
  const at =
    input.expire_type === 1
      ? now + (input.expire_interval ?? 30) * 86_400_000
      : input.expire_time
        ? input.expire_time * 1000
        : now + 30 * 86_400_000
  if (at < now + 60_000 || at > now + 30 * 86_400_000) throw new Refusal(85401, 'expire_time invalid: between 1 minute and 30 days')
  return at
}
function keep(
  account: AccountState,
  link: string,
  path: string,
  query: string,
  expiresAt: number | undefined,
  kind: 'scheme' | 'url_link' | 'short',
): string {
  if (query.length > 1024) throw new Refusal(40212, 'query too long')
  account.links.set(link, { kind, path, query, ...(expiresAt ? { expiresAt } : {}) })
  return link
}
function checkPath({ realm }: Call, path: string): void {
  if (path && !realm.world.content.pages.includes(path.replace(/^\//, ''))) throw new Refusal(40165, 'invalid weapp pagepath')
}

on(generateScheme, (call, input) => {
  const { path = '', query = '' } = input.jump_wxa ?? {}
  checkPath(call, path)
  return {
    errcode: 0,
    errmsg: 'ok',
    openlink: keep(call.account, `weixin://dl/business/?t=${call.realm.id(11, 9)}`, path, query, expiry(input, call.now), 'scheme'),
  }
})
on(generateUrlLink, (call, input) => {
  const { path = '', query = '' } = input
  checkPath(call, path)
  return {
    errcode: 0,
    errmsg: 'ok',
    url_link: keep(call.account, `https://wxaurl.cn/${call.realm.id(11, 10)}`, path, query, expiry(input, call.now), 'url_link'),
  }
})
on(generateShortLink, (call, { page_url, page_title = '', is_permanent }) => {
  const [path = '', query = ''] = page_url.split('?')
  if (page_url.length > 1024) throw new Refusal(40225, 'invalid page url')
  checkPath(call, path)
  const link = `#小程序://${call.account.spec.name}/${page_title.slice(0, 20)}/${call.realm.id(15, 11)}`
  return {
    errcode: 0,
    errmsg: 'ok',
    link: keep(call.account, link, path, query, is_permanent ? undefined : call.now + 30 * 86_400_000, 'short'),
  }
})

on(checkText, ({ realm }, { content }) => {
  const risky = /赌博|色情|违禁/.test(content)
  const result = { suggest: risky ? ('risky' as const) : ('pass' as const), label: risky ? 20006 : 100 }
  return { errcode: 0, errmsg: 'ok', result, detail: [{ strategy: 'content_model', errcode: 0, ...result }], trace_id: realm.id(24, 12) }
})
