/** What people did, event by event: one person over all carriers, or the events behind a number. */
import type { Context } from '../../context.ts'
import { loadChSql, loadSql } from '../../infra/sql.ts'
import { addDays, startOfDay } from '../../stats/calendar.ts'
import { describeDrill, eventsBehind, peopleBehind } from '../reports/common/behind.ts'
import { readDrill } from '../reports/common/drill.ts'
import { fill, mergeMap, Params, type Query, run, type Scope } from '../reports/common/query.ts'
import { frameOf, scopeOf } from '../reports/common/range.ts'
import type { Words } from '../reports/common/schema.ts'
import { catalogue } from '../reports/metrics/catalogue.ts'
import { eventId, personId, readCursor, writeCursor } from './ids.ts'
import { type MergeRow, rootOf } from './person.ts'
import type { TimelineItem, TimelineReply } from './schema.ts'
import { membersOf } from './summary.ts'

const sql = loadSql(new URL('./persons.sql', import.meta.url), ['merges', 'carriers'])
const chSql = loadChSql(new URL('./persons.ch.sql', import.meta.url), ['events', 'drilled'])

type Page = { cursor?: string | undefined; limit?: number | undefined; carrier?: string | undefined; event?: string | undefined }

/** Everything one person did, newest first. Throws `not_found`. */
export async function readTimeline(ctx: Context, id: string, page: Page): Promise<TimelineReply> {
  const root = await rootOf(ctx, id)
  const numbers = (await membersOf(ctx, [root])).get(root)!
  const scope = await scopeOf(ctx)
  const params = new Params({ brand: ctx.brandId, persons: numbers })
  const which = ` and person in {persons:Array(UInt32)}${narrowed(page, params)}`
  return answer(ctx, scope, { sql: which, params: params.values }, page, null)
}

export type EventsQuery = Page & { drill?: string | undefined; from?: string | undefined; to?: string | undefined }

/** The events behind a number, or of a range. */
export async function listEvents(ctx: Context, query: EventsQuery): Promise<TimelineReply> {
  if (!query.drill) {
    const { scope, range } = await frameOf(ctx, query)
    const params = new Params({ brand: ctx.brandId })
    const which = between(range.fromMs, range.toMs, params) + narrowed(query, params)
    return answer(ctx, scope, { sql: which, params: params.values }, query, null)
  }
  const drill = readDrill(query.drill)
  const scope = await scopeOf(ctx)
  const people = await peopleBehind(scope, ctx.db, drill)
  const { from, to, events, carrier } = eventsBehind(scope, drill)
  const params = new Params({ ...people.params, brand: ctx.brandId })
  const own = between(startOfDay(from, scope.zone), startOfDay(addDays(to, 1), scope.zone), params)
  const which = [
    own,
    events ? ` and event in ${params.add(events, 'Array(String)')}` : '',
    carrier ? ` and carrier = ${params.add(carrier)}` : '',
    ` and ${fill(chSql.drilled, { people: people.sql, merge_map: mergeMap })}`,
    narrowed(query, params),
  ].join('')
  const settings = people.settings ? { settings: people.settings } : {}
  return answer(ctx, scope, { sql: which, params: params.values, ...settings }, query, describeDrill(drill))
}

function between(fromMs: number, toMs: number, params: Params): string {
  return ` and occurred_at >= fromUnixTimestamp64Milli(${params.add(fromMs, 'Int64')}) and occurred_at < fromUnixTimestamp64Milli(${params.add(toMs, 'Int64')})`
}

function narrowed({ carrier, event, cursor }: Page, params: Params): string {
  const parts = [carrier ? ` and carrier = ${params.add(carrier)}` : '', event ? ` and event = ${params.add(event)}` : '']
  const before = readCursor(cursor, 3)
  if (before) {
    const [ms, batch, n] = before.map(String)
    const last = `(${params.add(ms, 'Int64')}, ${params.add(batch, 'UInt64')}, ${params.add(n, 'UInt32')})`
    parts.push(` and (toUnixTimestamp64Milli(occurred_at), batch, n) < ${last}`)
  }
  return parts.join('')
}

type EventRow = {
  person: number
  at_ms: string
  received_ms: string
  event: string
  carrier: string
  carrier_id: string
  source: string
  entry: string
  touch: string
  trace: string
  identity: string
  value_fen: string
  props: string
  batch: string
  n: number
}

async function answer(ctx: Context, scope: Scope, which: Query, page: Page, about: Words | null): Promise<TimelineReply> {
  const limit = page.limit ?? 50
  const query = { ...which, sql: fill(chSql.events, { which: which.sql }), params: { ...which.params, limit } }
  const rows = await run<EventRow>(scope, query)
  const last = rows.length === limit ? rows.at(-1)! : undefined
  return {
    definition: catalogue.timeline.definition,
    honesty: catalogue.timeline.honesty,
    items: await items(ctx, rows),
    cursor: last ? writeCursor([last.at_ms, last.batch, last.n]) : null,
    about,
  }
}

async function items(ctx: Context, rows: readonly EventRow[]): Promise<TimelineItem[]> {
  const numbers = [...new Set(rows.map(row => row.person))]
  const [carriers, persons, merges] = await Promise.all([
    ctx.db.query<{ id: string; name: string }>(sql.carriers, { brand_id: ctx.brandId }),
    ctx.db.query<{ no: number; root: number }>(
      'select no, coalesce(merged_into, no) as root from persons where brand_id = :brand and no = any(:numbers::int[])',
      { brand: ctx.brandId, numbers },
    ),
    ctx.db.query<MergeRow>(sql.merges, { brand_id: ctx.brandId, persons: numbers }),
  ])
  const nameOf = new Map(carriers.map(carrier => [carrier.id, carrier.name]))
  const root = new Map(persons.map(person => [person.no, person.root]))
  const reason = new Map(merges.filter(merge => merge.undone_at === null).map(merge => [merge.from_person, merge.reason]))
  return rows.map(row => {
    const person = root.get(row.person) ?? row.person
    // A UnionID is WeChat's own word that two ids are one human; everything else that joins is a conclusion.
    const sure = row.identity !== '' && !row.identity.startsWith('d:') && (person === row.person || reason.get(row.person) === 'unionid')
    return {
      id: eventId(row.batch, row.n),
      person: personId(person),
      recordedAs: personId(row.person),
      at: new Date(Number(row.at_ms)).toISOString(),
      receivedAt: new Date(Number(row.received_ms)).toISOString(),
      event: row.event,
      carrier: row.carrier,
      carrierId: row.carrier_id,
      carrierName: nameOf.get(row.carrier_id) ?? null,
      source: row.source,
      entry: row.entry,
      touch: row.touch,
      trace: row.trace,
      identity: row.identity.startsWith('p:') ? `${row.identity.slice(0, 10)}…` : row.identity,
      valueFen: Number(row.value_fen),
      properties: propertiesOf(row.props),
      honesty: sure ? 'person-level' : 'inferred',
    }
  })
}

function propertiesOf(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text || '{}')
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : { value }
  } catch {
    return { text }
  }
}
