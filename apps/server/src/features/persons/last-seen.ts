/**
 * People by the day on which they last did something of their own, the latest first. Read from the bitmaps that are
 * kept for each day, so a page costs days and not events; within a day the higher number comes first.
 */
import type { Context } from '../../context.ts'
import { loadChSql, loadSql } from '../../infra/sql.ts'
import { addDays } from '../../stats/calendar.ts'
import { fill, mergeScalar } from '../reports/common/query.ts'
import { readCursor, writeCursor } from './ids.ts'

const sql = loadSql(new URL('./persons.sql', import.meta.url), ['standing', 'numbers_end'])
const blocks = loadChSql(new URL('./last-seen.ch.sql', import.meta.url), ['busy_days', 'seen_on', 'never_seen', 'as_roots'])
const parts = { merge_scalar: mergeScalar, as_roots: blocks.as_roots }
const seenOn = fill(blocks.seen_on, parts)
const neverSeen = fill(blocks.never_seen, parts)

type Place = { day: string; no: number }

/** No day is later: the last one that the event store can hold. */
const lastOfAll = '2149-06-05'

/** So many numbers a page are read at least, for most people of a day were there on the next one too. */
const readAhead = 20

/** A page of persons with the day they were last seen on, '' for never. Pages follow each other exactly; merges count. */
export async function lastSeenPage(
  ctx: Context,
  cursor: string | undefined,
  limit: number,
): Promise<{ page: Place[]; cursor: string | null }> {
  const [day, before] = (readCursor(cursor, 2) ?? [lastOfAll, 0]) as [string, number]
  const page = day === '' ? [] : await seen(ctx, { day, no: before }, limit)
  if (page.length < limit) page.push(...(await unseen(ctx, day === '' ? before : undefined, limit - page.length)))
  const last = page.at(-1)
  return { page, cursor: page.length === limit && last ? writeCursor([last.day, last.no]) : null }
}

async function seen(ctx: Context, after: Place, limit: number): Promise<Place[]> {
  const brand = ctx.brandId
  const page: Place[] = []
  let days: string[] = []
  for (let upto: string | undefined = after.day; upto !== undefined; upto = days.length > 0 ? addDays(days.at(-1)!, -1) : undefined) {
    const busy = await ctx.events.query<{ busy_day: string; n: string }>(blocks.busy_days, { brand, upto })
    days = []
    for (let numbers = 0; numbers < readAhead * limit && days.length < busy.length; ) {
      const { busy_day, n } = busy[days.length]!
      days.push(busy_day)
      numbers += Number(n)
    }
    if (days.length === 0) break
    const before = days[0] === after.day ? after.no : 0
    const place = { brand, days, last: days[0], before, limit: limit - page.length }
    const rows = await ctx.events.query<{ last_day: string; who: number }>(seenOn, place)
    page.push(...rows.map(row => ({ day: row.last_day, no: row.who })))
    if (page.length === limit) break
  }
  return page
}

/** Persons without an act of their own: known from an order's buyer, or only written to. */
async function unseen(ctx: Context, before: number | undefined, limit: number): Promise<Place[]> {
  const page: Place[] = []
  let below = before ?? (await ctx.db.one<{ below: number }>(sql.numbers_end, { brand_id: ctx.brandId }))!.below
  while (page.length < limit && below > 1) {
    const rows = await ctx.events.query<{ who: number }>(neverSeen, { brand: ctx.brandId, before: below, limit })
    if (rows.length === 0) break
    below = rows.at(-1)!.who
    const standing = await ctx.db.query<{ no: number }>(sql.standing, { brand_id: ctx.brandId, persons: rows.map(row => row.who) })
    page.push(...standing.slice(0, limit - page.length).map(row => ({ day: '', no: row.no })))
  }
  return page
}
