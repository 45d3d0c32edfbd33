import { stringifyJson } from '../json.ts'
import type { BodyFormat } from './body.ts'
import { cdata, writeXml, type XmlInputFields } from './xml-writer.ts'

/** A passive reply, in WeChat's spelling. There is no mini-program card among them: send one with `sendCustomMessage`. */
export type Reply =
  | { MsgType: 'text'; Content: string }
  | { MsgType: 'image'; Image: { MediaId: string } }
  | { MsgType: 'voice'; Voice: { MediaId: string } }
  | { MsgType: 'video'; Video: { MediaId: string; Title?: string; Description?: string } }
  | { MsgType: 'music'; Music: { Title?: string; Description?: string; MusicUrl?: string; HQMusicUrl?: string; ThumbMediaId: string } }
  /** One item when answering a person's message, up to 8 for events. */
  | { MsgType: 'news'; Articles: readonly ReplyArticle[] }
  | { MsgType: 'transfer_customer_service'; TransInfo?: { KfAccount: string } }
  | { MsgType: 'transfer_biz_ai_ivr' }

export type ReplyArticle = { Title: string; Description: string; PicUrl: string; Url: string }

/** Who answers whom: To and From are swapped for the reply. */
export type ReplyTo = { ToUserName: string; FromUserName: string }

/** The body of a passive reply in clear. `createTime` in unix seconds. */
export function writeReply(to: ReplyTo, reply: Reply, createTime: number, format: BodyFormat): string {
  if (format === 'xml' && reply.MsgType === 'text')
    return `<xml><ToUserName>${cdata(to.FromUserName)}</ToUserName><FromUserName>${cdata(to.ToUserName)}</FromUserName><CreateTime>${createTime}</CreateTime><MsgType><![CDATA[text]]></MsgType><Content>${cdata(reply.Content)}</Content></xml>`
  const envelope = { ToUserName: to.FromUserName, FromUserName: to.ToUserName, CreateTime: createTime }
  if (reply.MsgType !== 'news')
    return format === 'xml' ? writeXml({ ...envelope, ...reply } as XmlInputFields) : stringifyJson({ ...envelope, ...reply })
  const head = { ...envelope, MsgType: reply.MsgType, ArticleCount: reply.Articles.length }
  return format === 'xml' ? writeXml({ ...head, Articles: { item: reply.Articles } }) : stringifyJson({ ...head, Articles: reply.Articles })
}
