/** Stores what WeChat said of a set of followers: their state, and lines for the inbox about what nothing had told before. */
import type { UserInfo } from '@wematrix/wechat'
import type { Db } from '../../infra/postgres.ts'
import { loadSql } from '../../infra/sql.ts'
import { lateUnionLine } from '../events/late-follows.ts'
import { openidNode } from '../identity/nodes.ts'
import { hash32 } from '../inbox/hash.ts'
import { type FollowerLine, packLines } from '../inbox/lines.ts'

const sql = loadSql(new URL('./followers.sql', import.meta.url), ['known_followers', 'known_unions', 'write_followers', 'write_lines'])

export type Account = { brandId: string; carrierId: string; appId: string; partitions: number }

export type Kept = { following: number; fresh: number; linked: number }

/** Times of one follow by a callback, by a file and by WeChat's list may lie apart by so much. */
const sameFollowMs = 60_000

/** Is this a follow that nothing has told of? WeChat tells the time of the latest one only. */
export function isNews(info: UserInfo, followedAt: number | undefined): boolean {
  const at = (info.subscribe_time ?? 0) * 1000
  return info.subscribe === 1 && at > 0 && (followedAt === undefined || at > followedAt + sameFollowMs)
}

/**
 * Writes in the caller's transaction. A follow gets the key that WeChat's push of it has, so that of the two one counts.
 *
 * @param askedAt  when WeChat was asked: what a callback says of a later moment stays
 */
export async function keepAnswers(db: Db, account: Account, infos: readonly UserInfo[], askedAt: Date, now: Date): Promise<Kept> {
  const { brandId, carrierId } = account
  const scope = { brand_id: brandId, carrier_id: carrierId }
  const found = await db.query<{ openid: string; followed_at: Date | null }>(sql.known_followers, {
    ...scope,
    openids: infos.map(info => info.openid),
  })
  const followedAt = new Map(found.flatMap(row => (row.followed_at ? [[row.openid, row.followed_at.getTime()] as const] : [])))
  const following = infos.filter(info => info.subscribe === 1)
  const news = following.filter(info => isNews(info, followedAt.get(info.openid)))
  const fresh = new Set(news.map(info => info.openid))
  const late = await unlinked(
    db,
    account,
    following.filter(info => info.unionid && !fresh.has(info.openid)),
  )
  await db.query(sql.write_followers, {
    ...scope,
    asked_at: askedAt,
    openids: infos.map(info => info.openid),
    subscribed: infos.map(info => info.subscribe === 1),
    followed_at: infos.map(info => (info.subscribe === 1 && info.subscribe_time ? new Date(info.subscribe_time * 1000) : null)),
    scenes: infos.map(info => info.subscribe_scene ?? null),
    tags: infos.map(info => `{${(info.tagid_list ?? []).join(',')}}`),
  })
  const receivedAt = now.getTime()
  const lines: string[][] = Array.from({ length: account.partitions }, () => [])
  const say = (openid: string, line: string) => lines[hash32(openid, 0) % account.partitions]!.push(line)
  for (const info of news) say(info.openid, followLine(account, info, receivedAt))
  for (const { openid, unionid, subscribe_time } of late) {
    const at = subscribe_time ? subscribe_time * 1000 : askedAt.getTime()
    say(openid, lateUnionLine({ brandId, carrierId, appId: account.appId, openid, unionid: unionid!, at, receivedAt }))
  }
  for (const [partition, list] of lines.entries())
    if (list.length > 0) await db.query(sql.write_lines, { ...packLines(partition, list), at: now })
  return { following: following.length, fresh: news.length, linked: late.length }
}

/** Those whose UnionID was never seen with their openid. */
async function unlinked(db: Db, { brandId, appId }: Account, infos: readonly UserInfo[]): Promise<readonly UserInfo[]> {
  if (infos.length === 0) return []
  const known = await db.query<{ a: string }>(sql.known_unions, {
    brand_id: brandId,
    as: infos.map(info => openidNode(appId, info.openid)),
    bs: infos.map(info => `u:${info.unionid}`),
  })
  const linked = new Set(known.map(link => link.a))
  return infos.filter(info => !linked.has(openidNode(appId, info.openid)))
}

function followLine({ brandId, carrierId }: Account, info: UserInfo, receivedAt: number): string {
  const qr = info.qr_scene_str || (info.qr_scene ? String(info.qr_scene) : '')
  const line: FollowerLine = {
    k: 'fol',
    b: brandId,
    c: carrierId,
    r: receivedAt,
    key: `${carrierId}|${info.openid}:${info.subscribe_time}:subscribe:${qr ? `qrscene_${qr}` : ''}`,
    at: info.subscribe_time! * 1000,
    openid: info.openid,
    ...(info.unionid ? { unionid: info.unionid } : {}),
    scene: info.subscribe_scene ?? '',
    qr,
  }
  return JSON.stringify(line)
}
