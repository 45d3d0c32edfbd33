/** Comments under articles. `index` counts from 0 here. Codes 88001-88010 are of the older table of return codes. */
import {
  closeComments,
  deleteComment,
  deleteCommentReply,
  electComment,
  listComments,
  openComments,
  replyToComment,
  unelectComment,
} from '@wematrix/wechat'
import { type Call, on, Refusal } from '../api/on.ts'
import { seconds } from '../days.ts'
import { needsVerified } from './capabilities.ts'
import { publicationsOf } from './publications.ts'
import type { CommentBoard, CommentState } from './state.ts'

/** Elected comments of one article. */
const mostElected = 100
const mostReplyCharacters = 600

type Place = { msg_data_id: string | number; index?: number }

function boardOf({ realm, account }: Call, { msg_data_id, index = 0 }: Place): CommentBoard {
  needsVerified(account)
  if (!account.official.habit.comments) throw new Refusal(88000, 'without comment privilege')
  const publication = publicationsOf(realm, account).get(String(msg_data_id))
  const board = account.official.comments.get(`${msg_data_id} ${index}`)
  if (!publication || !board || publication.articles[index]?.deleted) throw new Refusal(88001, 'msg_data is not exists')
  return board
}

function commentOf(call: Call, place: Place & { user_comment_id: string | number }): { board: CommentBoard; comment: CommentState } {
  const board = boardOf(call, place)
  const comment = board.list.find(({ id }) => String(id) === String(place.user_comment_id))
  if (!comment) throw new Refusal(88008, 'comment is not exists')
  return { board, comment }
}

on(openComments, (call, place) => {
  boardOf(call, place).open = true
})
on(closeComments, (call, place) => {
  boardOf(call, place).open = false
})

/** The newest first. */
on(listComments, (call, { begin, count, type, ...place }) => {
  const board = boardOf(call, place)
  if (!Number.isInteger(begin) || begin < 0 || !Number.isInteger(count) || count < 1 || count >= 50)
    throw new Refusal(88010, 'count range error')
  if (![0, 1, 2].includes(type)) throw new Refusal(40035, 'invalid parameter: type')
  const all = board.list.filter(({ elected }) => type === 0 || (type === 2) === elected).toReversed()
  return {
    errcode: 0,
    errmsg: 'ok',
    total: all.length,
    comment: all.slice(begin, begin + count).map(({ id, openid, at, content, elected, reply }) => ({
      user_comment_id: id,
      openid,
      create_time: seconds(at),
      content,
      comment_type: elected ? (1 as const) : (0 as const),
      ...(reply ? { reply: { content: reply.content, create_time: seconds(reply.at) } } : {}),
    })),
  }
})

on(electComment, (call, place) => {
  const { board, comment } = commentOf(call, place)
  if (!comment.elected && board.list.filter(({ elected }) => elected).length >= mostElected)
    throw new Refusal(88003, 'elected comment upper limit')
  comment.elected = true
})
on(unelectComment, (call, place) => {
  commentOf(call, place).comment.elected = false
})
on(deleteComment, (call, place) => {
  const { board, comment } = commentOf(call, place)
  board.list.splice(board.list.indexOf(comment), 1)
})
on(replyToComment, (call, { content, ...place }) => {
  const { comment } = commentOf(call, place)
  if (typeof content !== 'string' || content === '' || [...content].length > mostReplyCharacters)
    throw new Refusal(88007, 'reply content beyond max len or content len is zero')
  if (comment.reply) throw new Refusal(88005, 'already reply')
  comment.reply = { content, at: call.now }
})
on(deleteCommentReply, (call, place) => {
  const { comment } = commentOf(call, place)
  if (!comment.reply) throw new Refusal(88008, 'comment has no reply')
  delete comment.reply
})
