/** Articles that are out: published without notice (`freepublish`), sent by mass message, or put up by the world before it began. */
import {
  deletePublished,
  getPublish,
  getPublishedArticle,
  listPublished,
  type PublishState,
  type StoredArticle,
  submitPublish,
} from '@wematrix/wechat'
import { type Call, type DueContext, on, onDue, Refusal } from '../api/on.ts'
import { systemSender } from '../api/sender.ts'
import type { Push } from '../callbacks.ts'
import { seconds } from '../days.ts'
import { findRiskyWord } from '../risky-words.ts'
import type { Realm } from '../state/realm.ts'
import type { AccountState } from '../state/state.ts'
import { needsVerified } from './capabilities.ts'
import { draftOf } from './drafts.ts'
import { pageOf } from './paging.ts'
import type { Draft, Publication, PublishJob } from './state.ts'

/** How long WeChat looks at a publication before it is out. */
export const publishMs = 10_000

/** Everything that is out by now, by `msg_data_id`: what was published by API, and the world's own articles. */
export function publicationsOf(realm: Realm, account: AccountState): Map<string, Publication> {
  const { publications } = account.official
  for (const article of realm.world.content.articles) {
    const msgDataId = String(2_247_490_000 + article.number)
    if (article.slot !== account.spec.slot || article.publishedAt > realm.clock.ms() || publications.has(msgDataId)) continue
    publications.set(msgDataId, {
      msgDataId,
      articleId: `world-${article.trace}`,
      type: 0,
      at: article.publishedAt,
      updatedAt: article.publishedAt,
      articles: [
        {
          article_type: 'news',
          title: article.title,
          content: `<p>${article.title}</p>`,
          need_open_comment: 1,
          url: `https://mp.weixin.qq.com/s/${article.trace}`,
          deleted: false,
        },
      ],
    })
    openBoards(account, publications.get(msgDataId)!)
  }
  return publications
}

/** The comments of a new publication, open where its articles say so. */
function openBoards(account: AccountState, { msgDataId, articles }: Publication): void {
  for (const [index, article] of articles.entries())
    account.official.comments.set(`${msgDataId} ${index}`, {
      open: article.need_open_comment === 1,
      fansOnly: article.only_fans_can_comment === 1,
      list: [],
    })
}

/** Puts a draft's articles out. */
export function putOut(realm: Realm, account: AccountState, draft: Draft, type: 0 | 1, msgDataId: string): Publication {
  const at = realm.clock.ms()
  const publication: Publication = {
    msgDataId,
    articleId: realm.id(64, 63),
    type,
    at,
    updatedAt: at,
    articles: draft.articles.map(article => ({ ...article, url: `https://mp.weixin.qq.com/s/${realm.id(22, 64)}`, deleted: false })),
  }
  account.official.publications.set(msgDataId, publication)
  openBoards(account, publication)
  return publication
}

/** A number for what is about to be published or sent. */
export const nextMsgDataId = (realm: Realm): string => String(2_247_600_000 + realm.next())

/** A draft leaves the box when it is submitted, and comes back when publishing fails. */
on(submitPublish, (call, { media_id }) => {
  const { realm, account, now, agenda } = call
  needsVerified(account)
  const draft = draftOf(account, media_id)
  const { publish } = account.official.habit
  if (publish >= 53503)
    throw new Refusal(publish, ['fails the check', 'handle it in the console', 'save it by hand first'][publish - 53503]!)
  account.official.drafts.delete(draft.mediaId)
  const id = String(100_000_000 + realm.next())
  const job: PublishJob = { id, at: now, draft, msgDataId: nextMsgDataId(realm), status: 1 }
  account.official.publishJobs.set(id, job)
  agenda.add({ at: now + publishMs, kind: 'publish', ref: `${account.spec.appId} ${id}` })
  return { errcode: 0, errmsg: 'ok', publish_id: id, msg_data_id: Number(job.msgDataId) }
})

