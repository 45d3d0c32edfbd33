/** Subscription messages (订阅消息) of mini programs and service accounts, and the templates both take from one library. */
import type { Checks } from '../client/checks.ts'
import { type AccountKind, endpoint } from '../endpoint.ts'
import { miniProgram, service } from './sources.ts'
import type { TemplateData } from './templates.ts'

const both: readonly AccountKind[] = ['official_account', 'mini_program']
const message: Checks = [
  { at: 'touser', required: true },
  { at: 'template_id', required: true },
  { at: 'data', required: true },
  { at: 'data.*.value', templateValue: 'line' },
  { at: 'miniprogram_state', oneOf: ['developer', 'trial', 'formal'] },
  { at: 'lang', oneOf: ['zh_CN', 'en_US', 'zh_HK', 'zh_TW'] },
]

export type SubscribeMessage = {
  touser: string
  template_id: string
  /** Page of this mini program with its query; absent = no jump. */
  page?: string
  miniprogram_state?: 'developer' | 'trial' | 'formal'
  lang?: 'zh_CN' | 'en_US' | 'zh_HK' | 'zh_TW'
  data: TemplateData
}

/**
 * A subscription message of a mini program: one accept is one message. 43101 no consent left, 43108 two at once, 47003 a value breaks its rule.
 * Limits: 10 million a day (30 million with WeChat Pay).
 * Source: developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/mp-message-management/subscribe-message/sendMessage.html
 */
export const sendSubscribeMessage = endpoint<SubscribeMessage, { msgid?: string }>({
  method: 'POST',
  path: '/cgi-bin/message/subscribe/send',
  auth: 'access_token',
  accounts: ['mini_program'],
  quotaPerDay: 10_000_000,
  ids: ['msgid'],
  checks: message,
  source: miniProgram('OpenApiDoc/mp-message-management/subscribe-message/sendMessage.html'),
})

export type ServiceSubscribeMessage = {
  touser: string
  template_id: string
  page?: string
  miniprogram?: { appid: string; pagepath: string }
  miniprogram_state?: 'developer' | 'trial' | 'formal'
  lang?: 'zh_CN' | 'en_US' | 'zh_HK' | 'zh_TW'
  data: TemplateData
}

/**
 * A subscription notification of a service account. Two field sets are on official pages, `page` or `miniprogram`, and
 * `miniprogram_state` with `lang`: which is in force is not verified, send only what you need. 43101 when the person did not accept this template.
 * Source: developers.weixin.qq.com/doc/service/api/notify/notify/api_sendnewsubscribemsg.html
 */
export const sendServiceSubscribeMessage = endpoint<ServiceSubscribeMessage, { msgid?: string }>({
  method: 'POST',
  path: '/cgi-bin/message/subscribe/bizsend',
  auth: 'access_token',
  accounts: ['official_account'],
  ids: ['msgid'],
  checks: message,
  source: service('notify/notify/api_sendnewsubscribemsg.html'),
})

/** `type` 2 one-time, 3 long-term; `content` has lines `label:{{thing1.DATA}}`. */
export type SubscribeTemplate = {
  priTmplId: string
  title: string
  content: string
  example: string
  type: 2 | 3
  keywordEnumValueList?: { keywordCode: string; enumValueList: string[] }[]
}

/**
 * The account's own subscription templates.
 * Source: developers.weixin.qq.com/doc/service/api/notify/notify
 */
export const listSubscribeTemplates = endpoint<undefined, { data: SubscribeTemplate[] }>({
  method: 'GET',
  path: '/wxaapi/newtmpl/gettemplate',
  auth: 'access_token',
  accounts: both,
  source: service('notify/notify'),
})

/**
 * Takes a template from the library: 2–5 keywords, `sceneDesc` ≤ 15 characters. 200012 limit reached, 200022 same one exists.
 * Source: developers.weixin.qq.com/doc/service/api/notify/notify
 */
export const addSubscribeTemplate = endpoint<{ tid: string; kidList: number[]; sceneDesc?: string }, { priTmplId: string }>({
  method: 'POST',
  path: '/wxaapi/newtmpl/addtemplate',
  auth: 'access_token',
  accounts: both,
  limits: '2–5 keywords; sceneDesc 15 characters',
  checks: [
    { at: 'tid', required: true },
    { at: 'kidList', required: true, minItems: 2, maxItems: 5 },
    { at: 'sceneDesc', maxChars: 15 },
  ],
  source: service('notify/notify'),
})

/**
 * Deletes one of the account's subscription templates.
 * Source: developers.weixin.qq.com/doc/service/api/notify/notify
 */
export const deleteSubscribeTemplate = endpoint<{ priTmplId: string }, void>({
  method: 'POST',
  path: '/wxaapi/newtmpl/deltemplate',
  auth: 'access_token',
  checks: [{ at: 'priTmplId', required: true }],
  accounts: both,
  source: service('notify/notify'),
})

/** Categories of the account: the library is asked with them. Source: developers.weixin.qq.com/doc/service/api/notify/notify */
export const listTemplateCategories = endpoint<undefined, { data: { id: number; name: string }[] }>({
  method: 'GET',
  path: '/wxaapi/newtmpl/getcategory',
  auth: 'access_token',
  accounts: both,
  source: service('notify/notify'),
})

/** `type` 2 one-time, 3 long-term. `categoryId` is text in samples. */
export type LibraryTemplate = { tid: number; title: string; type: 2 | 3; categoryId: string | number }

/** Titles of the library, up to 30 a page; `ids` are categories joined with commas. Source: …/api/notify/notify */
export const listLibraryTemplates = endpoint<{ ids: string; start: number; limit: number }, { count: number; data: LibraryTemplate[] }>({
  method: 'GET',
  path: '/wxaapi/newtmpl/getpubtemplatetitles',
  auth: 'access_token',
  accounts: both,
  limits: '30 a page',
  checks: [
    { at: 'ids', required: true },
    { at: 'start', required: true, min: 0 },
    { at: 'limit', required: true, min: 1, max: 30 },
  ],
  source: service('notify/notify'),
})

/** `rule` is the kind of the value: `thing`, `date`, … */
export type TemplateKeyword = { kid: number; name: string; example: string; rule: string }

/** Keywords of a library template. Source: developers.weixin.qq.com/doc/service/api/notify/notify */
export const listTemplateKeywords = endpoint<{ tid: number | string }, { count?: number; data: TemplateKeyword[] }>({
  method: 'GET',
  path: '/wxaapi/newtmpl/getpubtemplatekeywords',
  auth: 'access_token',
  accounts: both,
  checks: [{ at: 'tid', required: true }],
  source: service('notify/notify'),
})

const beta = 'the reference names the path only; fields are from public SDK models'

/** State of a service card (服务卡片, Beta). `content_json` and `check_json` are JSON texts. Source: miniprogram/dev, subscribe-message */
export type ServiceCard = { openid: string; notify_type: number; notify_code: string; content_json: string; check_json?: string }

/** Activates or updates a service card by a payment id or a button's code. Source: miniprogram/dev, subscribe-message */
export const setServiceCard = endpoint<ServiceCard, void>({
  method: 'POST',
  path: '/wxa/set_user_notify',
  auth: 'access_token',
  accounts: ['mini_program'],
  unverified: beta,
  limits: 'activation 24 h after payment (front-end code 5 min), updates 30 days (front-end 24 h)',
  checks: [
    { at: 'openid', required: true },
    { at: 'notify_type', required: true },
    { at: 'notify_code', required: true },
    { at: 'content_json', required: true },
  ],
  source: miniProgram('OpenApiDoc/mp-message-management/subscribe-message'),
})
