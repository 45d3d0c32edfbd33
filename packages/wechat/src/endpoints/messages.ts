import type { Checks } from '../client/checks.ts'
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

const types = [
  'text',
  'image',
  'voice',
  'video',
  'music',
  'news',
  'mpnews',
  'mpnewsarticle',
  'msgmenu',
  'wxcard',
  'link',
  'miniprogrampage',
]
/** Text has no documented limit of length, so none is checked. */
const message: Checks = [
  { at: 'touser', required: true },
  { at: 'msgtype', required: true, oneOf: types },
  { at: 'text.content', when: { msgtype: 'text' }, required: true },
  { at: 'image.media_id', when: { msgtype: 'image' }, required: true },
  { at: 'voice.media_id', when: { msgtype: 'voice' }, required: true },
  { at: 'video.media_id', when: { msgtype: 'video' }, required: true },
  { at: 'music.thumb_media_id', when: { msgtype: 'music' }, required: true },
  // More than one article: 45008.
  { at: 'news.articles', when: { msgtype: 'news' }, required: true, minItems: 1, maxItems: 1 },
  { at: 'mpnews.media_id', when: { msgtype: 'mpnews' }, required: true },
  { at: 'mpnewsarticle.article_id', when: { msgtype: 'mpnewsarticle' }, required: true },
  { at: 'msgmenu.list', when: { msgtype: 'msgmenu' }, required: true, minItems: 1 },
  { at: 'wxcard.card_id', when: { msgtype: 'wxcard' }, required: true },
  { at: 'miniprogrampage.pagepath', when: { msgtype: 'miniprogrampage' }, required: true },
  { at: 'miniprogrampage.thumb_media_id', when: { msgtype: 'miniprogrampage' }, required: true },
]
const typing: Checks = [
  { at: 'touser', required: true },
  { at: 'command', required: true, oneOf: ['Typing', 'CancelTyping'] },
]

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
  checks: message,
  source: service('notify/message'),
})

/**
 * Shows "is typing"; an interaction of the last 30 s is required (45080).
 * Source: developers.weixin.qq.com/doc/service/api/notify/message
 */
export const showTyping = endpoint<{ touser: string; command: 'Typing' | 'CancelTyping' }, void>({
  method: 'POST',
  path: '/cgi-bin/message/custom/typing',
  checks: typing,
  auth: 'access_token',
  accounts: ['official_account', 'mini_program'],
  source: service('notify/message'),
})

/**
 * The same in a mini program's customer-service window, under its own path. 45072 bad command, 45080 no interaction, 45081 already typing.
 * Source: developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/kf-mgnt/kf-message
 */
export const showTypingInMiniProgram = endpoint<{ touser: string; command: 'Typing' | 'CancelTyping' }, void>({
  method: 'POST',
  path: '/cgi-bin/message/custom/business/typing',
  auth: 'access_token',
  accounts: ['mini_program'],
  checks: typing,
  source: miniProgram('OpenApiDoc/kf-mgnt/kf-message'),
})
