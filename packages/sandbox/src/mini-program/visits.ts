/** Visits of a Mini Program into its day figures: sessions, depth, pages with who saw them, where sessions began and ended. */
import { dayOf } from '../days.ts'
import { count } from '../state/fold.ts'
import type { AccountState, Visitor } from '../state/state.ts'

function visitorAt(account: AccountState, openid: string, at: number): Visitor {
  const known = account.visitors.get(openid)
  if (known) return known
  const visitor: Visitor = { sessionKey: '', firstAt: at, days: [] }
  account.visitors.set(openid, visitor)
  return visitor
}

/** A launch opens a session; somebody's first one makes them new. */
export function foldLaunch(account: AccountState, openid: string, at: number, scene: unknown): void {
  count(account, at, 'session_cnt')
  count(account, at, `scene/${String(scene)}`)
  const visitor = visitorAt(account, openid, at)
  if (visitor.days.length === 0) {
    visitor.firstAt = at
    count(account, at, 'visit_uv_new')
  }
  if (visitor.days.at(-1) !== dayOf(at)) {
    visitor.days.push(dayOf(at))
    count(account, at, 'visit_uv')
  }
  visitor.lastAt = at
  visitor.session = { pages: 0, path: '', at }
}

/** Keys of `access_depth_info`: 1 to 5 pages, 6 for 6 to 10, 7 for more. */
export const depthKey = (pages: number): number => (pages <= 5 ? pages : pages <= 10 ? 6 : 7)

/** A page moves its session's depth and end along. */
export function foldPage(account: AccountState, openid: string, at: number, path: string): void {
  count(account, at, 'visit_pv')
  count(account, at, `page/${path}`)
  const visitor = account.visitors.get(openid)
  if (!visitor) return
  visitor.lastAt = at
  const { session } = visitor
  if (session) {
    if (session.pages > 0) {
      count(account, session.at, `depth/${depthKey(session.pages)}`, -1)
      count(account, session.at, `exit/${session.path}`, -1)
    } else count(account, at, `entry/${path}`)
    visitor.session = { pages: session.pages + 1, path, at }
    count(account, at, `depth/${depthKey(session.pages + 1)}`)
    count(account, at, `exit/${path}`)
  }
  countPerson(account, visitor, at, `page_uv/${path}`)
}

export function foldShare(account: AccountState, openid: string, at: number, path: string): void {
  count(account, at, 'share_pv')
  count(account, at, `page_share/${path}`)
  const visitor = account.visitors.get(openid)
  if (!visitor) return
  countPerson(account, visitor, at, 'share_uv')
  countPerson(account, visitor, at, `page_share_uv/${path}`)
}

/** Counts a person once a day. */
function countPerson(account: AccountState, visitor: Visitor, at: number, metric: string): void {
  const day = dayOf(at)
  if (visitor.counted?.day !== day) visitor.counted = { day, metrics: [] }
  if (visitor.counted.metrics.includes(metric)) return
  visitor.counted.metrics.push(metric)
  count(account, at, metric)
}
