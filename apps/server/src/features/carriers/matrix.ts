/**
 * What one account may call, how often, and why not: the endpoint table read with the account's type, verification and
 * subject, and what WeChat itself answered lately. Its answers weigh more than any table.
 */
import { allEndpoints, componentVariant, type ListedEndpoint, permissionSets, reactionTo, setsFor } from '@wematrix/wechat'
import { capabilitiesOf } from './capabilities.ts'
import { rhythmOf } from './endpoint-limits.ts'
import { endpointName, groupNames } from './endpoint-names.ts'
import { nameOfSet } from './permission-sets.ts'
import type { AccountType, Authorisation, Capability, CarrierKind, EndpointRight, Subject } from './schema.ts'

type Words = { zh: string; en: string }
type Verdict = Pick<EndpointRight, 'allowed' | 'reason' | 'why'>

/** The account as rights depend on it. */
export type RightsOf = {
  kind: CarrierKind
  accountType: AccountType
  verified: boolean
  subject: Subject | null
  /** What it granted a third-party platform; absent: it is connected by its own AppSecret. */
  granted?: { state: Authorisation['state']; sets: readonly number[] }
}

/** What WeChat answered an endpoint lately; `refused` for want of the right only. */
export type Evidence = { okAt?: Date; refused?: { errcode: number; at: Date } }

const yes: Verdict = { allowed: 'yes', reason: null, why: null }

/** Every endpoint of this kind of account, in the table's order, and those that only a third-party platform may call for it. */
export function matrixOf(account: RightsOf, evidence: ReadonlyMap<string, Evidence>): EndpointRight[] {
  const capabilities = new Map(capabilitiesOf(account.accountType, account.verified).map(one => [one.id, one]))
  return allEndpoints
    .filter(
      ({ endpoint: { row } }) => row.accounts.includes(account.kind) || (row.accounts.includes('open_platform') && mayBind(account.kind)),
    )
    .map(listed => {
      const { row } = listed.endpoint
      const seen = evidence.get(row.path)
      const { perMonth, words } = rhythmOf(listed.name, account.accountType)
      return {
        name: listed.name,
        title: endpointName(listed.name),
        group: { id: listed.group, name: groupNames[listed.group] ?? { zh: listed.group, en: listed.group } },
        method: row.method,
        path: row.path,
        ...weigh(verdictOf(listed, account, capabilities), seen),
        perDay: row.quotaPerDay ?? null,
        perMinute: row.ratePerMinute ?? null,
        perMonth: perMonth ?? null,
        rhythm: words ?? null,
        sets: setsFor(row.path).map(id => ({ id, name: nameOfSet(id) })),
        okAt: seen?.okAt?.toISOString() ?? null,
        source: row.source,
      }
    })
}

/** The Open Platform and the links among carriers exist for these two. */
const mayBind = (kind: CarrierKind) => kind === 'official_account' || kind === 'mini_program'

/** What the tables say. */
function verdictOf({ name, group, endpoint }: ListedEndpoint, account: RightsOf, capabilities: ReadonlyMap<string, Capability>): Verdict {
  const { row } = endpoint
  const missing = account.granted && notGranted(account.granted, row.path)
  if (missing) return missing
  if (account.granted && row.auth === 'secret' && !componentVariant(endpoint)) return platformsOwn
  if (!row.accounts.includes(account.kind))
    return account.granted ? yes : { allowed: 'no', reason: 'third_party', why: onlyPlatform(row.path) }
  if (row.unverified !== undefined)
    return {
      allowed: 'no',
      reason: 'unverified_endpoint',
      why: {
        zh: '没有官方文档证实这个接口，本产品不会调用它。',
        en: 'No official page confirms this endpoint; the product does not call it.',
      },
    }
  const own =
    account.kind === 'official_account'
      ? ofOfficialAccount(name, group, account, capabilities)
      : account.kind === 'mini_program'
        ? ofMiniProgram(name, account)
        : account.kind === 'channels'
          ? ofChannels(group)
          : yes
  if (own.allowed === 'yes' && row.retired !== undefined)
    return {
      allowed: 'unsure',
      reason: 'retired',
      why: { zh: '微信已停止维护，仍会应答。', en: 'WeChat no longer looks after it; it still answers.' },
    }
  return own
}

