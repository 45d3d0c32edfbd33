/** People in lists: seen last first, newest first, found by an id, or standing behind a number. */
import type { Context } from '../../context.ts'
import { phoneHash } from '../../infra/crypto.ts'
import { loadChSql, loadSql } from '../../infra/sql.ts'
import { e164 } from '../events/kinds/tracked.ts'
import { describeDrill, peopleBehind } from '../reports/common/behind.ts'
import { readDrill } from '../reports/common/drill.ts'
import { fill, run } from '../reports/common/query.ts'
import { scopeOf } from '../reports/common/range.ts'
import { personId, personNo, readCursor, writeCursor } from './ids.ts'
import { lastSeenPage } from './last-seen.ts'
import type { PeopleReply, PersonRow } from './schema.ts'
import { personRows } from './summary.ts'

const sql = loadSql(new URL('./persons.sql', import.meta.url), ['find_by_id', 'newest', 'find_person'])
const chSql = loadChSql(new URL('./persons.ch.sql', import.meta.url), ['page', 'count'])

export type PeopleQuery = {
  q?: string | undefined
  drill?: string | undefined
  sort?: 'seen' | 'newest' | undefined
  cursor?: string | undefined
  limit?: number | undefined
}

/** A page of people; `sort` orders the list without search. `q` is a whole openid, UnionID, external id, phone number or `per_` id. */
export async function listPeople(ctx: Context, query: PeopleQuery): Promise<PeopleReply> {
  const limit = query.limit ?? 50
  if (query.drill) return drilled(ctx, query.drill, query.cursor, limit)
  const q = query.q?.trim()
  if (q) {
    const found = await findPeople(ctx, q)
    return { people: await personRows(ctx, found), cursor: null, total: found.length, about: null }
  }
  return query.sort === 'newest' ? newest(ctx, query.cursor, limit) : lastSeen(ctx, query.cursor, limit)
}

/** Days in order; within a day of one page by the moment. */
async function lastSeen(ctx: Context, after: string | undefined, limit: number): Promise<PeopleReply> {
  const { page, cursor } = await lastSeenPage(ctx, after, limit)
  const days = new Map(page.map(place => [personId(place.no), place.day]))
  const dayOf = (row: PersonRow) => days.get(row.id)!
  const rows = await personRows(
    ctx,
    page.map(place => place.no),
  )
  const people = rows.sort((a, b) => compare(dayOf(b), dayOf(a)) || compare(b.lastSeenAt ?? '', a.lastSeenAt ?? ''))
  return { people, cursor, total: null, about: null }
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

async function newest(ctx: Context, after: string | undefined, limit: number): Promise<PeopleReply> {
  const [before = null] = readCursor(after, 1) ?? []
  const rows = await ctx.db.query<{ no: number }>(sql.newest, { brand_id: ctx.brandId, before, limit })
  const numbers = rows.map(row => row.no)
  const cursor = numbers.length === limit ? writeCursor([numbers.at(-1)!]) : null
  return { people: await personRows(ctx, numbers), cursor, total: null, about: null }
}

async function findPeople(ctx: Context, q: string): Promise<number[]> {
  if (/^per_\d{1,10}$/.test(q)) {
    const row = await ctx.db.one<{ root: number }>(sql.find_person, { brand_id: ctx.brandId, no: personNo(q) })
    return row ? [row.root] : []
  }
  const brand = await ctx.db.one<{ phone_salt: Buffer }>('select phone_salt from brands where id = :id', { id: ctx.brandId })
  const number = e164(q.replace(/[\s-]/g, ''))
  const phone = number && brand ? phoneHash(brand.phone_salt, number) : q
  const rows = await ctx.db.query<{ person: number }>(sql.find_by_id, { brand_id: ctx.brandId, value: q, phone })
  return rows.map(row => row.person)
}

async function drilled(ctx: Context, token: string, cursor: string | undefined, limit: number): Promise<PeopleReply> {
  const drill = readDrill(token)
  const [after = 0] = readCursor(cursor, 1) ?? []
  const scope = await scopeOf(ctx)
  const people = await peopleBehind(scope, ctx.db, drill)
  const page = { ...people, sql: fill(chSql.page, { people: people.sql }), params: { ...people.params, after, limit } }
  const count = { ...people, sql: fill(chSql.count, { people: people.sql }) }
  const [rows, [total]] = await Promise.all([run<{ who: number }>(scope, page), run<{ n: string }>(scope, count)])
  const numbers = rows.map(row => row.who)
  return {
    people: await personRows(ctx, numbers),
    cursor: numbers.length === limit ? writeCursor([numbers.at(-1)!]) : null,
    total: Number(total?.n ?? 0),
    about: describeDrill(drill),
  }
}
