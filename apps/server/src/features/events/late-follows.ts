/** Follows that came while WeChat did not answer: asked about again, and completed where they lie. */
import { getUserInfos } from '@wematrix/wechat'
import type { Events } from '../../infra/clickhouse.ts'
import type { Clock } from '../../infra/clock.ts'
import { JobError, type JobHandler, openJobs } from '../../infra/jobs.ts'
import type { Log } from '../../infra/log.ts'
import type { Db } from '../../infra/postgres.ts'
import { byReaction, nextQuotaDay } from '../carriers/reaction.ts'
import { refusedToday } from '../carriers/refused-today.ts'
import type { Accept } from '../inbox/accept.ts'
import type { Round } from '../inbox/round.ts'
import { type Enrich, openidOf, userInfos, type WechatOf } from './enrich.ts'
import { followSource } from './kinds/official-account.ts'
import { alone } from './turns.ts'

type FollowJob = { carrierId: string; openid: string; appId: string; batch: number; n: number; person: number; at: number }

export function askLater(enrich: Enrich): (round: Round) => Promise<void> {
  return async ({ db, at }) => {
    const jobs = openJobs(db, { now: () => at })
    for (const row of enrich.late) {
      const payload: FollowJob = {
        carrierId: row.carrierId,
        openid: openidOf(row),
        appId: row.ids.openid!.split(':')[1]!,
        batch: row.batch,
        n: row.n,
        person: row.person,
        at: row.at,
      }
      await jobs.add('follows.ask', payload, { brandId: row.brand, runAt: new Date(at.getTime() + 30_000) })
    }
  }
}

export function followAsker(deps: { wechat: WechatOf; events: Events; db: Db; accept: Accept; clock: Clock; log: Log }): JobHandler {
  return byReaction(deps, async job => {
    const { carrierId, openid, appId, batch, n, person, at } = job.payload as unknown as FollowJob
    const brandId = job.brand_id!
    const now = deps.clock.now().getTime()
    // One follow that was refused is enough to know; the others wait with it.
    const refused = await refusedToday(deps.db, brandId, carrierId, now)
    if (refused.has(getUserInfos.row.path)) throw new JobError('WeChat refuses to tell of followers', { afterMs: nextQuotaDay(now) - now })
    const info = (await userInfos(deps.wechat, brandId, carrierId, [openid])).get(openid)
    if (!info) return
    if (info.unionid) {
      deps.accept.add(
        openid,
        lateUnionLine({ brandId, carrierId, appId, openid, unionid: info.unionid, at, receivedAt: deps.clock.now().getTime() }),
      )
      await deps.accept.flushed()
    }
    if (!info.subscribe_scene) return
    const { source, entry } = followSource(info.subscribe_scene)
    await deps.db.transaction(async db => {
      await alone(db)
      await deps.events.command(
        'alter table events update source = {source:String}, entry = {entry:String} where brand = {brand:String} and batch = {batch:UInt64} and n = {n:UInt32}',
        { brand: brandId, batch, n, source, entry },
        { mutations_sync: '2' },
      )
      await db.query('insert into edges_dirty (brand_id, person) values (:brandId, :person) on conflict do nothing', { brandId, person })
    })
  })
}

export type LateUnion = {
  brandId: string
  carrierId: string
  appId: string
  openid: string
  unionid: string
  at: number
  receivedAt: number
}

/** A line that tells the UnionID of somebody who followed at `at` (ms). It was so when they did: asking is no visit of theirs. */
export function lateUnionLine({ brandId, carrierId, appId, openid, unionid, at, receivedAt }: LateUnion): string {
  const e = { type: 'identify', context: { wechat: { appId, openid, unionid } } }
  return JSON.stringify({ k: 'sdk', b: brandId, c: carrierId, s: 1, r: receivedAt, at, t: 'identify', key: `late:${openid}:${unionid}`, e })
}
