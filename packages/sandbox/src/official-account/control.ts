/** What an owner or administrator does with an Official Account in WeChat's console and on the phone, for the control API. */
import type { AutoReplies } from '@wematrix/wechat'
import type { Realm } from '../state/realm.ts'
import type { AccountState } from '../state/state.ts'
import { migrate } from './blacklist.ts'
import { setConsoleMenu } from './console-menu.ts'
import { publicationsOf } from './publications.ts'
import type { OfficialHabit } from './state.ts'

/** Names that `POST /control/account` takes beside its own. */
export const officialSettings = [
  'verified',
  'publish',
  'mass',
  'reprint',
  'massProtection',
  'comments',
  'selling',
  'draftBox',
  'late',
  'sameEntity',
  'customerService',
  'autoReplies',
  'menu',
  'migratedFrom',
] as const

/** Sets one of them; false when the name is none, or none for this kind of account. Throws a plain error. */
export function changeOfficial(realm: Realm, account: AccountState, name: string, value: unknown): boolean {
  if (account.spec.kind !== 'official_account' && name !== 'sameEntity') return false
  const { official } = account
  if (name === 'verified') account.spec.verified = Boolean(value)
  else if (name === 'customerService') official.desk.on = Boolean(value)
  else if (name === 'autoReplies') {
    if (value === null) delete official.autoReplies
    else official.autoReplies = value as AutoReplies
  } else if (name === 'menu') setConsoleMenu(account, value)
  else if (name === 'migratedFrom') migrate(realm, realm.account(String(value)), account)
  else if (['reprint', 'massProtection', 'comments', 'draftBox', 'late', 'sameEntity'].includes(name))
    Object.assign(official.habit, { [name]: Boolean(value) })
  else if (name === 'selling') {
    if (!['on', 'off', 'barred'].includes(String(value))) throw new Error(`Selling is on, off or barred, not ${String(value)}.`)
    official.habit.selling = value as OfficialHabit['selling']
  } else if (name === 'publish') {
    const ends: OfficialHabit['publish'][] = [0, 2, 3, 4, 53503, 53504, 53505]
    if (!ends.includes(value as OfficialHabit['publish']))
      throw new Error(`A publication ends as ${ends.join(', ')}, not ${String(value)}.`)
    official.habit.publish = value as OfficialHabit['publish']
  } else if (name === 'mass') {
    if (!/^(send success|send fail|err\(\d{5}\))$/.test(String(value)))
      throw new Error(`A mass message ends as "send success", "send fail" or "err(20001)", not "${String(value)}".`)
    official.habit.mass = String(value)
  } else return false
  return true
}

/** WeChat bans a publication, or lets it be seen again. Throws a plain error when there is none of this `msg_data_id` or article_id. */
export function banArticle(realm: Realm, account: AccountState, word: string, banned: boolean) {
  const found = [...publicationsOf(realm, account).values()].find(({ msgDataId, articleId }) => [msgDataId, articleId].includes(word))
  if (!found) throw new Error(`"${account.spec.alias}" has no publication "${word}".`)
  found.banned = banned
  return { account: account.spec.alias, msg_data_id: found.msgDataId, article_id: found.articleId, banned }
}
