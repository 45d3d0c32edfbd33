/** What a customer message must be: its type, its media, its links. */
import type { CustomMessage } from '@wematrix/wechat'
import { type Call, Refusal } from '../api/on.ts'
import { draftOf } from './drafts.ts'
import { mediaOf } from './media.ts'
import { isLinked } from './mini-program-links.ts'
import { isOut } from './publications.ts'

const inMiniProgram = ['text', 'image', 'link', 'miniprogrampage']
const linkAttributes = /^(href|data-miniprogram-appid|data-miniprogram-path|data-miniprogram-type|target)$/i

/** Throws 40008, 44004, 45086, 40007, 41006, 45008, 53600, 40013. */
export function checkMessage(call: Call, message: CustomMessage): void {
  const { account } = call
  if (account.spec.kind === 'mini_program' && !inMiniProgram.includes(message.msgtype)) throw new Refusal(40008, 'invalid message type')
  switch (message.msgtype) {
    case 'text':
      if (!message.text?.content) throw new Refusal(44004, 'empty content')
      return checkLinks(message.text.content)
    case 'image':
    case 'voice':
      mediaOf(call, (message as unknown as Record<string, { media_id?: string }>)[message.msgtype]?.media_id, [message.msgtype])
      return
    case 'video':
      mediaOf(call, message.video?.media_id, ['video'])
      if (message.video.thumb_media_id) mediaOf(call, message.video.thumb_media_id, ['thumb', 'image'])
      return
    case 'music':
      mediaOf(call, message.music?.thumb_media_id, ['thumb', 'image'])
      return
    case 'news':
      if (message.news?.articles?.length !== 1) throw new Refusal(45008, 'article size out of limit')
      return
    case 'mpnews':
      draftOf(account, message.mpnews?.media_id)
      return
    case 'mpnewsarticle':
      if (!isOut(account, message.mpnewsarticle?.article_id)) throw new Refusal(53600, 'article_id is invalid')
      return
    case 'miniprogrampage':
      return checkCard(call, message.miniprogrampage)
    case 'msgmenu':
    case 'wxcard':
    case 'link':
      return
    default:
      throw new Refusal(40008, 'invalid message type')
  }
}

/** Every `<a` of a text has only the attributes that WeChat knows. */
function checkLinks(text: string): void {
  for (const [, attributes = ''] of text.matchAll(/<a\b([^>]*)>/gi)) {
    const names = [...attributes.replace(/"[^"]*"|'[^']*'/g, '').matchAll(/([\w-]+)\s*=?/g)].map(([, name = '']) => name)
    if (names.length === 0 || names.some(name => !linkAttributes.test(name))) throw new Refusal(45086, 'invalid attribute in a link')
  }
}

function checkCard(call: Call, card: Extract<CustomMessage, { msgtype: 'miniprogrampage' }>['miniprogrampage'] | undefined): void {
  const own = call.account.spec.kind === 'mini_program'
  if (!own && !isLinked(call.account, card?.appid ?? ''))
    throw new Refusal(40013, 'invalid appid: this mini program is not linked to the account')
  mediaOf(call, card?.thumb_media_id, ['image', 'thumb'])
}