const platformsOwn: Verdict = {
  allowed: 'no',
  reason: 'platform_token',
  why: {
    zh: '要用账号自己的 AppSecret；授权接入时由第三方平台取令牌，不需要它。',
    en: 'Takes the account’s own AppSecret; behind a platform the platform fetches the token, and nothing is missing.',
  },
}

/** Undefined: the authorisation holds a set that the path needs, or none is needed. */
function notGranted({ state, sets }: NonNullable<RightsOf['granted']>, path: string): Verdict | undefined {
  if (state !== 'authorised')
    return {
      allowed: 'no',
      reason: 'not_authorised',
      why: {
        zh: '品牌对服务商的授权已失效：请账号管理员重新扫码授权。',
        en: 'The account’s authorisation has ended: its administrator has to scan again.',
      },
    }
  const needed = setsFor(path)
  if (needed.length === 0 || needed.some(set => sets.includes(set))) return undefined
  const exclusive = needed.some(set => permissionSets[set]?.exclusive)
  const named = (lang: 'zh' | 'en') => needed.map(id => `${id} ${nameOfSet(id)[lang]}`)
  return {
    allowed: 'no',
    reason: 'permission_set',
    why: {
      zh: `缺权限集 ${named('zh').join(' 或 ')}：给第三方平台勾选并全网发布，再请管理员重新扫码。${exclusive ? '它是互斥的：先收回给其他服务商的授权。' : ''}`,
      en: `Lacks permission set ${named('en').join(' or ')}: tick it for the platform, release, and let the administrator scan again.${exclusive ? ' It is exclusive: withdraw it from any other provider first.' : ''}`,
    },
  }
}

function onlyPlatform(path: string): Words {
  const sets = setsFor(path)
  return {
    zh: `只有第三方平台可以代为调用${sets.length ? `，需要权限集 ${sets.join(' 或 ')}` : ''}；用自己的 AppSecret 接入时请在微信后台手工操作。`,
    en: `Only a third-party platform may call it${sets.length ? `, with permission set ${sets.join(' or ')}` : ''}; with your own AppSecret do it by hand in WeChat’s console.`,
  }
}

/** Endpoint groups by the capability of the permission table that covers them; names first. */
const capabilityByName: Record<string, string> = {
  getCurrentMenu: 'menu_info',
  updateRemark: 'qrcode',
  sendMassTo: 'qrcode',
  deletePublished: 'publish',
  getPublish: 'publish',
  getPublishedArticle: 'publish',
  listPublished: 'publish',
  submitPublish: 'publish',
  // Not in the permission table.
  addQrCodeJump: '',
  deleteQrCodeJump: '',
  listQrCodeJumps: '',
  publishQrCodeJump: '',
  getProductCard: '',
}
const capabilityByGroup: Record<string, string> = {
  access: 'token',
  menu: 'menu',
  users: 'users',
  qrcodes: 'qrcode',
  messages: 'customer_message',
  'customer-service': 'customer_message',
  templates: 'template',
  'subscribe-messages': 'template',
  'auto-replies': 'menu_info',
  articles: 'drafts',
  materials: 'materials',
  mass: 'mass',
  comments: 'mass',
  'statistics-official-account': 'statistics',
  'statistics-messages': 'statistics',
  'statistics-articles-old': 'statistics',
  oauth: 'oauth',
}

function ofOfficialAccount(name: string, group: string, account: RightsOf, capabilities: ReadonlyMap<string, Capability>): Verdict {
  const id = capabilityByName[name] ?? capabilityByGroup[group] ?? ''
  const capability = capabilities.get(id)
  if (account.subject === 'personal' && id === 'publish')
    return {
      allowed: 'no',
      reason: 'personal',
      why: { zh: '个人主体的账号自 2025 年 7 月起没有发布权限。', en: 'Personal accounts have had no right to publish since July 2025.' },
    }
  if (account.subject === 'personal' && id === 'drafts')
    return {
      allowed: 'unsure',
      reason: 'personal',
      why: { zh: '个人主体常被拒绝（48001）。', en: 'Personal accounts are often refused (48001).' },
    }
  if (!capability) return unknown
  if (group === 'comments' && capability.allowed === 'yes')
    return {
      allowed: 'unsure',
      reason: 'ability',
      why: { zh: '账号还须开通留言功能，否则返回 88000。', en: 'The account also needs the comment feature, else 88000.' },
    }
  if (capability.allowed === 'yes') return yes
  const why = capability.note ?? (capability.allowed === 'no' ? blockedBy(id, account) : null)
  return { allowed: capability.allowed, reason: capability.allowed === 'unsure' ? 'sources_differ' : reasonOf(id, account), why }
}

