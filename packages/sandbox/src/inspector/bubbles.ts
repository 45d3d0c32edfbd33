/** A message as a phone shows it: out of every shape in which an account sends, one shape to draw. Times are the world's. */
import type { Realm } from '../state/realm.ts'
import type { AccountState, ReceivedMessage } from '../state/state.ts'

export type Bubble = {
  at: number
  account: string
  by: ReceivedMessage['by']
  /** WeChat's word for its type: text, image, news, template. */
  type: string
  title?: string
  text?: string
  /** Label and value, as template messages and notices show them. */
  rows?: [label: string, value: string][]
  cards?: { title: string; digest: string }[]
  /** Choices of a menu message. */
  choices?: string[]
  /** What a tap opens: an address, or a page of the Mini Program. */
  opens?: string
}

type Content = Record<string, unknown>
const text = (value: unknown): string =>
  value === undefined || value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value)
const inside = (value: unknown): Content => (typeof value === 'object' && value !== null ? (value as Content) : {})
const listOf = (value: unknown): Content[] => (Array.isArray(value) ? value.map(inside) : value === undefined ? [] : [inside(value)])
const shown = (fields: Partial<Bubble>): Partial<Bubble> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== '')) as Partial<Bubble>

/** The message as its bubble. What has no shape of its own is shown as its JSON. */
export function bubbleOf(realm: Realm, { at, appId, by, content }: ReceivedMessage): Bubble {
  const account = realm.state.accounts.get(appId)
  const name = account?.spec.name ?? appId
  if (typeof content.template_id === 'string') return { at, account: name, by, ...templateBubble(account, content) }
  const type = text(content.msgtype ?? content.MsgType) || 'notice'
  const given = inside(content[type] ?? content[type[0]!.toUpperCase() + type.slice(1)])
  return { at, account: name, by, type, ...bodyOf(type, content, given) }
}

function bodyOf(type: string, content: Content, given: Content): Partial<Bubble> {
  switch (type) {
    case 'text':
      return { text: text(given.content ?? content.Content ?? content.content) }
    case 'news':
    case 'mpnews':
    case 'mpnewsarticle': {
      const articles = listOf(given.articles ?? inside(content.Articles).item ?? content.articles)
      if (articles.length === 0) return { text: text(given.media_id ?? given.article_id ?? content.content) }
      const cards = articles.map(one => ({
        title: text(one.title ?? one.Title),
        digest: text(one.description ?? one.Description ?? one.digest),
      }))
      return { cards, ...shown({ opens: text(articles[0]!.url ?? articles[0]!.Url) }) }
    }
    case 'msgmenu':
      return {
        text: [given.head_content, given.tail_content].map(text).filter(Boolean).join('\n'),
        choices: listOf(given.list).map(one => text(one.content)),
      }
    case 'link':
      return shown({ title: text(given.title), text: text(given.description), opens: text(given.url) })
    case 'miniprogrampage':
      return shown({ title: text(given.title), opens: text(given.pagepath ?? given.page_path) })
    case 'notice':
      return noticeOf(content)
    default: {
      const media = text(given.media_id ?? given.MediaId ?? content.content)
      return media ? shown({ title: text(given.title ?? given.Title), text: media }) : { text: JSON.stringify(content).slice(0, 600) }
    }
  }
}

/** `单号:{{character_string1.DATA}}` with the value of that key. */
function templateBubble(account: AccountState | undefined, content: Content): Omit<Bubble, 'at' | 'account' | 'by'> {
  const template = account?.templates.get(text(content.template_id))
  const data = inside(content.data)
  const rows = (template?.content ?? '').split('\n').flatMap((line): [string, string][] => {
    const parts = /^(.*?)[:：]?\s*\{\{(\w+)\.DATA\}\}/.exec(line)
    return parts ? [[parts[1]!, text(inside(data[parts[2]!]).value)]] : []
  })
  return {
    type: template?.kind ?? 'template',
    rows: rows.length > 0 ? rows : Object.entries(data).map(([key, value]) => [key, text(inside(value).value)]),
    ...shown({
      title: template?.title ?? text(content.template_id),
      opens: text(inside(content.miniprogram).pagepath ?? content.page ?? content.url),
    }),
  }
}

function noticeOf(content: Content): Partial<Bubble> {
  const rows = Object.entries(content).filter(([name, value]) => name !== 'title' && name !== 'page' && value !== undefined)
  return { rows: rows.map(([name, value]) => [name, text(value)]), ...shown({ title: text(content.title), opens: text(content.page) }) }
}
