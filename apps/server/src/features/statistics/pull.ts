/** Reads WeChat's own day figures of one account: what is missing of the last month, and late corrections of the last days. */
import { type Client, type Reaction, WechatError } from '@wematrix/wechat'
import type { Events } from '../../infra/clickhouse.ts'
import type { Clock } from '../../infra/clock.ts'
import type { Log } from '../../infra/log.ts'
import type { Db } from '../../infra/postgres.ts'
import { loadChSql } from '../../infra/sql.ts'
import { addDays, dayOf, minuteOfDay } from '../../stats/calendar.ts'
import { refusedToday } from '../carriers/refused-today.ts'
import { tokenAdvice } from '../carriers/token-health.ts'
import { type Figure, sourcesOf } from './sources.ts'

const sql = loadChSql(new URL('./statistics.ch.sql', import.meta.url), ['known_days'])

/** How far back a new account is read. */
const backfillDays = 30
/** Days that WeChat still corrects, read again once a day. */
const correctedDays = 3
const dayMs = 86_400_000
/** Beijing time from which yesterday's figures are there. */
const readyMinute = 8 * 60 + 5
/** The day is not ready yet; ready within hours, mostly. */
const notReady = new Set([61503, 61504])
/** Besides these 61501: its span is refused, as before an account's first day. */
const notThere = new Set([61501, ...notReady])

export type PullDeps = { db: Db; events: Events; clock: Clock; log: Log }
/** `asked`: an operator wants it now, so that what was refused today is asked again. */
export type PullInput = { brandId: string; carrierId: string; kind: string; client: Client; asked?: boolean }

/** @returns how many days were read. The same day read again replaces its figures. Throws WechatError. */
export async function pullStatistics(deps: PullDeps, { brandId, carrierId, kind, client, asked = false }: PullInput): Promise<number> {
  const { db, events, clock, log } = deps
  const nowMs = clock.now().getTime()
  const yesterday = addDays(dayOf(nowMs), -1)
  const stopped = asked ? new Set<string>() : await refusedToday(db, brandId, carrierId, nowMs)
  const sources = (sourcesOf[kind] ?? []).filter(({ path }) => !stopped.has(path))
  let read = 0
  for (const day of sources.length > 0 ? await daysToRead(events, brandId, carrierId, nowMs) : []) {
    const figures: Figure[] = []
    let early = false
    for (const source of sources.filter(({ path }) => !stopped.has(path))) {
      try {
        figures.push(...(await source.read(client, day)))
      } catch (error) {
        if (!(error instanceof WechatError) || !(notThere.has(error.errcode) || isOfEndpoint(error, source.path))) throw error
        early ||= notReady.has(error.errcode)
        // A day that is not there is one day; what is refused for good is not asked for the others either.
        if (!notThere.has(error.errcode) && endsSource.has(error.reaction)) stopped.add(source.path)
        log.info({ carrierId, day, errcode: error.errcode, path: source.path }, 'WeChat gives no figures of this day')
      }
    }
    // The newest day is read as a whole, an hour later; an older one will not get better by waiting.
    if (figures.length === 0 || (early && day === yesterday)) continue
    const rows = figures.map(figure => JSON.stringify({ brand: brandId, carrier_id: carrierId, ...figure, version: nowMs }))
    await events.insert('carrier_stats', `${rows.join('\n')}\n`, { token: `stats:${carrierId}:${day}:${nowMs}` })
    read++
  }
  return read
}

const endsSource: ReadonlySet<Reaction> = new Set(['tell_operator', 'fix_request'])

/** A refusal that concerns this endpoint alone, and that neither time nor another token will mend. */
function isOfEndpoint({ errcode, endpoint, reaction }: WechatError, path: string): boolean {
  if (!endpoint.endsWith(` ${path}`) || tokenAdvice(errcode, path)) return false
  return !['retry', 'refresh_token', 'wait', 'quota_stop'].includes(reaction)
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