const unknown: Verdict = {
  allowed: 'unsure',
  reason: 'sources_differ',
  why: { zh: '微信的权限表没有写明。', en: 'WeChat’s permission table does not say.' },
}

/** Would verification alone give the right? Then it is what is missing; else the type of the account. */
function reasonOf(id: string, account: RightsOf): 'verification' | 'type' {
  const verified = capabilitiesOf(account.accountType, true).find(one => one.id === id)
  return !account.verified && verified?.allowed === 'yes' ? 'verification' : 'type'
}

function blockedBy(id: string, account: RightsOf): Words {
  if (reasonOf(id, account) === 'verification')
    return account.subject === 'personal'
      ? { zh: '需要微信认证，而个人主体不能认证。', en: 'Needs WeChat’s verification, which personal accounts cannot get.' }
      : { zh: '需要先完成微信认证。', en: 'Needs WeChat’s verification (认证) first.' }
  return { zh: '仅已认证的服务号可用。', en: 'For verified service accounts only.' }
}

const needsCompany = new Set(['generateScheme', 'generateUrlLink', 'generateNfcScheme', 'getPhoneNumber'])
const needsVerification = new Set(['getPhoneNumber', 'getPaidUnionid'])

function ofMiniProgram(name: string, { verified, subject }: RightsOf): Verdict {
  if (needsCompany.has(name) && subject === 'personal')
    return {
      allowed: 'no',
      reason: 'personal',
      why: { zh: '个人主体的小程序不能调用。', en: 'Mini Programs of a personal subject may not call it.' },
    }
  if (needsVerification.has(name) && !verified)
    return { allowed: 'no', reason: 'verification', why: { zh: '需要先完成微信认证。', en: 'Needs WeChat’s verification (认证) first.' } }
  if (needsCompany.has(name) && subject === null)
    return {
      allowed: 'unsure',
      reason: 'personal',
      why: { zh: '个人主体不能调用；请在“修改”里填写主体。', en: 'Not for personal subjects; say under “Edit” what this one is.' },
    }
  return yes
}

function ofChannels(group: string): Verdict {
  if (group !== 'channels' && group !== 'channels-leads') return yes
  return {
    allowed: 'unsure',
    reason: 'ability',
    why: {
      zh: '须先在视频号助手 → 直播 → 直播管理 → 开放能力里开启对应能力。',
      en: 'The ability has to be switched on first: Channels assistant → Live → Live management → Open abilities.',
    },
  }
}

/** Codes by which WeChat says that an account has no right to call: 48001 of its own, 61007 not granted to the platform. */
export const unauthorized: ReadonlySet<number> = new Set([48001, 61007])

/** WeChat's own last answer goes before the tables. */
function weigh(table: Verdict, seen: Evidence | undefined): Verdict {
  if (table.reason === 'not_authorised') return table
  const refused = seen?.refused
  if (refused && (!seen.okAt || seen.okAt < refused.at)) {
    const { meaning } = reactionTo(refused.errcode)
    const day = refused.at.toISOString().slice(0, 10)
    return {
      allowed: 'no',
      reason: 'refused',
      why: {
        zh: `微信在 ${day} 返回 ${refused.errcode}：${meaning.zh}。`,
        en: `WeChat answered ${refused.errcode} on ${day}: ${meaning.en}.`,
      },
    }
  }
  if (seen?.okAt && table.allowed !== 'yes' && table.reason !== 'retired') return { allowed: 'yes', reason: 'answered', why: null }
  return table
}
