import { dayOf, shanghai } from '../../../stats/calendar.ts'
import { share, wilson } from '../../../stats/wilson.ts'
import { groupBy } from '../../reports/common/group.ts'
import { transitions as countTransitions, edgeConversion } from '../../reports/flow/transitions.ts'
import { atLeast, carrierSets } from '../../reports/multi-carrier/multi-carrier.ts'
import { loadEvents, span } from '../events.ts'
import type { Topic } from '../run.ts'
import { inputNumber, inputText, readTable } from '../table.ts'

/** Kinds `transitions`, `edge_conversion`, `multi_carrier`. */
export const transitions: Topic = {
  transitions: async ({ input, dir, store }) => {
    const column =
      'state' in (readTable(input, dir, ['person', ['state', 'carrier']], ['rows', 'events']).rows[0] ?? {}) ? 'state' : 'carrier'
    const { scope } = await loadEvents(store, input, dir, [column], row => ({ event: row.event ?? 'state', carrier: row[column] ?? '' }))
    const gap = input.max_gap_seconds
    const maxGapMs = gap === null || gap === undefined ? undefined : inputNumber(input, 'max_gap_seconds') * 1000
    const counts = await countTransitions(scope, { stateOf: 'carrier', maxGapMs })
    return Object.fromEntries(
      [...groupBy(counts, row => row.from)].map(([from, rows]) => {
        const of = rows.reduce((sum, row) => sum + row.n, 0)
        return [
          from,
          Object.fromEntries(rows.map(row => [row.to, { count: row.n, probability: share(row.n, of), wilson95: wilson(row.n, of) }])),
        ]
      }),
    )
  },
  edge_conversion: async ({ input, dir, store }) => {
    const { scope } = await loadEvents(store, input, dir, ['carrier', 'event'])
    const spec = { stateOf: 'carrier', goal: inputText(input, 'event'), windowMs: inputNumber(input, 'window_seconds') * 1000 } as const
    const edges = await edgeConversion(scope, spec)
    return Object.fromEntries(
      edges.map(({ source, target, arrivals, converted }) => [
        `${source}>${target}`,
        { arrivals, converted, rate: share(converted, arrivals), wilson95: wilson(converted, arrivals) },
      ]),
    )
  },
  multi_carrier: async ({ input, dir, store }) => {
    const { scope, events } = await loadEvents(store, input, dir, ['carrier'], row => ({
      event: row.event ?? 'visit',
      carrier: row.carrier ?? '',
    }))
    const { fromMs, toMs } = span(events)
    const carriers = [...new Set(events.map(event => event.carrier!))].filter(name => name !== 'unknown' && name !== '').sort()
    const sets = await carrierSets(scope, { from: dayOf(fromMs, shanghai), to: dayOf(toMs, shanghai), carriers })
    const people = sets.reduce((sum, set) => sum + set.people, 0)
    return { people, at_least_1: atLeast(sets, 1), at_least_2: atLeast(sets, 2), all_3: atLeast(sets, 3) }
  },
}
