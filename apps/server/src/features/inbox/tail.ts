/** The live tail: what arrived last and what became of it. */
import type { Context } from '../../context.ts'
import { loadSql } from '../../infra/sql.ts'
import type { Refusals } from './refusals.ts'
import type { Round } from './round.ts'
import type { Arrival } from './schema.ts'

const sql = loadSql(new URL('./inbox.sql', import.meta.url), ['write_tail', 'read_tail'])

const keep = 100

/** Keeps the last arrivals of each brand, written down at most once a second under load, beside those of other workers. */
export function createTailWriter(): (round: Round) => Promise<void> {
  const tails = new Map<string, { rows: Arrival[]; written: number }>()
  return async round => {
    const brands = new Set<string>()
    const add = (brand: string, arrival: Arrival) => {
      const tail = tails.get(brand) ?? { rows: [], written: 0 }
      tails.set(brand, tail)
      brands.add(brand)
      tail.rows.push(arrival)
      if (tail.rows.length > keep * 2) tail.rows.splice(0, keep)
    }
    for (const row of round.rows.slice(-keep))
      add(row.brand, {
        at: new Date(row.receivedAt).toISOString(),
        carrierId: row.carrierId,
        door: 'inbox',
        outcome: 'stored',
        event: row.event,
        person: row.person ? `per_${row.person}` : '',
        reason: '',
        detail: '',
      })
    for (const { item, reason, detail } of round.dropped.slice(-keep))
      add(item.line.b, {
        at: new Date(item.line.r).toISOString(),
        carrierId: item.line.c ?? '',
        door: 'inbox',
        outcome: 'dropped',
        event: '',
        person: '',
        reason,
        detail,
      })
    for (const line of round.unfit.slice(-keep)) {
      const brand = /"b":"([^"\\]+)"/.exec(line.text)?.[1]
      if (brand)
        add(brand, {
          at: line.batch.received_at.toISOString(),
          carrierId: '',
          door: 'inbox',
          outcome: 'parked',
          event: '',
          person: '',
          reason: 'unreadable',
          detail: line.error,
        })
    }
    // In one order for all: rounds of several workers write the same brands.
    for (const brand of [...brands].sort()) {
      const tail = tails.get(brand)!
      if (Math.abs(round.at.getTime() - tail.written) < 1000 && round.rows.length > 1000) continue
      tail.written = round.at.getTime()
      const rows = tail.rows.splice(0).slice(-keep).reverse()
      await round.db.query(sql.write_tail, { brand_id: brand, rows: JSON.stringify(rows), at: round.at, keep })
    }
  }
}

/**
 * The last arrivals of the brand, newest first: what the worker took, and what this process's doors refused or WeChat checked.
 *
 * @param after  only arrivals later than this instant
 */
export async function readTail(ctx: Context, refusals: Refusals, filter: { carrier?: string; after?: string }): Promise<Arrival[]> {
  const row = await ctx.db.one<{ rows: Arrival[] }>(sql.read_tail, { brand_id: ctx.brandId })
  const refused = refusals.recent(ctx.brandId).map(({ brandId: _brandId, ...refusal }): Arrival => ({ ...refusal, event: '', person: '' }))
  return [...(row?.rows ?? []), ...refused]
    .filter(arrival => (!filter.carrier || arrival.carrierId === filter.carrier) && (!filter.after || arrival.at > filter.after))
    .sort((a, b) => (a.at < b.at ? 1 : -1))
    .slice(0, keep)
}
