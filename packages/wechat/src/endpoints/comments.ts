/** Comments under articles (留言). Needs the comment privilege (88000). `index` counts from 0 here, from 1 in statistics. */
import type { Checks } from '../client/checks.ts'
import { endpointsOf } from '../endpoint.ts'
import { service } from './sources.ts'

const comment = endpointsOf({ method: 'POST', auth: 'access_token', accounts: ['official_account'], source: service('leaving') })
const article: Checks = [
  { at: 'msg_data_id', required: true },
  { at: 'index', integer: true, min: 0, max: 7 },
]
const one: Checks = [article, { at: 'user_comment_id', required: true }]

/** `msg_data_id` comes from publishing or mass sending; `index` is the article's place in it, from 0. */
export type ArticlePlace = { msg_data_id: string | number; index?: number }
export type CommentPlace = ArticlePlace & { user_comment_id: string | number }
export type CommentReply = { content: string; create_time: number }
/** `comment_type` 1 = elected (精选). `reply` is an array in one sample and an object in another. */
export type Comment = {
  user_comment_id: string
  openid?: string
  create_time: number
  content: string
  comment_type: 0 | 1
  reply?: CommentReply | CommentReply[]
}

/** Opens the comments of a published article. Source: developers.weixin.qq.com/doc/service/api/leaving */
export const openComments = comment<ArticlePlace, void>('/cgi-bin/comment/open', { checks: article })

/** Closes them. Source: developers.weixin.qq.com/doc/service/api/leaving */
export const closeComments = comment<ArticlePlace, void>('/cgi-bin/comment/close', { checks: article })

/** Comments of an article; `type` 0 all, 1 normal, 2 elected. Source: developers.weixin.qq.com/doc/service/api/leaving */
export const listComments = comment<
  ArticlePlace & { begin: number; count: number; type: 0 | 1 | 2 },
  { total: number; comment: Comment[] }
>('/cgi-bin/comment/list', {
  limits: 'fewer than 50 a page',
  ids: ['user_comment_id'],
  checks: [
    article,
    { at: 'begin', required: true, min: 0 },
    { at: 'count', required: true, min: 1, max: 49 },
    { at: 'type', required: true, oneOf: [0, 1, 2] },
  ],
})

/** Elects a comment: it is shown on top. Source: developers.weixin.qq.com/doc/service/api/leaving */
export const electComment = comment<CommentPlace, void>('/cgi-bin/comment/markelect', { checks: one })

/** Takes that back. Source: developers.weixin.qq.com/doc/service/api/leaving */
export const unelectComment = comment<CommentPlace, void>('/cgi-bin/comment/unmarkelect', { checks: one })

/** Deletes a comment. Source: developers.weixin.qq.com/doc/service/api/leaving */
export const deleteComment = comment<CommentPlace, void>('/cgi-bin/comment/delete', { checks: one })

/** Answers a comment. Source: developers.weixin.qq.com/doc/service/api/leaving */
export const replyToComment = comment<CommentPlace & { content: string }, void>('/cgi-bin/comment/reply/add', {
  checks: [one, { at: 'content', required: true }],
})

/** Deletes our answer. Source: developers.weixin.qq.com/doc/service/api/leaving */
export const deleteCommentReply = comment<CommentPlace, void>('/cgi-bin/comment/reply/delete', { checks: one })
