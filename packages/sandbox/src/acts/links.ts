/** Opening what an account published: a scheme, a URL Link, a Short Link, with what its user put behind it. */

import { dayOf } from '../days.ts'
import { findLink, plainTarget, visitsPerDay } from '../mini-program/codes-links.ts'
import { count, figure } from '../state/fold.ts'
import type { AccountState, Link } from '../state/state.ts'

export type LinkWay = { scene: number; path: string; query: Record<string, string> }
/** Why a link opens nothing: it ended, the day's openings are used up, or no app of ours published it. */
export type DeadLink = { dead: 'expired' | 'daily visit limit' | 'unknown' }

const scenes: Record<Link['kind'], number> = { scheme: 1065, nfc: 1065, url_link: 1194, short: 1179 }

/** Where a link leads now. Counts the opening. `inWechat` tells a URL Link tapped inside WeChat (scene 1167) from one in a browser. */
export function followLink(account: AccountState, text: string, now: number, inWechat = false): LinkWay | DeadLink {
  const found = findLink(account, text)
  const plain = found ? undefined : plainTarget(account, text)
  if (!found && !plain) return { dead: 'unknown' }
  if (found?.link.expiresAt !== undefined && found.link.expiresAt <= now) return { dead: 'expired' }
  if (found?.link.kind !== 'short') {
    if (figure(account, dayOf(now), 'link_opens') >= visitsPerDay) return { dead: 'daily visit limit' }
    count(account, now, 'link_opens')
  }
  if (found) found.link.opened++
  const { path, query } = found ? { path: found.link.path, query: found.query } : plain!
  const kind = found?.link.kind
  const scene = kind === undefined ? 1286 : kind === 'url_link' && inWechat ? 1167 : scenes[kind]
  return { scene, path: path.replace(/^\//, '') || 'pages/index/index', query: Object.fromEntries(new URLSearchParams(query)) }
}
