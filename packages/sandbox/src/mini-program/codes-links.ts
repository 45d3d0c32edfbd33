/** Codes and links of a Mini Program: what may be made, how long it lives, what it opens and how often it was opened. */
import {
  createSquareCode,
  generateNfcScheme,
  generateScheme,
  generateShortLink,
  generateUrlLink,
  getPathCode,
  getUnlimitedCode,
  type LinkExpiry,
  type LinkTarget,
  queryScheme,
  queryUrlLink,
} from '@wematrix/wechat'
import { type Call, on, Refusal } from '../api/on.ts'
import { dayMs, dayOf } from '../days.ts'
import { picture } from '../picture.ts'
import { figure } from '../state/fold.ts'
import type { AccountState, Link } from '../state/state.ts'

/** Opens of schemes and URL Links a day; the guide pages say 6 million, the API pages 3. */
export const visitsPerDay = 3_000_000
const codesEver = 100_000
const permanentLinksEver = 100_000
const loosePagesEver = 60_000
const linkLifeMs = 30 * dayMs
const versions: readonly unknown[] = [undefined, '', 'release', 'trial', 'develop']

/** What every code may say of its looks. Throws 40097; the page does not say what WeChat answers. */
function checkLooks({ width, env_version }: { width?: number; env_version?: string }): void {
  if (width !== undefined && !(width >= 280 && width <= 1280)) throw new Refusal(40097, 'invalid args: width')
  if (!versions.includes(env_version)) throw new Refusal(40097, 'invalid args: env_version')
}

