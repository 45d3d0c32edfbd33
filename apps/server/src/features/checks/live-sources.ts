/** What an account shows people at this moment, as its API tells: menu, auto-replies, articles, templates. */
import {
  type Caller,
  type CurrentMenuButton,
  getAutoReplies,
  getCurrentMenu,
  listPublished,
  listSubscribeTemplates,
  listTemplates,
  type StoredArticle,
} from '@wematrix/wechat'
import type { ToReview } from './reviews.ts'

export type LiveSource = {
  /** Kinds of artefact that it gives; what is no longer among them is live no more. */
  kinds: readonly string[]
  read(caller: Caller, carrierId: string, ownApps: ReadonlySet<string>): Promise<ToReview[]>
}

/** Articles of the newest pages: WeChat allows 100 calls a day for them. */
const mostPages = 20
const pageSize = 20

const autoReply = (id: string, name: string, text: string, kind = 'auto_reply'): ToReview => ({
  artefact: { kind, id: id.slice(0, 200), name: name.slice(0, 200) },
  content: { carrier: 'oa', surface: 'auto_reply', text },
})

export const accountSources: readonly LiveSource[] = [
  {
    kinds: ['menu', 'menu_reply'],
    async read(caller, carrierId, ownApps) {
      const { is_menu_open, selfmenu_info } = await getCurrentMenu(caller)
      const buttons = selfmenu_info?.button ?? []
      if (!is_menu_open || buttons.length === 0) return []
      const menu = { kind: 'menu', draft: { buttons: buttons.slice(0, 20).map(button => asButton(button, ownApps)) } }
      const items = buttons.flatMap(button => button.sub_button?.list ?? [button])
      return [
        { artefact: { kind: 'menu', id: carrierId, name: '菜单' }, content: menu },
        ...items.flatMap(item => menuReply(carrierId, item)),
      ]
    },
  },
  {
    kinds: ['auto_reply'],
    async read(caller, carrierId) {
      const replies = await getAutoReplies(caller)
      const { add_friend_autoreply_info: onFollow, message_default_autoreply_info: usual, keyword_autoreply_info: byWord } = replies
      const given: ToReview[] = []
      if (replies.is_add_friend_reply_open && onFollow?.type === 'text')
        given.push(autoReply(`${carrierId}:follow`, '关注回复', onFollow.content))
      if (!replies.is_autoreply_open) return given
      if (usual?.type === 'text') given.push(autoReply(`${carrierId}:default`, '默认回复', usual.content))
      for (const { rule_name, reply_list_info } of byWord?.list ?? [])
        for (const [i, { type, content }] of reply_list_info.entries())
          if (type === 'text') given.push(autoReply(`${carrierId}:word:${rule_name}:${i}`, rule_name, content))
      return given
    },
  },
  {
    kinds: ['article'],
    async read(caller, carrierId) {
      const articles: ToReview[] = []
      for (let page = 0; page < mostPages; page++) {
        const { item } = await listPublished(caller, { offset: page * pageSize, count: pageSize })
        for (const { article_id, content } of item)
          for (const [i, article] of content.news_item.entries())
            if (!article.is_deleted) articles.push(asArticle(`${carrierId}:${article_id}:${i}`, article))
        if (item.length < pageSize) break
      }
      return articles
    },
  },
  {
    kinds: ['template'],
    async read(caller, carrierId) {
      const { template_list } = await listTemplates(caller)
      return template_list.map(({ template_id, title, content }) => ({
        artefact: { kind: 'template', id: `${carrierId}:${template_id}`, name: title.slice(0, 200) },
        content: { carrier: 'oa', surface: 'template_message', text: templateText(title, content) },
      }))
    },
  },
]

export const miniProgramSources: readonly LiveSource[] = [
  {
    kinds: ['template'],
    async read(caller, carrierId) {
      const { data } = await listSubscribeTemplates(caller)
      return data.map(({ priTmplId, title, content }) => ({
        artefact: { kind: 'template', id: `${carrierId}:${priTmplId}`, name: title.slice(0, 200) },
        content: { carrier: 'mp', surface: 'subscribe_message', text: templateText(title, content) },
      }))
    },
  },
]

/** Labels only: the places to be filled say nothing. */
const templateText = (title: string, content: string) => `${title}\n${content.replace(/\{\{[^{}]*\}\}/g, '')}`

/** An item of the web console that answers a tap with a text. */
function menuReply(carrierId: string, { name, type, value }: CurrentMenuButton): ToReview[] {
  return type === 'text' && value ? [autoReply(`${carrierId}:${name}`, name, value, 'menu_reply')] : []
}

function asButton({ name, sub_button, ...leaf }: CurrentMenuButton, ownApps: ReadonlySet<string>): Record<string, unknown> {
  const items = sub_button?.list ?? []
  return {
    name: name.slice(0, 100),
    ...(items.length > 0 ? { items: items.slice(0, 20).map(item => asItem(item, ownApps)) } : asTarget(leaf, ownApps)),
  }
}

const asItem = ({ name, ...leaf }: CurrentMenuButton, ownApps: ReadonlySet<string>) => ({
  name: name.slice(0, 100),
  ...asTarget(leaf, ownApps),
})

/** A Mini Program that is not among the brand's carriers may still be the company's: `related`. */
function asTarget(
  { type, url, value, pagepath, appid }: Omit<CurrentMenuButton, 'name'>,
  ownApps: ReadonlySet<string>,
): { target?: Record<string, unknown> } {
  if (type === 'miniprogram' || appid) {
    const whose = appid && !ownApps.has(appid) ? { subject: 'related' } : {}
    return { target: { kind: 'mini_program_page', path: (pagepath ?? '').slice(0, 1024), ...whose } }
  }
  if (type === 'view') return { target: { kind: 'h5', path: (url ?? '').slice(0, 1024) } }
  if (type === 'news' || type === 'article_id') return { target: { kind: 'article' } }
  return value === undefined && type === undefined ? {} : { target: { kind: 'message' } }
}

function asArticle(id: string, { title, content }: StoredArticle): ToReview {
  const cards = content.match(/<mp-miniprogram\b|data-miniprogram-appid=/g)?.length ?? 0
  const inserts = Array.from({ length: Math.min(cards, 50) }, () => ({
    ...{ kind: 'mini_program_card', title: '', target: { kind: 'mini_program_page' } },
  }))
  const draft = { title: title.slice(0, 200), paragraphs: paragraphsOf(content), inserts }
  return { artefact: { kind: 'article', id, name: title.slice(0, 200) }, content: { kind: 'article', draft, carrier: 'oa' } }
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ', '#39': "'" }

/** What people read of an article: a paragraph for each block of its HTML, without marks. */
export function paragraphsOf(html: string): { text: string }[] {
  return withoutCode(html)
    .split(/<\/?(?:p|div|section|h[1-6]|li|br|blockquote|table|tr)\b[^<>]*>/i)
    .map(part =>
      part
        .replace(/<[^<>]*>/g, '')
        .replace(/&(#39|[a-z]+);/gi, (all, name: string) => entities[name.toLowerCase()] ?? all)
        .trim(),
    )
    .filter(text => text !== '')
    .slice(0, 1000)
    .map(text => ({ text: text.slice(0, 20_000) }))
}

/** Nobody reads scripts and styles; one that is not closed goes on to the end. */
function withoutCode(html: string): string {
  return html
    .split(/(?=<(?:script|style)\b)/i)
    .map(part => {
      const end = /^<(?:script|style)\b/i.test(part) ? part.search(/<\/(?:script|style)>/i) : 0
      return end < 0 ? '' : part.slice(end)
    })
    .join('')
}
