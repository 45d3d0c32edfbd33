import { endpoint } from '../endpoint.ts'
import { service } from './sources.ts'

/** One article of a `news` reply, as menus and auto-replies show it. */
export type NewsCard = {
  title: string
  author: string
  digest: string
  show_cover?: 0 | 1
  cover_url: string
  content_url: string
  source_url: string
}
export type AutoReply = { type: 'text' | 'img' | 'voice' | 'video' | 'news'; content: string; news_info?: { list: NewsCard[] } }
export type KeywordRule = {
  rule_name: string
  create_time: number
  /** Every reply, or one by chance. */
  reply_mode: 'reply_all' | 'random_one'
  keyword_list_info: { type: 'text'; match_mode: 'contain' | 'equal'; content: string }[]
  reply_list_info: AutoReply[]
}
export type AutoReplies = {
  is_add_friend_reply_open: 0 | 1
  is_autoreply_open: 0 | 1
  /** On following; absent when unset. */
  add_friend_autoreply_info?: AutoReply
  /** When no keyword fits; absent when unset. */
  message_default_autoreply_info?: AutoReply
  keyword_autoreply_info?: { list: KeywordRule[] }
}

/**
 * The auto-replies set in the web console. They are off while the account has a callback address: read them to take them over.
 * Source: developers.weixin.qq.com/doc/service/api/notify/autoreplies
 */
export const getAutoReplies = endpoint<undefined, AutoReplies>({
  method: 'GET',
  path: '/cgi-bin/get_current_autoreply_info',
  auth: 'access_token',
  accounts: ['official_account'],
  source: service('notify/autoreplies'),
})
