/** Auto-replies of the web console: read by the API, and given while no callback address is set. */
import { type AutoReplies, type AutoReply, getAutoReplies } from '@wematrix/wechat'
import type { ActContext } from '../acts/context.ts'
import { deliver } from '../api/messages.ts'
import { on } from '../api/on.ts'
import type { Person } from '../facts.ts'
import type { AccountState } from '../state/state.ts'

on(getAutoReplies, ({ account }) => account.official.autoReplies ?? { is_add_friend_reply_open: 0, is_autoreply_open: 0 })

/** Answers as the console's rules say. `text` absent = no text: a picture, or a follow when `followed`. */
export function autoReply({ realm }: ActContext, account: AccountState, person: Person, text: string | undefined, followed = false): void {
  const rules = account.official.autoReplies
  if (!rules) return
  for (const reply of repliesTo(rules, text, followed, list => realm.random.pick(list)))
    deliver({ realm, account, now: realm.clock.ms() }, person, 'auto', { msgtype: reply.type, ...reply })
}

function repliesTo(rules: AutoReplies, text: string | undefined, followed: boolean, pick: (list: AutoReply[]) => AutoReply): AutoReply[] {
  if (followed) return rules.is_add_friend_reply_open && rules.add_friend_autoreply_info ? [rules.add_friend_autoreply_info] : []
  if (!rules.is_autoreply_open) return []
  const rule = rules.keyword_autoreply_info?.list.find(({ keyword_list_info }) =>
    keyword_list_info.some(({ match_mode, content }) => (match_mode === 'equal' ? text === content : text?.includes(content))),
  )
  if (rule) return rule.reply_mode === 'reply_all' ? rule.reply_list_info : [pick(rule.reply_list_info)]
  return rules.message_default_autoreply_info ? [rules.message_default_autoreply_info] : []
}
