/**
 * The last carrier that each person was seen on, in memory: arrivals are written down at intake, where the touch
 * before is known, and not searched for later.
 */
import type { Events } from '../../infra/clickhouse.ts'
import { type DataCarrier, type EventRow, quote, seconds } from './event-row.ts'

const carriers: readonly DataCarrier[] = ['other', 'mini_program', 'official_account', 'channels']
const codeOf = { other: 0, mini_program: 1, official_account: 2, channels: 3 } as const
/** Two carriers at one moment. */
const unsure = 4

/** Longest time between two touches that still makes the second an arrival from the first, when nothing names a source. */
export const windowHours = 24

export type Edge = { row: EventRow; source: string; basis: 'named' | 'inferred'; gapS: number }

/** Last touches of one brand, by person number. */
export class LastTouch {
  #at = new Float64Array(1024)
  #carrier = new Uint8Array(1024)

  set(person: number, at: number, carrier: DataCarrier): void {
    this.#reach(person)
    if (at < this.#at[person]!) return
    this.#at[person] = at
    this.#carrier[person] = codeOf[carrier]
  }

  /** Two persons turned out to be one: the later of their touches counts from here on. */
  merge(from: number, into: number): void {
    this.#reach(Math.max(from, into))
    const at = this.#at[from]!
    if (at === 0 || at < this.#at[into]!) return
    const both = at === this.#at[into] && this.#carrier[from] !== this.#carrier[into]
    this.#at[into] = at
    this.#carrier[into] = both ? unsure : this.#carrier[from]!
  }

  /**
   * The arrivals among these rows, which must be in order of time for each person. A row that lies before what is
   * already known makes its person dirty: what follows it must be worked out again.
   */
  edges(rows: readonly EventRow[], dirty: Set<number>): Edge[] {
    const edges: Edge[] = []
    for (const row of rows) {
      if (row.person === 0 || row.carrier === 'other' || row.touch === 'exclude') continue
      this.#reach(row.person)
      const before = this.#at[row.person]!
      if (row.at < before) {
        dirty.add(row.person)
        continue
      }
      if (this.#carrier[row.person] === unsure) dirty.add(row.person)
      const edge = edgeOf(row, before, carriers[this.#carrier[row.person]!] ?? 'other')
      if (edge) edges.push(edge)
      this.#at[row.person] = row.at
      this.#carrier[row.person] = codeOf[row.carrier]
    }
    return edges
  }

  #reach(person: number): void {
    if (person < this.#at.length) return
    const size = Math.max(person + 1, this.#at.length * 2)
    const at = new Float64Array(size)
    at.set(this.#at)
    this.#at = at
    const carrier = new Uint8Array(size)
    carrier.set(this.#carrier)
    this.#carrier = carrier
  }
}

/** Named when the event says where it came from, inferred from the touch before otherwise. */
function edgeOf(row: EventRow, before: number, carrier: DataCarrier): Edge | undefined {
  const gapMs = before === 0 ? 0 : row.at - before
  if (row.source !== '')
    return row.source === row.carrier || row.source === 'other'
      ? undefined
      : { row, source: row.source, basis: 'named', gapS: Math.floor(gapMs / 1000) }
  if (before === 0 || carrier === 'other' || carrier === row.carrier || gapMs > windowHours * 3_600_000) return undefined
  return { row, source: carrier, basis: 'inferred', gapS: Math.floor(gapMs / 1000) }
}

export function edgeLines(edges: readonly Edge[], version: number): string {
  let text = ''
  for (const { row, source, basis, gapS } of edges)
    text += `{"brand":${quote(row.brand)},"person":${row.person},"arrived_at":"${seconds(row.at)}","batch":${row.batch},"n":${row.n},"source":"${source}","target":"${row.carrier}","entry":${quote(row.entry)},"basis":"${basis}","gap_s":${gapS},"joined":${row.joined ? 1 : 0},"live":1,"version":${version}}\n`
  return text
}

/** Last touches of a brand as the event store has them. */
export async function warmLastTouch(events: Events, brand: string): Promise<LastTouch> {
  const touch = new LastTouch()
  const rows = await events.query<{ person: number; at: string; last_carrier: DataCarrier }>(
    `select person, toString(toUnixTimestamp64Milli(max(occurred_at))) as at, argMax(carrier, (occurred_at, batch, n)) as last_carrier
     from events where brand = {brand:String} and carrier != 'other' and touch != 'exclude' and person > 0 group by person`,
    { brand },
    { max_execution_time: 300, max_memory_usage: '4000000000' },
  )
  const roots = await events.query<{ from_person: number; into_person: number }>(
    'select from_person, into_person from person_merges final where brand = {brand:String} and undone = 0',
    { brand },
  )
  const root = new Map(roots.map(row => [row.from_person, row.into_person]))
  for (const row of rows) touch.set(root.get(row.person) ?? row.person, Number(row.at), row.last_carrier)
  return touch
}
