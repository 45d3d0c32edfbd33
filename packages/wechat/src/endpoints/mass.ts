/**
 * Mass messages (群发). A subscription account sends one a day; a service account four a natural month, and nobody receives more than
 * four. 60 calls a minute. The outcome comes as MASSSENDJOBFINISH; with 接口群发保护 the administrator confirms first (89504, 89505).
 */
import type { Check, Checks } from '../client/checks.ts'
import { endpointsOf } from '../endpoint.ts'
import { service } from './sources.ts'

const mass = endpointsOf({ method: 'POST', auth: 'access_token', accounts: ['official_account'], source: service('notify/message') })

/** What is sent. Cards (`wxcard`) are refused since long (45113). */
export type MassContent =
  | { msgtype: 'mpnews'; mpnews: { media_id: string } }
  | { msgtype: 'text'; text: { content: string } }
  | { msgtype: 'voice'; voice: { media_id: string } }
  | {
      msgtype: 'image'
      images: { media_ids: string[]; recommend?: string; title?: string; need_open_comment?: 0 | 1; only_fans_can_comment?: 0 | 1 }
    }
  | { msgtype: 'mpvideo'; mpvideo: { media_id: string; title?: string; description?: string } }

/** `clientmsgid` makes a repeat harmless for 24 h: 45065 brings the first `msg_id`. Default: a digest of range and content. */
export type MassOptions = { send_ignore_reprint?: 0 | 1; clientmsgid?: string }
export type MassJob = { msg_id: string; msg_data_id?: string }

const content: Checks = [
  { at: 'msgtype', required: true, oneOf: ['mpnews', 'text', 'voice', 'image', 'mpvideo'] },
  { at: 'mpnews.media_id', when: { msgtype: 'mpnews' }, required: true },
  { at: 'text.content', when: { msgtype: 'text' }, required: true },
  { at: 'voice.media_id', when: { msgtype: 'voice' }, required: true },
  { at: 'mpvideo.media_id', when: { msgtype: 'mpvideo' }, required: true },
]
const images: Check = { at: 'images.media_ids', when: { msgtype: 'image' }, required: true, minItems: 1 }
const options: Checks = [
  { at: 'send_ignore_reprint', oneOf: [0, 1] },
  { at: 'clientmsgid', maxBytes: 32 },
]
const ids = ['msg_id', 'msg_data_id']

/** To everyone, or to a tag. `is_to_all` true puts it into the history page. 45028 the quota is used up. Source: …/api/notify/message */
export const sendMass = mass<{ filter: { is_to_all: boolean; tag_id?: number } } & MassContent & MassOptions, MassJob>(
  '/cgi-bin/message/mass/sendall',
  {
    quotaPerDay: 100,
    ratePerMinute: 60,
    limits: 'subscription account 1 a day, service account 4 a month; clientmsgid 32 bytes',
    ids,
    checks: [
      { at: 'filter', required: true },
      { at: 'filter.tag_id', when: { 'filter.is_to_all': false }, required: true },
      content,
      images,
      options,
    ],
  },
)

/** To 2–10,000 openids; service accounts only. 40130 too few. Source: …/api/notify/message */
export const sendMassTo = mass<{ touser: string[] } & MassContent & MassOptions, MassJob>('/cgi-bin/message/mass/send', {
  quotaPerDay: 100,
  ratePerMinute: 60,
  limits: '2–10,000 openids; service account 4 a month',
  ids,
  checks: [{ at: 'touser', required: true, minItems: 2, maxItems: 10_000 }, content, images, options],
})

/** One image in a preview is `image{media_id}`. */
export type MassPreview = ({ touser: string } | { towxname: string }) &
  (Exclude<MassContent, { msgtype: 'image' }> | { msgtype: 'image'; image: { media_id: string } })

/** Shows it to one person: by openid, or by WeChat id (40132 bad id), 100 a day. Source: …/api/notify/message */
export const previewMass = mass<MassPreview, { msg_id?: string }>('/cgi-bin/message/mass/preview', {
  quotaPerDay: 100,
  limits: '100 a day by WeChat id',
  ids,
  checks: [{ anyOf: ['touser', 'towxname'] }, content, { at: 'image.media_id', when: { msgtype: 'image' }, required: true }],
})

/**
 * Deletes a sent article or video: the content vanishes, the cards in the chats stay. `article_idx` counts from 1; absent or 0 = all.
 * 40059, 40060, 40065 bad msg_id, url or index. Source: …/api/notify/message
 */
export const deleteMass = mass<{ msg_id?: string | number | bigint; url?: string; article_idx?: number }, void>(
  '/cgi-bin/message/mass/delete',
  {
    quotaPerDay: 10,
    checks: [{ anyOf: ['msg_id', 'url'] }, { at: 'article_idx', integer: true, min: 0, max: 8 }],
  },
)

/** How far a job is. One report of 40059 for a fresh id: rely on MASSSENDJOBFINISH. Source: …/api/notify/message */
export const getMass = mass<
  { msg_id: string | number | bigint },
  { msg_id: string; msg_status: 'SEND_SUCCESS' | 'SENDING' | 'SEND_FAIL' | 'DELETE' }
>('/cgi-bin/message/mass/get', { ids, checks: [{ at: 'msg_id', required: true }] })

/** `speed` 0–4 stands for 800, 600, 450, 300 and 100 thousand a minute; `realspeed` is in 10,000 a minute. */
export type MassSpeed = { speed: 0 | 1 | 2 | 3 | 4; realspeed: number }

/** The pace of delivery. Source: …/api/notify/message */
export const getMassSpeed = mass<undefined, MassSpeed>('/cgi-bin/message/mass/speed/get')

/** Sets it; 45083 outside 0–4, 45084 absent. Source: …/api/notify/message */
export const setMassSpeed = mass<{ speed: 0 | 1 | 2 | 3 | 4 }, void>('/cgi-bin/message/mass/speed/set', {
  checks: [{ at: 'speed', required: true, oneOf: [0, 1, 2, 3, 4] }],
})
