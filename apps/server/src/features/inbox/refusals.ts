/**
 * What came to a door and is no event: refusals counted by reason and hour, WeChat's checks of an address by their last
 * moment. The last few are shown in the tail, nothing else is kept.
 */
import type { Db } from '../../infra/postgres.ts'
import { createPushes, type Pushes } from './pushes.ts'
import type { Arrival } from './schema.ts'
import { signedReasons } from './signed-reasons.ts'

export type Door = 'callback' | 'v1' | 'import' | 'pipeline'

export type Refusal = {
  at: string
  brandId: string
  carrierId: string
  door: Door
  outcome: Extract<Arrival['outcome'], 'dropped' | 'refused' | 'checked'>
  reason: string
  detail: string
}

export type Refusals = {
  count(brandId: string, carrierId: string, door: Door, reason: string, detail?: string, n?: number): void
  /** WeChat checked the callback address of an account, and was answered. */
  checked(brandId: string, carrierId: string): void
  /** What was answered well, by hour. */
  pushes: Pushes
  /** The last refusals and checks of a brand in this process, newest first. */
  recent(brandId: string): Refusal[]
  /** Writes the counts; runs every second by itself. */
  save(): Promise<void>
  stop(): Promise<void>
}

const keep = 500
/** Of what anybody can send, so many a minute and account are shown: the rest is counted. */
const strangersShown = 20

export function createRefusals(db: Db, clock: { now(): Date }, everyMs = 1000): Refusals {
  let counts = new Map<string, number>()
  const checks = new Map<string, string>()
  const ring: Refusal[] = []
  const pushes = createPushes(db, clock)
  const timer = setInterval(() => void save().catch(() => undefined), everyMs)
  timer.unref()

  const strangers = { minute: '', shown: new Map<string, number>() }

  /** A flood of nonsense must not push everything else out of sight. */
  function isFlood({ at, carrierId, door, reason }: Refusal): boolean {
    if (door !== 'callback' || reason === 'repeat' || reason === 'address_check' || signedReasons.has(reason)) return false
    const minute = at.slice(0, 16)
    if (strangers.minute !== minute) Object.assign(strangers, { minute, shown: new Map() })
    const n = (strangers.shown.get(carrierId) ?? 0) + 1
    strangers.shown.set(carrierId, n)
    return n > strangersShown
  }

  function show(refusal: Refusal): void {
    if (isFlood(refusal)) return
    ring.push(refusal)
    if (ring.length > keep) ring.shift()
  }

  async function save(): Promise<void> {
    await saveChecks()
    await pushes.save()
    if (counts.size === 0) return
    const sending = counts
    counts = new Map()
    const rows = [...sending].map(([key, n]) => [...key.split('\n'), n] as [string, string, string, string, string, number])
    const column = (i: number) => rows.map(row => row[i])
    try {
      const counted = { brands: column(0), carriers: column(1), doors: column(2), reasons: column(3), hours: column(4), ns: column(5) }
      await db.transaction(db => db.query(add, counted), { lazy: true })
    } catch (error) {
      // Counts wait for the database to come back; nothing is told twice because the statement is all or nothing.
      for (const [key, n] of sending) counts.set(key, (counts.get(key) ?? 0) + n)
      throw error
    }
  }

  async function saveChecks(): Promise<void> {
    for (const [carrierId, at] of checks) {
      await db.query('update carriers set callback_checked_at = :at where id = :carrierId', { carrierId, at })
      if (checks.get(carrierId) === at) checks.delete(carrierId)
    }
  }

  return {
    count(brandId, carrierId, door, reason, detail = '', n = 1) {
      const at = clock.now().toISOString()
      const key = `${brandId}\n${carrierId}\n${door}\n${reason}\n${at.slice(0, 13)}:00:00Z`
      counts.set(key, (counts.get(key) ?? 0) + n)
      show({ at, brandId, carrierId, door, outcome: reason === 'repeat' ? 'dropped' : 'refused', reason, detail: detail.slice(0, 300) })
    },
    checked(brandId, carrierId) {
      const at = clock.now().toISOString()
      checks.set(carrierId, at)
      show({ at, brandId, carrierId, door: 'callback', outcome: 'checked', reason: 'address_check', detail: '' })
    },
    pushes,
    recent: brandId => ring.filter(refusal => refusal.brandId === brandId).reverse(),
    save,
    async stop() {
      clearInterval(timer)
      await save().catch(() => undefined)
    },
  }
}

const add = `
insert into drop_counts (brand_id, carrier_id, door, reason, hour, n)
select * from unnest(:brands::text[], :carriers::text[], :doors::text[], :reasons::text[], :hours::timestamptz[], :ns::bigint[])
on conflict (brand_id, carrier_id, door, reason, hour) do update set n = drop_counts.n + excluded.n
`
