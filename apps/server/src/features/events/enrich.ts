/**
 * What WeChat must be asked before a follow is complete: where it came from, and the unionid. Asked once a round for
 * all follows of a carrier; when WeChat is slow or down the round goes on, and a job asks again.
 */
import { type Caller, getUserInfos, type UserInfo } from '@wematrix/wechat'
import { nextAfter } from '../carriers/reaction.ts'
import type { EventRow } from './event-row.ts'
import { followSource } from './kinds/official-account.ts'

export type WechatOf = (brandId: string, carrierId: string) => Promise<Caller>

export type Enrich = {
  /** Fills source, entry and unionid of follows; those it could not ask about are left in `late`. */
  follows(rows: EventRow[]): Promise<void>
  /** Follows of the last round that must be asked about later. */
  late: EventRow[]
}

const perCall = 100
/** How long rounds do without an account's answers: usually, and at most. */
const usualMs = 30_000
const longestMs = 3_600_000

/** @param waitMs  how long a round waits for WeChat at most */
export function createEnrich(wechat: WechatOf, options: { waitMs?: number; now(): number }): Enrich {
  const { waitMs = 1500, now } = options
  const closedUntil = new Map<string, number>()
  const enrich: Enrich = {
    late: [],
    async follows(rows) {
      enrich.late = []
      const byCarrier = new Map<string, EventRow[]>()
      for (const row of rows) {
        if (row.event !== 'oa.follow' || row.whole || row.source !== '' || !row.ids.openid || row.carrierId === '') continue
        const key = `${row.brand}\n${row.carrierId}`
        byCarrier.set(key, [...(byCarrier.get(key) ?? []), row])
      }
      await Promise.all([...byCarrier].map(([key, list]) => ask(key, list)))
    },
  }

  async function ask(key: string, rows: EventRow[]): Promise<void> {
    const [brandId, carrierId] = key.split('\n') as [string, string]
    if ((closedUntil.get(key) ?? 0) > now()) {
      enrich.late.push(...rows)
      return
    }
    try {
      const infos = await within(waitMs, userInfos(wechat, brandId, carrierId, rows.map(openidOf)))
      for (const row of rows) applyInfo(row, infos.get(openidOf(row)))
    } catch (error) {
      // The next rounds do not wait for a WeChat that does not answer, nor ask again and again what it refuses.
      const next = nextAfter(error, 0)
      closedUntil.set(key, now() + (next.what === 'later' ? Math.min(longestMs, next.atMs) : usualMs))
      enrich.late.push(...rows)
    }
  }

  return enrich
}

export const openidOf = (row: EventRow) => row.ids.openid!.slice(row.ids.openid!.indexOf(':', 2) + 1)

export async function userInfos(wechat: WechatOf, brandId: string, carrierId: string, openids: string[]): Promise<Map<string, UserInfo>> {
  const caller = await wechat(brandId, carrierId)
  const infos = new Map<string, UserInfo>()
  for (let from = 0; from < openids.length; from += perCall) {
    const { user_info_list } = await getUserInfos(caller, { user_list: openids.slice(from, from + perCall).map(openid => ({ openid })) })
    for (const info of user_info_list) infos.set(info.openid, info)
  }
  return infos
}

export function applyInfo(row: EventRow, info: UserInfo | undefined): void {
  if (!info) return
  if (info.unionid) row.ids = { ...row.ids, unionid: `u:${info.unionid}` }
  if (!info.subscribe_scene) return
  const { source, entry } = followSource(info.subscribe_scene)
  row.source = source
  row.entry = entry
}

function within<T>(ms: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('WeChat did not answer in time.')), ms)
    work.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