onDue('publish', ({ realm, push }: DueContext, { ref }) => {
  const [appId = '', id = ''] = ref.split(' ')
  const account = realm.state.accounts.get(appId)
  const job = account?.official.publishJobs.get(id)
  if (!account || !job) return
  const risky = job.draft.articles.some(article => findRiskyWord(article.title + article.content))
  const wanted = account.official.habit.publish
  job.status = risky ? 4 : wanted < 53503 ? (wanted as 0 | 2 | 3 | 4) : 0
  if (job.status === 0) putOut(realm, account, job.draft, 1, job.msgDataId)
  else account.official.drafts.set(job.draft.mediaId, job.draft)
  tellResult(account, job, push)
})

function stateOf({ official }: AccountState, job: PublishJob): PublishState {
  const publication = official.publications.get(job.msgDataId)
  const gone = publication?.banned ? 6 : publication?.articles.every(article => article.deleted) ? 5 : undefined
  const up = publication?.articles.flatMap((article, index) => (article.deleted ? [] : [{ idx: index + 1, article_url: article.url }]))
  return {
    publish_id: job.id,
    publish_status: gone ?? job.status,
    ...(publication ? { article_id: publication.articleId } : {}),
    ...(up && gone === undefined ? { article_detail: { count: up.length, item: up } } : {}),
    fail_idx: [2, 3, 4].includes(job.status) ? job.draft.articles.map((_article, index) => index + 1) : [],
  }
}

function tellResult(account: AccountState, job: PublishJob, push: Push): void {
  const { fail_idx, ...state } = stateOf(account, job)
  push(account, systemSender(account), {
    MsgType: 'event',
    Event: 'PUBLISHJOBFINISH',
    PublishEventInfo: { ...state, ...(fail_idx.length > 0 ? { fail_idx } : {}) },
  })
}

on(getPublish, ({ account }, { publish_id }) => {
  needsVerified(account)
  const job = account.official.publishJobs.get(String(publish_id))
  if (!job) throw new Refusal(40035, 'invalid parameter: publish_id')
  return stateOf(account, job)
})

/** One that was published, by its article_id. Throws 53600. */
function published(call: Call, articleId: unknown): Publication {
  needsVerified(call.account)
  const found = [...call.account.official.publications.values()].find(({ type, articleId: id }) => type === 1 && id === articleId)
  if (!found || found.banned || found.articles.every(article => article.deleted)) throw new Refusal(53600, 'article_id is invalid')
  return found
}

/** Is there an article of this id, fit to be shown by a menu or a message? */
export function isOut(account: AccountState, articleId: string): boolean {
  return [...account.official.publications.values()].some(
    ({ articleId: id, banned, articles }) => id === articleId && !banned && articles.some(article => !article.deleted),
  )
}

const items = (publication: Publication, withoutContent = false): StoredArticle[] =>
  publication.articles.map(({ deleted, ...article }) => ({
    ...article,
    ...(withoutContent ? { content: '' } : {}),
    is_deleted: deleted,
  }))

on(getPublishedArticle, (call, { article_id }) => {
  const publication = published(call, article_id)
  return { news_item: items(publication), create_time: seconds(publication.at), update_time: seconds(publication.updatedAt) }
})

/** The newest first. Mass messages are not in it: they were not published. */
on(listPublished, ({ account }, { offset, count, no_content }) => {
  needsVerified(account)
  const all = [...account.official.publications.values()]
    .filter(({ type, banned, articles }) => type === 1 && !banned && articles.some(article => !article.deleted))
    .sort((a, b) => b.updatedAt - a.updatedAt)
  const { part, ...counts } = pageOf(all, offset, count)
  return {
    ...counts,
    item: part.map(publication => ({
      article_id: publication.articleId,
      content: {
        news_item: items(publication, Boolean(no_content)),
        create_time: seconds(publication.at),
        update_time: seconds(publication.updatedAt),
      },
      update_time: seconds(publication.updatedAt),
    })),
  }
})

on(deletePublished, (call, { article_id, index }) => {
  const publication = published(call, article_id)
  const place = index ?? 0
  if (!Number.isInteger(place) || place < 0 || place > publication.articles.length) throw new Refusal(40114, 'invalid index value')
  for (const [n, article] of publication.articles.entries()) if (place === 0 || place === n + 1) article.deleted = true
  publication.updatedAt = call.now
})
