/** The draft box. */
import {
  type Article,
  addDraft,
  countDrafts,
  deleteDraft,
  getDraft,
  isDraftBoxOn,
  listDrafts,
  type StoredArticle,
  updateDraft,
} from '@wematrix/wechat'
import { type Call, on, Refusal } from '../api/on.ts'
import { seconds } from '../days.ts'
import type { AccountState } from '../state/state.ts'
import { acceptArticle } from './article-rules.ts'
import { pageOf } from './paging.ts'
import type { Draft } from './state.ts'

const mostArticles = 8

/** A draft of the box. Throws 41006 without an id, 40007 when there is none. */
export function draftOf(account: AccountState, mediaId: unknown): Draft {
  if (mediaId === undefined || mediaId === '') throw new Refusal(41006, 'media_id missing')
  const draft = account.official.drafts.get(String(mediaId))
  if (!draft) throw new Refusal(40007, 'invalid media_id')
  return draft
}

/** An article as it comes back: with its preview link, and the address of its cover. */
function shown({ official }: AccountState, draft: Draft, article: Article, index: number): StoredArticle {
  const cover = official.media.get(article.thumb_media_id ?? article.image_info?.image_list[0]?.image_media_id ?? '')
  return {
    ...article,
    url: `http://mp.weixin.qq.com/s?__biz=preview&mid=${draft.mediaId.slice(0, 10)}&idx=${index + 1}&tempkey=${draft.updatedAt}`,
    ...(cover?.url ? { thumb_url: cover.url } : {}),
  }
}

export function newsItems(account: AccountState, draft: Draft, withoutContent = false): StoredArticle[] {
  return draft.articles.map((article, index) => {
    const item = shown(account, draft, article, index)
    return withoutContent ? { ...item, content: '' } : item
  })
}

on(addDraft, (call, { articles }) => {
  if (!Array.isArray(articles) || articles.length === 0) throw new Refusal(44003, 'empty news data')
  if (articles.length > mostArticles) throw new Refusal(45008, 'article size out of limit')
  const mediaId = call.realm.id(43, 62)
  const accepted = articles.map(article => acceptArticle(call, article, articles.length))
  call.account.official.drafts.set(mediaId, { mediaId, articles: accepted, createdAt: call.now, updatedAt: call.now })
  return { media_id: mediaId }
})

on(getDraft, ({ account }, { media_id }) => {
  const draft = draftOf(account, media_id)
  return { news_item: newsItems(account, draft), create_time: seconds(draft.createdAt), update_time: seconds(draft.updatedAt) }
})

on(updateDraft, (call, { media_id, index, articles }) => {
  const draft = draftOf(call.account, media_id)
  if (!Number.isInteger(index) || index < 0 || index >= draft.articles.length) throw new Refusal(40114, 'invalid index value')
  const article = (Array.isArray(articles) ? articles[0] : articles) as Article | undefined
  if (!article) throw new Refusal(44003, 'empty news data')
  draft.articles = draft.articles.with(index, acceptArticle(call, article, draft.articles.length))
  draft.updatedAt = call.now
})

on(deleteDraft, ({ account }, { media_id }) => {
  account.official.drafts.delete(draftOf(account, media_id).mediaId)
})

on(countDrafts, ({ account }) => ({ total_count: account.official.drafts.size }))

/** The newest first. */
on(listDrafts, ({ account }, { offset, count, no_content }) => {
  const all = [...account.official.drafts.values()].sort((a, b) => b.updatedAt - a.updatedAt)
  const { part, ...counts } = pageOf(all, offset, count)
  return {
    ...counts,
    item: part.map(draft => ({
      media_id: draft.mediaId,
      content: {
        news_item: newsItems(account, draft, Boolean(no_content)),
        create_time: seconds(draft.createdAt),
        update_time: seconds(draft.updatedAt),
      },
      update_time: seconds(draft.updatedAt),
    })),
  }
})

/** Asks, or, without `checkonly`, switches the box on for good. */
on(isDraftBoxOn, ({ account }: Call, input) => {
  if (Number(input.checkonly ?? 0) !== 1) account.official.habit.draftBox = true
  return { errcode: 0, errmsg: 'ok', is_open: account.official.habit.draftBox ? (1 as const) : (0 as const) }
})
