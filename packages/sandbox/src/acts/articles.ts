/** What a person does with the account's articles: reads, passes on, likes, comments. */

import { hourOf } from '../days.ts'
import type { Person } from '../facts.ts'
import { type ReadScene, readScenes, type ShareTo, shareScenes } from '../official-account/article-figures.ts'
import { publicationsOf } from '../official-account/publications.ts'
import type { Publication } from '../official-account/state.ts'
import { count, countOnce } from '../state/fold.ts'
import type { Realm } from '../state/realm.ts'
import type { AccountState } from '../state/state.ts'
import { type ActContext, type ActResult, accountFor, withSlot } from './context.ts'

export type ArticleOptions = {
  account?: string
  /** Its address, title, article_id, `msg_data_id`, or `msg_data_id_index` (from 1). Default: the newest. */
  article?: string | number
}

/** Where an article of the account stands, by any of its names. Throws a plain error when there is none. */
export function publishedPlace(realm: Realm, account: AccountState, word?: string | number): { publication: Publication; index: number } {
  const text = String(word ?? '')
  const all = [...publicationsOf(realm, account).values()].sort((a, b) => b.at - a.at)
  for (const publication of all) {
    const index = publication.articles.findIndex(
      ({ url, title, deleted }, n) =>
        !deleted &&
        (word === undefined ||
          [url, title, `${publication.msgDataId}_${n + 1}`].includes(text) ||
          (n === 0 && [publication.msgDataId, publication.articleId].includes(text))),
    )
    if (index >= 0 && !publication.banned) return { publication, index }
  }
  throw new Error(`"${account.spec.alias}" has no article "${text}" that can be read.`)
}

export type ReadOptions = ArticleOptions & {
  /** Where it was found. Default: the account's message. */
  from?: ReadScene
  share?: ShareTo
  like?: boolean
  zaikan?: boolean
  favourite?: boolean
  finish?: boolean
  /** Follows the link to the original page (阅读原文). */
  original?: boolean
}

/** Reads an article. The platform counts it, nobody is told who read. */
export function read(context: ActContext, person: Person, options: ReadOptions = {}): ActResult {
  const { realm } = context
  const account = withSlot(accountFor(context, options.account, 'service'))
  const openid = person.openids[account.spec.slot]
  const { publication, index } = publishedPlace(realm, account, options.article)
  const from = options.from ?? 'message'
  if (!Object.hasOwn(readScenes, from)) throw new Error(`An article is found by ${Object.keys(readScenes).join(', ')}, not "${from}".`)
  if (options.share && !Object.hasOwn(shareScenes, options.share))
    throw new Error(`An article is shared to ${Object.keys(shareScenes).join(', ')}, not "${options.share}".`)
  const msgid = `${publication.msgDataId}_${index + 1}`
  const at = realm.clock.ms()
  const hour = hourOf(at)
  const seen = (metric: string) => {
    count(account, at, `${metric}_count ${msgid}`)
    countOnce(account, at, `${metric}_user ${msgid}`, openid)
  }
  seen('read')
  countOnce(account, at, `read_from ${msgid}/${from}`, openid)
  count(account, at, `read_hour_count/${hour}/${from}`)
  countOnce(account, at, `read_hour_user/${hour}/${from}`, openid)
  if (account.followers.get(openid)?.subscribed) countOnce(account, at, `fan_user ${msgid}`, openid)
  if (options.share) {
    seen('share')
    count(account, at, `share_hour_count/${hour}/${options.share}`)
    countOnce(account, at, `share_hour_user/${hour}/${options.share}`, openid)
  }
  for (const deed of ['like', 'zaikan', 'favourite', 'finish', 'original'] as const) if (options[deed]) seen(deed)
  return { act: 'read', person: person.name, account: account.spec.alias, openid, msgid, url: publication.articles[index]!.url }
}

/** Writes a comment under an article. Throws a plain error when its comments are closed to this person. */
export function comment(context: ActContext, person: Person, options: ArticleOptions & { text: string }): ActResult {
  const { realm } = context
  const account = withSlot(accountFor(context, options.account, 'service'))
  const openid = person.openids[account.spec.slot]
  const { publication, index } = publishedPlace(realm, account, options.article)
  const board = account.official.comments.get(`${publication.msgDataId} ${index}`)!
  const { title } = publication.articles[index]!
  if (!board.open || !account.official.habit.comments) throw new Error(`Comments of "${title}" are closed.`)
  if (account.official.blacklist.has(openid)) throw new Error(`${person.name} stands in the blacklist.`)
  if (board.fansOnly && !account.followers.get(openid)?.subscribed) throw new Error(`Only followers may comment on "${title}".`)
  const id = realm.next()
  board.list.push({ id, openid, at: realm.clock.ms(), content: String(options.text ?? ''), elected: false })
  count(account, realm.clock.ms(), `comment_count ${publication.msgDataId}_${index + 1}`)
  return {
    act: 'comment',
    person: person.name,
    account: account.spec.alias,
    openid,
    msg_data_id: publication.msgDataId,
    index,
    user_comment_id: id,
  }
}
