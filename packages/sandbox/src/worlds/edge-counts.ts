/**
 * Counting a past as a product can see it: openids joined by the UnionIDs that were told at any time. Somebody whose
 * Mini Program never told a UnionID is two visible people.
 */
import { dayMs } from '../days.ts'
import type { Carrier, Fact } from '../facts.ts'
import { arrivalOf } from './arrivals.ts'
import { type Share, share } from './shares.ts'

/** Named arrivals by edge and entry; an arrival converts when the same visible person pays within the window after it. */
export type EdgeCount = { source: Carrier; target: Carrier; entry: string; arrivals: number; joined: number; conversion: Share }

/** One human's facts as those of the visible people they are. */
export function visiblePeople(facts: readonly Fact[]): Iterable<Fact[]> {
  const told = new Set(facts.filter(fact => fact.union).map(fact => fact.slot))
  const visible = new Map<string, Fact[]>()
  for (const fact of facts) {
    const key = told.has(fact.slot) ? 'union' : fact.slot
    if (!visible.has(key)) visible.set(key, [])
    visible.get(key)!.push(fact)
  }
  return visible.values()
}

export function paysWithin(pays: readonly number[], at: number, { windowDays }: { windowDays: number }): boolean {
  return pays.some(pay => pay >= at && pay <= at + windowDays * dayMs)
}

/** Adds one visible person's arrivals; `facts` are in order of time. */
export function countArrivals(edges: Map<string, EdgeCount>, facts: readonly Fact[], window: { windowDays: number }): void {
  const pays = facts.filter(fact => fact.event === 'order.pay').map(fact => fact.at)
  for (const fact of facts) {
    const arrival = arrivalOf(fact)
    if (!arrival || arrival.source === fact.carrier) continue
    const key = `${arrival.source}>${fact.carrier}/${arrival.entry}`
    const edge = edges.get(key) ?? { ...arrival, target: fact.carrier, arrivals: 0, joined: 0, conversion: share(0, 0) }
    edge.arrivals++
    if (facts.some(other => other.slot === fact.slot && other.union)) edge.joined++
    if (paysWithin(pays, fact.at, window)) edge.conversion.hits++
    edges.set(key, edge)
  }
}

/** The edges with their intervals, most arrivals first. */
export function edgeList(edges: ReadonlyMap<string, EdgeCount>): EdgeCount[] {
  return [...edges.values()]
    .map(edge => ({ ...edge, conversion: share(edge.conversion.hits, edge.arrivals) }))
    .sort((a, b) => b.arrivals - a.arrivals)
}
