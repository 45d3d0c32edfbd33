/** Roll-ups of single days written anew from the events: a crash may leave events without what the views make of them. */
import type { ClickHouseSettings } from '@clickhouse/client'
import type { Events } from '../../infra/clickhouse.ts'
import { loadChSql } from '../../infra/sql.ts'

/** Statements per roll-up, in the order in which it is written anew: first taken away, then filled. */
const steps = [
  ['delete_person_days', 'fill_person_days'],
  ['delete_day_people', 'fill_day_people'],
  ['delete_carrier_days', 'fill_carrier_days'],
  ['mark_edge_days'],
] as const

const months = ['stale_months', 'bits', 'ors', 'delete_person_months', 'fill_person_months'] as const
const sql = loadChSql(new URL('./rollups.ch.sql', import.meta.url), [...steps.flat(), ...months])
const filled = (text: string) => text.replace('/*{ors}*/', sql.ors).replace('/*{bits}*/', sql.bits)
const staleMonths = filled(sql.stale_months)
const fillMonths = filled(sql.fill_person_months)

/** How many persons' months are written anew in one statement; the list travels in the address. */
const chunk = 20_000

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
  const settings: ClickHouseSettings = { max_execution_time: 600, mutations_sync: '2', lightweight_deletes_sync: '2' }
  // All are waited for: none may still be writing when another attempt begins.
  const done = await Promise.allSettled([
    ...steps.map(async names => {
      for (const name of names) await events.command(sql[name], { brand, days }, settings)
    }),
    rebuildMonths(events, brand, days, settings),
  ])
  for (const outcome of done) if (outcome.status === 'rejected') throw outcome.reason
}

/** A month is one row, so those persons' whole months are written of whom it says something wrong about these days. */
async function rebuildMonths(events: Events, brand: string, days: string[], settings: ClickHouseSettings): Promise<void> {
  const stale = await events.query<{ person: number }>(staleMonths, { brand, days }, { max_execution_time: 600 })
  for (let from = 0; from < stale.length; from += chunk) {
    const persons = stale.slice(from, from + chunk).map(row => row.person)
    await events.command(sql.delete_person_months, { brand, days, persons }, settings)
    await events.command(fillMonths, { brand, days, persons }, settings)
  }
}
