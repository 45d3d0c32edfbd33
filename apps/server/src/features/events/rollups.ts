/** Roll-ups of single days written anew from the events: a crash may leave events without what the views make of them. */
import type { Events } from '../../infra/clickhouse.ts'
import { loadChSql } from '../../infra/sql.ts'

/** Statements per roll-up, in the order in which it is written anew: first taken away, then filled. */
const steps = [
  ['delete_person_days', 'fill_person_days'],
  ['delete_day_people', 'fill_day_people'],
  ['delete_person_months', 'fill_person_months'],
  ['delete_carrier_days', 'fill_carrier_days'],
  ['mark_edge_days'],
] as const

const sql = loadChSql(new URL('./rollups.ch.sql', import.meta.url), steps.flat())

/** Days as the roll-ups cut them. */
const dayOf = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai', year: 'numeric', month: '2-digit', day: '2-digit' })

/** The caller is alone with the event store. */
export async function rebuildRollups(events: Events, rows: readonly { brand: string; at: number }[]): Promise<void> {
  const days = new Map<string, Set<string>>()
  for (const row of rows) {
    const set = days.get(row.brand) ?? new Set()
    set.add(dayOf.format(row.at))
    days.set(row.brand, set)
  }
  for (const [brand, set] of days) await rebuildDays(events, brand, [...set])
}

export async function rebuildDays(events: Events, brand: string, days: string[]): Promise<void> {
  const settings = { max_execution_time: 600, mutations_sync: '2', lightweight_deletes_sync: '2' }
  // All are waited for: none may still be writing when another attempt begins.
  const done = await Promise.allSettled(
    steps.map(async names => {
      for (const name of names) await events.command(sql[name], { brand, days }, settings)
    }),
  )
  for (const outcome of done) if (outcome.status === 'rejected') throw outcome.reason
}
