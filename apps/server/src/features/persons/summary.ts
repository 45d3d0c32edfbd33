/** What people did in a few figures: from the events of all numbers that count as them. */
import type { Context } from '../../context.ts'
import { loadChSql, loadSql } from '../../infra/sql.ts'
import { personId } from './ids.ts'
import type { PersonRow } from './schema.ts'

const sql = loadSql(new URL('./persons.sql', import.meta.url), ['members', 'describe'])
const chSql = loadChSql(new URL('./persons.ch.sql', import.meta.url), ['summary'])

export type CarrierTotals = { carrier: string; events: number; orders: number; valueFen: number; firstMs: number; lastMs: number }

/** Numbers that count as each of these persons. */
export async function membersOf(ctx: Context, roots: readonly number[]): Promise<Map<number, number[]>> {
  const rows = await ctx.db.query<{ no: number; root: number }>(sql.members, { brand_id: ctx.brandId, roots })
  const members = new Map<number, number[]>(roots.map(root => [root, [root]]))
  for (const { no, root } of rows) if (no !== root) members.get(root)?.push(no)
  return members
}

/** Totals by person and carrier. */
export async function carrierTotals(ctx: Context, members: Map<number, number[]>): Promise<Map<number, CarrierTotals[]>> {
  const rootOf = new Map([...members].flatMap(([root, numbers]) => numbers.map(no => [no, root] as const)))
  type Row = { person: number; carrier: string } & Record<'events' | 'orders' | 'value_fen' | 'first_ms' | 'last_ms', string>
  const rows = rootOf.size === 0 ? [] : await ctx.events.query<Row>(chSql.summary, { brand: ctx.brandId, persons: [...rootOf.keys()] })
  const totals = new Map<number, CarrierTotals[]>()
  for (const row of rows) {
    const root = rootOf.get(row.person)!
    const own = totals.get(root) ?? []
    totals.set(root, own)
    const found = own.find(item => item.carrier === row.carrier)
    const add = {
      carrier: row.carrier,
      events: Number(row.events),
      orders: Number(row.orders),
      valueFen: Number(row.value_fen),
      firstMs: Number(row.first_ms),
      lastMs: Number(row.last_ms),
    }
    if (!found) own.push(add)
    else {
      found.events += add.events
      found.orders += add.orders
      found.valueFen += add.valueFen
      found.firstMs = Math.min(found.firstMs, add.firstMs)
      found.lastMs = Math.max(found.lastMs, add.lastMs)
    }
  }
  return totals
}

/** Rows of a list, in the order of the numbers given. */
export async function personRows(ctx: Context, persons: readonly number[]): Promise<PersonRow[]> {
  if (persons.length === 0) return []
  type Described = { no: number; traits: Record<string, unknown>; identities: number; unified: boolean }
  const [members, described] = await Promise.all([
    membersOf(ctx, persons),
    ctx.db.query<Described>(sql.describe, { brand_id: ctx.brandId, persons }),
  ])
  const totals = await carrierTotals(ctx, members)
  const known = new Map(described.map(row => [row.no, row]))
  return persons.map(no => {
    const own = (totals.get(no) ?? []).sort((a, b) => a.firstMs - b.firstMs)
    const { traits = {}, identities = 0, unified = false } = known.get(no) ?? {}
    const sum = (pick: (item: CarrierTotals) => number) => own.reduce((total, item) => total + pick(item), 0)
    return {
      id: personId(no),
      carriers: own.map(item => item.carrier),
      unified,
      identities,
      events: sum(item => item.events),
      orders: sum(item => item.orders),
      valueFen: sum(item => item.valueFen),
      firstSeenAt: own.length > 0 ? new Date(Math.min(...own.map(item => item.firstMs))).toISOString() : null,
      lastSeenAt: own.length > 0 ? new Date(Math.max(...own.map(item => item.lastMs))).toISOString() : null,
      traits,
    }
  })
}