on(getUnlimitedCode, ({ realm, account }, input) => {
  const { scene, page, check_path = true } = input
  if (!scene) throw new Refusal(40129, 'invalid scene')
  if (scene.length > 32) throw new Refusal(40169, 'invalid length for scene')
  if (!/^[\w!#$&'()*+,/:;=?@\-.~]+$/.test(scene)) throw new Refusal(40129, 'invalid scene')
  if (scene.includes('scancode_time')) throw new Refusal(85096, 'not allow include scancode_time field')
  checkLooks(input)
  if (page?.startsWith('/') || page?.includes('?')) throw new Refusal(41030, 'invalid page')
  if (page && check_path && !realm.world.content.pages.includes(page)) throw new Refusal(41030, 'invalid page')
  const { loosePages } = account.miniProgram
  if (page && !check_path && !loosePages.has(page)) {
    if (loosePages.size >= loosePagesEver) throw new Refusal(45029, 'qrcode count out of limit')
    loosePages.add(page)
  }
  return picture
})

/** A code that holds its path: 100,000 ever of both kinds together. */
function makePathCode({ account, headers }: Call, input: { path: string; width?: number; env_version?: string }, longest: number) {
  const { path } = input
  if (!path || path.length > longest) throw new Refusal(40159, 'invalid length for path or the data is not json string')
  if (path.includes('scancode_time')) throw new Refusal(85096, 'not allow include scancode_time field')
  checkLooks(input)
  if (account.miniProgram.codesMade >= codesEver) throw new Refusal(45029, 'qrcode count out of limit')
  headers['Num-Used'] = String(++account.miniProgram.codesMade)
  return picture
}
on(getPathCode, (call, input) => makePathCode(call, input, 1024))
on(createSquareCode, (call, input) => makePathCode(call, input, 128))

/** The end of a link: 1 minute to 30 days from now; without a word about it 30 days. Throws 85401. */
function expiryOf(input: LinkExpiry, now: number): number {
  const days = input.expire_interval ?? 30
  const at = input.expire_type === 1 ? now + days * dayMs : input.expire_time ? input.expire_time * 1000 : now + linkLifeMs
  if (!(at >= now + 60_000 && at <= now + linkLifeMs)) throw new Refusal(85401, 'time limit between 1min and 30days')
  return at
}

type Target = { path?: string; query?: string; env_version?: string }

/** What a link opens, checked: 85079, 40165, 40212, 85402. */
function targetOf({ realm, account, now }: Call, { path = '', query = '', env_version }: Target): Omit<Link, 'kind'> {
  if (!account.miniProgram.settings.released) throw new Refusal(85079, 'miniprogram has no online release')
  if (path && !realm.world.content.pages.includes(path.replace(/^\//, ''))) throw new Refusal(40165, 'invalid weapp pagepath')
  if (query.length > 1024 || !/^[\w!#$&'()*+,/:;=?@\-.~%]*$/.test(query)) throw new Refusal(40212, 'invalid query')
  if (!versions.includes(env_version)) throw new Refusal(85402, 'invalid env_version')
  return { path, query, envVersion: (env_version || 'release') as Link['envVersion'], createdAt: now, opened: 0 }
}

on(generateScheme, (call, input) => {
  const target = targetOf(call, input.jump_wxa ?? {})
  // Without is_expire a scheme lives 30 days, whatever else is said.
  const expiresAt = expiryOf(input.is_expire ? input : {}, call.now)
  const openlink = `weixin://dl/business/?t=${call.realm.id(11, 9)}`
  call.account.links.set(openlink, { kind: 'scheme', ...target, expiresAt })
  return { errcode: 0, errmsg: 'ok', openlink }
})
on(generateUrlLink, (call, input) => {
  const target = targetOf(call, input)
  const expiresAt = expiryOf(input, call.now)
  const url_link = `https://wxaurl.cn/${call.realm.id(10, 10)}`
  call.account.links.set(url_link, { kind: 'url_link', ...target, expiresAt })
  return { errcode: 0, errmsg: 'ok', url_link }
})
on(generateNfcScheme, (call, { jump_wxa, model_id, sn }) => {
  const model = call.account.miniProgram.settings.nfcModels[model_id]
  if (!model) throw new Refusal(9_800_003, 'model_id check failed')
  if (model === 'pending') throw new Refusal(9_800_007, 'model_id has no such ability yet')
  if (model === 'machine' && !sn) throw new Refusal(9_800_008, 'sn is required: one code for each machine')
  if (model === 'type' && sn) throw new Refusal(9_800_009, 'sn must be empty: one code for the whole type')
  const target = targetOf(call, jump_wxa ?? {})
  const openlink = `weixin://dl/business/?t=${call.realm.id(11, 12)}`
  call.account.links.set(openlink, { kind: 'nfc', ...target })
  return { errcode: 0, errmsg: 'ok', openlink }
})
on(generateShortLink, (call, { page_url, page_title = '', is_permanent }) => {
  const { account, realm, now } = call
  const [page = '', query = ''] = (page_url ?? '').split('?')
  if (!page_url || page_url.length > 1024 || !realm.world.content.pages.includes(page.replace(/^\//, '')))
    throw new Refusal(40066, 'invalid url')
  if (/[\u0000-\u001f/]/.test(page_title)) throw new Refusal(40225, 'invalid page title')
  if (is_permanent && account.miniProgram.permanentLinks >= permanentLinksEver) throw new Refusal(85400, 'reach max long time quota limit')
  const target = { path: page, query, envVersion: 'release' as const, createdAt: now, opened: 0 }
  const link = `#小程序://${account.spec.name}/${[...page_title].slice(0, 20).join('')}/${realm.id(15, 11)}`
  account.links.set(link, { kind: 'short', ...target, ...(is_permanent ? {} : { expiresAt: now + linkLifeMs }) })
  if (is_permanent) account.miniProgram.permanentLinks++
  return { errcode: 0, errmsg: 'ok', link }
})

/** A link of the account as it is written in the world: with what its user put behind it (`cq`), or a plain scheme. */
export function findLink(account: AccountState, text: string): { key: string; link: Link; query: string } | undefined {
  const [, key = '', own = ''] = /^(.*?)(?:[?&]cq=(.*))?$/s.exec(text) ?? []
  const link = account.links.get(key)
  if (!link) return undefined
  return { key, link, query: [link.query, decoded(own)].filter(Boolean).join('&') }
}

/** Text without its percent signs; as it is when they make no sense. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** A plain scheme: needs no call, but its page must be declared. Undefined when the text is none, or none of this app's. */
export function plainTarget(account: AccountState, text: string): { path: string; query: string; env: string } | undefined {
  if (!text.startsWith('weixin://dl/business/?appid=')) return undefined
  const fields = new URL(text).searchParams
  const path = fields.get('path') ?? ''
  const declared = account.miniProgram.settings.plainPaths.includes(path.replace(/^\//, ''))
  if (fields.get('appid') !== account.spec.appId || !declared) return undefined
  return { path, query: fields.get('query') ?? '', env: fields.get('env_version') ?? 'release' }
}

const seconds = (ms = 0) => Math.floor(ms / 1000)
const remaining = ({ account, now }: Call) => ({
  errcode: 0,
  errmsg: 'ok',
  quota_info: { remain_visit_quota: Math.max(0, visitsPerDay - figure(account, dayOf(now), 'link_opens')) },
})
function targetInfo({ account }: Call, { link, query }: { link: Link; query: string }): LinkTarget {
  const { path, createdAt, expiresAt, envVersion } = link
  return {
    appid: account.spec.appId,
    path,
    query,
    create_time: seconds(createdAt),
    expire_time: seconds(expiresAt),
    env_version: envVersion,
  }
}
function queryTypeOf({ query_type = 0 }: { query_type?: number }): number {
  if (query_type !== 0 && query_type !== 1) throw new Refusal(40097, 'invalid args: query_type')
  return query_type
}

on(queryScheme, (call, input) => {
  if (queryTypeOf(input) === 1) return remaining(call)
  const scheme = 'scheme' in input ? input.scheme : undefined
  if (!scheme) throw new Refusal(40097, 'invalid args: scheme')
  if (scheme.startsWith('weixin://dl/business/?appid=')) {
    const plain = plainTarget(call.account, scheme)
    if (!plain) throw new Refusal(85405, 'appid or path not support plain scheme')
    const { path, query, env } = plain
    const env_version = env as LinkTarget['env_version']
    return {
      errcode: 0,
      errmsg: 'ok',
      scheme_info: { appid: call.account.spec.appId, path, query, create_time: 0, expire_time: 0, env_version },
    }
  }
  const found = findLink(call.account, scheme)
  if (!found || !['scheme', 'nfc'].includes(found.link.kind)) throw new Refusal(85403, 'not found')
  return { errcode: 0, errmsg: 'ok', scheme_info: targetInfo(call, found) }
})
on(queryUrlLink, (call, input) => {
  if (queryTypeOf(input) === 1) return remaining(call)
  const text = 'url_link' in input ? input.url_link : undefined
  if (!text) throw new Refusal(40097, 'invalid args: url_link')
  const found = findLink(call.account, text)
  if (found?.link.kind !== 'url_link') throw new Refusal(85403, 'not found')
  return { errcode: 0, errmsg: 'ok', url_link_info: targetInfo(call, found) }
})
