/** Calls of a day: what WeChat still gives, less what is left to others. Spent before a call is made, so that a killed worker spends no more. */
import { type Caller, getQuota, getUserInfo, getUserInfos, listFollowers, WechatError } from '@wematrix/wechat'
import type { Clock } from '../../infra/clock.ts'
import type { Db } from '../../infra/postgres.ts'
import { loadSql } from '../../infra/sql.ts'
import { addDays, dayOf } from '../../stats/calendar.ts'
import { nextQuotaDay } from '../carriers/reaction.ts'
import { Halt } from './halt.ts'
import type { DayCalls } from './schema.ts'

const sql = loadSql(new URL('./followers.sql', import.meta.url), ['spend_calls', 'forget_calls'])

export type Kind = 'list' | 'info'

/** Where a limit cannot be read: the row's own; one person at a time has the same data and a documented limit. */
const usual = {
  list: { path: listFollowers.row.path, limit: listFollowers.row.quotaPerDay ?? 500 },
  info: { path: getUserInfos.row.path, limit: getUserInfo.row.quotaPerDay ?? 500_000 },
} as const

/** A reading is trusted so long, and for so many calls of ours. */
const freshMs = 60_000
const freshCalls = 500
/** Days of counts that are kept. */
const keepDays = 40

type Reading = { day: string; at: number; limit: number; remain: number; ours: number }

export type BudgetDeps = { db: Db; clock: Clock; caller: Caller; brandId: string; carrierId: string; leaveShare: number }

export type Budget = {
  /** Sets up to `n` calls aside and says how many; at least one. Throws `Halt` when the day has none left for us. */
  take(kind: Kind, n: number): Promise<number>
  known(): { list: DayCalls | null; info: DayCalls | null }
}

export function createBudget({ db, clock, caller, brandId, carrierId, leaveShare }: BudgetDeps): Budget {
  const readings: Partial<Record<Kind, Reading>> = {}
  const spent: Partial<Record<Kind, number>> = {}

  const spend = async (kind: Kind, day: string, n: number) => {
    const row = await db.one<{ calls: number }>(sql.spend_calls, {
      brand_id: brandId,
      carrier_id: carrierId,
      day,
      path: usual[kind].path,
      n,
    })
    spent[kind] = row!.calls
    return row!.calls
  }

  async function read(kind: Kind, day: string): Promise<Reading> {
    const known = readings[kind]
    const at = clock.now().getTime()
    if (known?.day === day && at - known.at < freshMs && (spent[kind] ?? 0) - known.ours < freshCalls) return known
    const ours = await spend(kind, day, 0)
    const { limit, remain } = await ask(kind, ours)
    const reading = { day, at, limit, remain, ours }
    readings[kind] = reading
    return reading
  }

  async function ask(kind: Kind, ours: number): Promise<{ limit: number; remain: number }> {
    try {
      const { quota } = await getQuota(caller, { cgi_path: usual[kind].path })
      return { limit: quota.daily_limit, remain: quota.remain }
    } catch (error) {
      // Some accounts may not ask; their calls are counted by us alone.
      if (!(error instanceof WechatError) || !['tell_operator', 'fix_request'].includes(error.reaction)) throw error
      const { limit } = usual[kind]
      return { limit, remain: limit - ours }
    }
  }

  const leftOf = (reading: Reading, ours: number) =>
    Math.min(reading.remain - (ours - reading.ours), Math.floor(reading.limit * (1 - leaveShare)) - ours)

  return {
    async take(kind, n) {
      const nowMs = clock.now().getTime()
      const day = dayOf(nowMs)
      const reading = await read(kind, day)
      const granted = Math.min(n, leftOf(reading, await spend(kind, day, 0)))
      if (granted < 1) throw new Halt('quota', nextQuotaDay(nowMs))
      await spend(kind, day, granted)
      if (kind === 'list') await db.query(sql.forget_calls, { brand_id: brandId, carrier_id: carrierId, before: addDays(day, -keepDays) })
      return granted
    },
    known() {
      const of = (kind: Kind): DayCalls | null => {
        const reading = readings[kind]
        if (!reading) return null
        const ours = spent[kind] ?? reading.ours
        const used = reading.limit - reading.remain + (ours - reading.ours)
        return { limit: reading.limit, used, ours, left: Math.max(0, leftOf(reading, ours)) }
      }
      return { list: of('list'), info: of('info') }
    },
  }
}
