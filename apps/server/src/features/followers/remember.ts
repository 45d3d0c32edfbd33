/** Who follows, as events tell it: so that a back-fill knows which follows are told already. */
import { loadSql } from '../../infra/sql.ts'
import { openidOf } from '../events/enrich.ts'
import type { Round } from '../inbox/round.ts'

const sql = loadSql(new URL('./followers.sql', import.meta.url), ['remember_followers'])

type Word = { brand: string; carrier: string; openid: string; subscribed: boolean; followedAt: number | null; stateAt: number }

/** The latest word of each person of a round; what a back-fill brought is written down already. */
export async function rememberFollowers({ db, rows }: Round): Promise<void> {
  const words = new Map<string, Word>()
  for (const row of rows) {
    const follows = row.event === 'oa.follow'
    if ((!follows && row.event !== 'oa.unfollow') || row.whole || row.carrierId === '' || !row.ids.openid) continue
    const openid = openidOf(row)
    const key = `${row.brand}\n${row.carrierId}\n${openid}`
    const word = words.get(key)
    const followedAt = follows ? row.at : null
    if (!word) words.set(key, { brand: row.brand, carrier: row.carrierId, openid, subscribed: follows, followedAt, stateAt: row.at })
    else {
      if (row.at >= word.stateAt) Object.assign(word, { subscribed: follows, stateAt: row.at })
      if (followedAt !== null) word.followedAt = Math.max(word.followedAt ?? 0, followedAt)
    }
  }
  if (words.size === 0) return
  const list = [...words.values()]
  const date = (ms: number | null) => (ms === null ? null : new Date(ms))
  await db.query(sql.remember_followers, {
    brands: list.map(w => w.brand),
    carriers: list.map(w => w.carrier),
    openids: list.map(w => w.openid),
    subscribed: list.map(w => w.subscribed),
    followed_at: list.map(w => date(w.followedAt)),
    state_at: list.map(w => date(w.stateAt)),
  })
}
