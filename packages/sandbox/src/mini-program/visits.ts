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
  closeSession(account, visitor)
  visitor.session = { pages: 0, path: '', at }
}

/** Keys of `access_depth_info`: 1 to 5 pages, 6 for 6 to 10, 7 for more. */
export const depthKey = (pages: number): number => (pages <= 5 ? pages : pages <= 10 ? 6 : 7)

/** A session that is over leaves its depth and its last page; the one that may go on is added when somebody asks. */
function closeSession(account: AccountState, { session }: Visitor): void {
  if (!session || session.pages === 0) return
  count(account, session.at, `depth/${depthKey(session.pages)}`)
  count(account, session.at, `exit/${session.path}`)
}

/** Depths and last pages of a day: of sessions that are over and of each person's last one. */
export function endsOf(account: AccountState, day: number, closed: (metric: string) => [string, number][]) {
  const depths = new Map(closed('depth').map(([key, n]) => [Number(key), n]))
  const exits = new Map(closed('exit'))
  for (const { session } of account.visitors.values()) {
    if (!session || session.pages === 0 || dayOf(session.at) !== day) continue
    const key = depthKey(session.pages)
    depths.set(key, (depths.get(key) ?? 0) + 1)
    exits.set(session.path, (exits.get(session.path) ?? 0) + 1)
  }
  return { depths, exits }
}

export function foldPage(account: AccountState, openid: string, at: number, path: string): void {
  count(account, at, 'visit_pv')
  count(account, at, `page/${path}`)
  const visitor = account.visitors.get(openid)
  if (!visitor) return
  visitor.lastAt = at
  if (visitor.session) {
    if (visitor.session.pages === 0) count(account, at, `entry/${path}`)
    visitor.session = { pages: visitor.session.pages + 1, path, at }
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
