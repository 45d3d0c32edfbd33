/** What a callback door answered, by account and hour: counted in memory, added to the hour's rows in batches. */
import type { Db } from '../../infra/postgres.ts'

export type Pushes = {
  /** One push answered `success` or with a reply. `secrets`: during a change, whether it came with those from before. */
  answered(carrier: { id: string; brandId: string }, push: { tookMs: number; repeat: boolean; secrets?: 'old' | 'new' }): void
  /** WeChat checked the address, with the old or the new Token. */
  checked(carrier: { id: string; brandId: string }, secrets: 'old' | 'new' | undefined): void
  save(): Promise<void>
}

type Hour = {
  brandId: string
  carrierId: string
  hour: string
  answered: number
  repeats: number
  totalMs: number
  maxMs: number
  lastAt: Date
  oldAt: Date | null
  newAt: Date | null
}

/** Writes when `save` is called; the refusals' timer does so. */
export function createPushes(db: Db, clock: { now(): Date }): Pushes {
  let hours = new Map<string, Hour>()

  function hourOf(carrier: { id: string; brandId: string }, now: Date): Hour {
    const key = `${carrier.id}\n${Math.floor(now.getTime() / 3_600_000)}`
    let known = hours.get(key)
    if (!known) {
      const hour = `${now.toISOString().slice(0, 13)}:00:00Z`
      const nothing = { answered: 0, repeats: 0, totalMs: 0, maxMs: 0, oldAt: null, newAt: null }
      known = { brandId: carrier.brandId, carrierId: carrier.id, hour, ...nothing, lastAt: now }
      hours.set(key, known)
    }
    return known
  }

  function seen(hour: Hour, secrets: 'old' | 'new' | undefined, now: Date): void {
    if (secrets === 'old') hour.oldAt = now
    if (secrets === 'new') hour.newAt = now
  }

  return {
    answered(carrier, { tookMs, repeat, secrets }) {
      const now = clock.now()
      const hour = hourOf(carrier, now)
      hour.answered++
      if (repeat) hour.repeats++
      hour.totalMs += tookMs
      if (tookMs > hour.maxMs) hour.maxMs = tookMs
      hour.lastAt = now
      seen(hour, secrets, now)
    },
    checked(carrier, secrets) {
      if (!secrets) return
      const now = clock.now()
      seen(hourOf(carrier, now), secrets, now)
    },
    async save() {
      if (hours.size === 0) return
      const sending = hours
      hours = new Map()
      const rows = [...sending.values()].sort((a, b) => (a.carrierId < b.carrierId ? -1 : 1))
      const column = <K extends keyof Hour>(name: K) => rows.map(row => row[name])
      try {
        const counts = {
          brands: column('brandId'),
          carriers: column('carrierId'),
          hours: column('hour'),
          answered: column('answered'),
          repeats: column('repeats'),
          totals: column('totalMs'),
          maxima: column('maxMs'),
          lasts: column('lastAt'),
          olds: column('oldAt'),
          news: column('newAt'),
        }
        await db.transaction(db => db.query(add, counts), { lazy: true })
      } catch (error) {
        for (const [key, row] of sending) hours.set(key, together(row, hours.get(key)))
        throw error
      }
    },
  }
}

/** Counts of one hour that could not be written, and those that came meanwhile. */
function together(earlier: Hour, later: Hour | undefined): Hour {
  if (!later) return earlier
  return {
    ...later,
    answered: earlier.answered + later.answered,
    repeats: earlier.repeats + later.repeats,
    totalMs: earlier.totalMs + later.totalMs,
    maxMs: Math.max(earlier.maxMs, later.maxMs),
    oldAt: later.oldAt ?? earlier.oldAt,
    newAt: later.newAt ?? earlier.newAt,
  }
}

const add = `
insert into carrier_pushes as p (brand_id, carrier_id, hour, answered, repeats, total_ms, max_ms, last_at, old_at, new_at)
select t.*
from unnest(
  :brands::text[], :carriers::text[], :hours::timestamptz[], :answered::bigint[], :repeats::bigint[],
  :totals::double precision[], :maxima::double precision[], :lasts::timestamptz[], :olds::timestamptz[], :news::timestamptz[]
) as t (brand_id, carrier_id, hour, answered, repeats, total_ms, max_ms, last_at, old_at, new_at)
join carriers c on c.brand_id = t.brand_id and c.id = t.carrier_id
on conflict (brand_id, carrier_id, hour) do update
set answered = p.answered + excluded.answered,
    repeats = p.repeats + excluded.repeats,
    total_ms = p.total_ms + excluded.total_ms,
    max_ms = greatest(p.max_ms, excluded.max_ms),
    last_at = greatest(p.last_at, excluded.last_at),
    old_at = greatest(p.old_at, excluded.old_at),
    new_at = greatest(p.new_at, excluded.new_at)
`
