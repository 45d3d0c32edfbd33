/** Reads WeChat's own day figures of one account: what is missing of the last month, and late corrections of the last days. */
import { type Client, WechatError } from '@wematrix/wechat'
import type { Events } from '../../infra/clickhouse.ts'
import type { Clock } from '../../infra/clock.ts'
import type { Log } from '../../infra/log.ts'
import { loadChSql } from '../../infra/sql.ts'
import { addDays, dayOf, minuteOfDay } from '../../stats/calendar.ts'
import { type Figure, sourcesOf } from './sources.ts'

const sql = loadChSql(new URL('./statistics.ch.sql', import.meta.url), ['known_days'])

/** How far back a new account is read. */
const backfillDays = 30
/** Days that WeChat still corrects, read again once a day. */
const correctedDays = 3
const dayMs = 86_400_000
/** Beijing time from which yesterday's figures are there. */
const readyMinute = 8 * 60 + 5
/** 61503: the day is not ready; 61501: its span is refused, as before an account's first day. */
const notThere = new Set([61501, 61503])

export type PullDeps = { events: Events; clock: Clock; log: Log }
export type PullInput = { brandId: string; carrierId: string; kind: string; client: Client }

/** @returns how many days were read. The same day read again replaces its figures. Throws WechatError. */
export async function pullStatistics({ events, clock, log }: PullDeps, { brandId, carrierId, kind, client }: PullInput): Promise<number> {
  const sources = sourcesOf[kind] ?? []
  const nowMs = clock.now().getTime()
  let read = 0
  for (const day of sources.length > 0 ? await daysToRead(events, brandId, carrierId, nowMs) : []) {
    const figures: Figure[] = []
    for (const source of sources) {
      try {
        figures.push(...(await source(client, day)))
      } catch (error) {
        if (!(error instanceof WechatError) || !(notThere.has(error.errcode) || error.reaction === 'tell_operator')) throw error
        log.info({ carrierId, day, errcode: error.errcode }, 'WeChat gives no figures of this day')
      }
    }
    if (figures.length === 0) continue
    const rows = figures.map(figure => JSON.stringify({ brand: brandId, carrier_id: carrierId, ...figure, version: nowMs }))
    await events.insert('carrier_stats', `${rows.join('\n')}\n`, { token: `stats:${carrierId}:${day}:${nowMs}` })
    read++
  }
  return read
}

/** Oldest first, so that an interrupted back-fill goes on where it was. */
async function daysToRead(events: Events, brand: string, carrier: string, nowMs: number): Promise<string[]> {
  const today = dayOf(nowMs)
  const newest = minuteOfDay(nowMs) >= readyMinute ? 1 : 2
  const known = await events.query<{ read_day: string; read_at: string }>(sql.known_days, {
    brand,
    carrier,
    since: addDays(today, -backfillDays),
  })
  const readAt = new Map(known.map(row => [row.read_day, Number(row.read_at)]))
  const days: string[] = []
  for (let back = backfillDays; back >= newest; back--) {
    const day = addDays(today, -back)
    const at = readAt.get(day)
    if (at === undefined || (back < newest + correctedDays && nowMs - at > dayMs - 3_600_000)) days.push(day)
  }
  return days
}
