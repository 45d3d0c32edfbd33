/** Template messages of a service account (模板消息): to followers, on business that they have with us; no marketing copy (40249, 43116). */
import type { Checks } from '../client/checks.ts'
import { endpoint, endpointsOf } from '../endpoint.ts'
import { service } from './sources.ts'

const template = endpointsOf({ method: 'POST', auth: 'access_token', accounts: ['official_account'], source: service('notify/template') })

/** Values of a template, keyed `thing1`, `time2`, … */
export type TemplateData = Record<string, { value: string }>

export type TemplateMessage = {
  touser: string
  template_id: string
  url?: string
  /** Wins over `url`; old clients open `url`. */
  miniprogram?: { appid: string; pagepath: string }
  data: TemplateData
  /** Deduplicates for 10 minutes per openid. */
  client_msg_id?: string
}

const message: Checks = [
  { at: 'touser', required: true },
  { at: 'template_id', required: true },
  { at: 'data', required: true },
  { at: 'miniprogram.appid', required: true },
  { at: 'data.*.value', templateValue: 'any' },
]

/**
 * A template message of a service account to a follower; the outcome comes as TEMPLATESENDJOBFINISH.
 * Limits: 100,000 a day, 25 templates; no marketing copy (43116).
 * Source: developers.weixin.qq.com/doc/service/api/notify/template
 */
export const sendTemplateMessage = endpoint<TemplateMessage, { msgid: string }>({
  method: 'POST',
  path: '/cgi-bin/message/template/send',
  auth: 'access_token',
  accounts: ['official_account'],
  quotaPerDay: 100_000,
  ids: ['msgid'],
  checks: message,
  source: service('notify/template'),
})

export type Template = {
  template_id: string
  title: string
  content: string
  example: string
  primary_industry?: string
  deputy_industry?: string
}

/**
 * The account's own templates.
 * Source: developers.weixin.qq.com/doc/service/api/notify/template
 */
export const listTemplates = endpoint<undefined, { template_list: Template[] }>({
  method: 'GET',
  path: '/cgi-bin/template/get_all_private_template',
  auth: 'access_token',
  accounts: ['official_account'],
  source: service('notify/template'),
})

/** Sets the account's two industries, by the numbers of the industry table: once a month. Source: …/api/notify/template */
export const setIndustry = template<{ industry_id1: string; industry_id2: string }, void>('/cgi-bin/template/api_set_industry', {
  limits: 'once a month',
  checks: [
    { at: 'industry_id1', required: true },
    { at: 'industry_id2', required: true },
  ],
})

export type Industry = { first_class: string; second_class: string }

/** The account's industries. Source: …/api/notify/template */
export const getIndustry = template<undefined, { primary_industry?: Industry; secondary_industry?: Industry }>(
  '/cgi-bin/template/get_industry',
  { method: 'GET' },
)

/**
 * Takes a template from the library; category templates (类目模板) want their keywords by name. 25 templates in all. 40246 keyword not in
 * the library, 40247 old template. Source: …/api/notify/template
 */
export const addTemplate = template<{ template_id_short: string; keyword_name_list?: string[] }, { template_id: string }>(
  '/cgi-bin/template/api_add_template',
  { limits: '25 templates; 5 categories, changed 5 times a month', checks: [{ at: 'template_id_short', required: true }] },
)

/** Deletes one of the account's templates. Source: …/api/notify/template */
export const deleteTemplate = template<{ template_id: string }, void>('/cgi-bin/template/del_private_template', {
  checks: [{ at: 'template_id', required: true }],
})

export type BlockedTemplateMessage = {
  id: string
  tmpl_msg_id: string
  title: string
  content: string
  send_timestamp: number
  openid: string
}

/** Template messages that WeChat held back. `largest_id` from the page before, 0 at first. Source: …/api/notify/template */
export const listBlockedTemplateMessages = template<
  { tmpl_msg_id: string; largest_id: number | string; limit: number },
  { msginfo: BlockedTemplateMessage[] | BlockedTemplateMessage }
>('/wxa/sec/queryblocktmplmsg', {
  limits: '100 a page',
  ids: ['id'],
  checks: [
    { at: 'tmpl_msg_id', required: true },
    { at: 'limit', required: true, min: 1, max: 100 },
  ],
})

/** `scene` 0–10000 as given to the consent page `https://mp.weixin.qq.com/mp/subscribemsg`. */
export type OneTimeMessage = {
  touser: string
  template_id: string
  url?: string
  miniprogram?: { appid: string; pagepath: string }
  scene: string
  title: string
  data: { content: { value: string; color?: string } }
}

/**
 * A one-time subscription message of the old kind (一次性订阅消息). Source: …/api/notify/subscribe
 */
export const sendOneTimeMessage = template<OneTimeMessage, void>('/cgi-bin/message/template/subscribe', {
  limits: 'title 15, content 200 characters',
  checks: [
    { at: 'touser', required: true },
    { at: 'template_id', required: true },
    { at: 'scene', required: true, integer: true, min: 0, max: 10_000 },
    { at: 'title', required: true, maxChars: 15 },
    { at: 'data.content.value', required: true, maxChars: 200 },
  ],
  source: service('notify/subscribe'),
})
