import { endpoint } from '../endpoint.ts'
import { miniProgram, service } from './sources.ts'

/** A customer-service message; the shape under the name of its type. Mini programs take text, image, link, miniprogrampage. */
export type CustomMessage = { touser: string; customservice?: { kf_account: string } } & (
  | { msgtype: 'text'; text: { content: string } }
  | { msgtype: 'image'; image: { media_id: string } }
  | { msgtype: 'voice'; voice: { media_id: string } }
  | { msgtype: 'video'; video: { media_id: string; thumb_media_id: string; title?: string; description?: string } }
  | { msgtype: 'music'; music: { title?: string; description?: string; musicurl: string; hqmusicurl: string; thumb_media_id: string } }
  | { msgtype: 'news'; news: { articles: [{ title: string; description: string; url: string; picurl: string }] } }
  | { msgtype: 'mpnews'; mpnews: { media_id: string } }
  | { msgtype: 'mpnewsarticle'; mpnewsarticle: { article_id: string } }
  | { msgtype: 'msgmenu'; msgmenu: { head_content: string; list: { id: string; content: string }[]; tail_content: string } }
  | { msgtype: 'wxcard'; wxcard: { card_id: string } }
  | { msgtype: 'link'; link: { title: string; description: string; url: string; thumb_url: string } }
  | { msgtype: 'miniprogrampage'; miniprogrampage: { title: string; appid?: string; pagepath: string; thumb_media_id: string } }
)

/**
 * A message inside the window that the person opened: 5 in 48 h after their message; 3 in 1 min after a follow, scan or menu click.
 * Mini program: 5 in 48 h after a message, 2 in 1 min after entering. 45015 outside the window, 45047 allowance used up.
 * Source: developers.weixin.qq.com/doc/service/api/notify/message
 */
export const sendCustomMessage = endpoint<CustomMessage, void>({
  method: 'POST',
  path: '/cgi-bin/message/custom/send',
  auth: 'access_token',
  accounts: ['official_account', 'mini_program'],
  quotaPerDay: 500_000,
  limits: '5 in 48 h after a message; 3 in 1 min after follow, scan or menu click',
  source: service('notify/message'),
})

/**
 * Shows "is typing"; an interaction of the last 30 s is required (45080).
 * Source: developers.weixin.qq.com/doc/service/api/notify/message
 */
export const showTyping = endpoint<{ touser: string; command: 'Typing' | 'CancelTyping' }, void>({
  method: 'POST',
  path: '/cgi-bin/message/custom/typing',
  auth: 'access_token',
  accounts: ['official_account', 'mini_program'],
  source: service('notify/message'),
})

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
  source: service('notify/template'),
})

/**
 * The account's own templates.
 * Source: developers.weixin.qq.com/doc/service/api/notify/template
 */
export const listTemplates = endpoint<
  undefined,
  { template_list: { template_id: string; title: string; content: string; example: string }[] }
>({
  method: 'GET',
  path: '/cgi-bin/template/get_all_private_template',
  auth: 'access_token',
  accounts: ['official_account'],
  source: service('notify/template'),
})

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
  source: miniProgram('OpenApiDoc/mp-message-management/subscribe-message/sendMessage.html'),
})

export type ServiceSubscribeMessage = {
  touser: string
  template_id: string
  page?: string
  miniprogram?: { appid: string; pagepath: string }
  data: TemplateData
}

/**
 * A subscription notification of a service account. 43101 when the person did not accept this template.
 * Source: developers.weixin.qq.com/doc/service/api/notify/notify/api_sendnewsubscribemsg.html
 */
export const sendServiceSubscribeMessage = endpoint<ServiceSubscribeMessage, { msgid?: string }>({
  method: 'POST',
  path: '/cgi-bin/message/subscribe/bizsend',
  auth: 'access_token',
  accounts: ['official_account'],
  ids: ['msgid'],
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
  accounts: ['official_account', 'mini_program'],
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
  accounts: ['official_account', 'mini_program'],
  limits: '2–5 keywords; sceneDesc 15 characters',
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
  accounts: ['official_account', 'mini_program'],
  source: service('notify/notify'),
})
