/** What a call costs: the day, the minute, and the second where one is documented. */
import type { EndpointRow } from '@wematrix/wechat'
import { Refusal } from './api/on.ts'
import { dayOf } from './days.ts'
import { isExhausted, roll } from './faults.ts'
import type { Realm } from './state/realm.ts'
import type { AccountState } from './state/state.ts'

/** Schemes and URL Links share 500,000 a day (44993) and 100 a second (44990). */
const links: readonly string[] = ['/wxa/generatescheme', '/wxa/generate_urllink', '/wxa/generatenfcscheme']
const linksPerDay = 500_000
const linksPerSecond = 100
/** These say 44991 where others say 45011. */
const minuteCode: Readonly<Record<string, number>> = { '/wxa/msg_sec_check': 44991, '/wxa/media_check_async': 44991 }

/** Calls a day: the account's own figure where it was given one, else the table's. Undefined: as many as one likes. */
export function dailyLimit({ limits }: AccountState, row: EndpointRow): number | undefined {
  return limits?.[row.path] ?? row.quotaPerDay
}

/** Counts a call. Throws 45009 or 44993 for the day, 45011 or 44991 for the minute, 44990 for the second. */
export function spend(realm: Realm, account: AccountState, row: EndpointRow, now: number): void {
  const key = `${dayOf(now)} ${row.path}`
  const used = account.used.get(key) ?? 0
  const limit = links.includes(row.path) ? account.limits?.[row.path] : dailyLimit(account, row)
  if (isExhausted(realm, account, row.path) || (limit !== undefined && used >= limit))
    throw new Refusal(45009, 'reach max api daily quota limit')
  if (links.includes(row.path)) spendLink(account, now)
  account.used.set(key, used + 1)
  const calls = countIn(account, 'minute', Math.floor(now / 60_000), row.path)
  if (roll(realm, account, 'tooFast', row.path) || (row.ratePerMinute !== undefined && calls > row.ratePerMinute))
    throw new Refusal(minuteCode[row.path] ?? 45011, 'api minute-quota reach limit, must slower, retry next minute')
}

function spendLink(account: AccountState, now: number): void {
  const made = links.reduce((sum, path) => sum + (account.used.get(`${dayOf(now)} ${path}`) ?? 0), 0)
  if (made >= linksPerDay) throw new Refusal(44993, 'reach max api day frequence limit')
  if (countIn(account, 'second', Math.floor(now / 1000), 'links') > linksPerSecond)
    throw new Refusal(44990, 'reach max api second frequence limit')
}

function countIn(account: AccountState, unit: 'minute' | 'second', number: number, what: string): number {
  const { rate } = account
  if (rate[unit].number !== number) rate[unit] = { number, calls: new Map() }
  const calls = (rate[unit].calls.get(what) ?? 0) + 1
  rate[unit].calls.set(what, calls)
  return calls
}
