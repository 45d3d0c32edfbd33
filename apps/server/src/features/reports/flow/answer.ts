/** The matrix map and the entries behind its edges, as answers of the API. */
import type { Context } from '../../../context.ts'
import type { QueryOf } from '../../../infra/route.ts'
import { share, wilson } from '../../../stats/wilson.ts'
import { entryName } from '../../entries/schema.ts'
import { drillToken } from '../common/drill.ts'
import { type Frame, frameOf, headOf } from '../common/range.ts'
import type { CarrierName, Words } from '../common/schema.ts'
import { totalsByCarrier } from '../kpis/people.ts'
import { threeCarriers } from '../multi-carrier/multi-carrier.ts'
import { type EdgeCount, type EdgeSpec, edgeCounts } from './edges.ts'
import type { FlowEntriesReply, FlowReply, getFlow, getFlowEntries } from './schema.ts'

type Asked = QueryOf<typeof getFlow>

function specOf({ range }: Frame, query: Asked): EdgeSpec {
  return {
    fromMs: range.fromMs,
    toMs: range.toMs,
    windowHours: query.windowHours ?? 24,
    goal: query.goal ?? 'order.pay',
    withinDays: query.withinDays ?? 7,
    ...(query.basis === 'named' ? { namedOnly: true } : {}),
  }
}

export async function flowAnswer(ctx: Context, query: Asked): Promise<FlowReply> {
  const frame = await frameOf(ctx, query)
  const { scope, range } = frame
  const spec = specOf(frame, query)
  const [counts, carriers] = await Promise.all([edgeCounts(scope, spec, 'edge'), totalsByCarrier(scope, range)])
  const edges = threeCarriers.flatMap(source =>
    threeCarriers
      .filter(target => target !== source)
      .map(target => {
        const count = counts.find(row => row.source === source && row.target === target) ?? { ...nothing, source, target }
        return { source, target, ...figures(count, { ...spec, source, target }), medianGapSeconds: count.medianGapSeconds }
      }),
  )
  const nodes = threeCarriers.map(carrier => {
    const { people = 0, events = 0 } = carriers.find(row => row.carrier === carrier) ?? {}
    return { carrier, people, events, drill: drillToken({ k: 'active', from: range.from, to: range.to, carrier }, people) }
  })
  const { windowHours, goal, withinDays } = spec
  const names = edges.map(edge => ({
    ...edge,
    name: { zh: `${zh[edge.source]}→${zh[edge.target]}`, en: `${en[edge.source]} → ${en[edge.target]}` },
  }))
  return { ...headOf('flow', frame), windowHours, goal, withinDays, nodes, edges, suggestion: suggest(names) }
}

export async function flowEntriesAnswer(ctx: Context, query: QueryOf<typeof getFlowEntries>): Promise<FlowEntriesReply> {
  const frame = await frameOf(ctx, query)
  const { source, target } = query
  const spec = { ...specOf(frame, query), ...(source ? { source } : {}), ...(target ? { target } : {}) }
  const counts = await edgeCounts(frame.scope, spec, 'entry')
  const entries = counts.slice(0, query.limit ?? 100).map(count => ({
    source: count.source as CarrierName,
    target: count.target as CarrierName,
    entry: count.entry,
    ...figures(count, { ...spec, source: count.source, target: count.target, entry: count.entry }),
  }))
  const names = entries.map(entry => ({ ...entry, name: entryName(entry.entry) }))
  return { ...headOf('entries', frame), goal: spec.goal, withinDays: spec.withinDays, entries, suggestion: suggest(names) }
}

const nothing: EdgeCount = {
  source: '',
  target: '',
  entry: '',
  arrivals: 0,
  people: 0,
  named: 0,
  joined: 0,
  converted: 0,
  medianGapSeconds: null,
}

function figures(count: EdgeCount, spec: EdgeSpec) {
  const { arrivals, people, named, joined, converted } = count
  const token = (converted: boolean, people: number) =>
    drillToken({ k: 'edge', ...spec, converted } as Parameters<typeof drillToken>[0], people)
  return {
    arrivals,
    people,
    named,
    inferred: arrivals - named,
    joined,
    coverage: share(joined, arrivals),
    converted,
    rate: share(converted, arrivals),
    wilson95: wilson(converted, arrivals),
    drill: token(false, people),
    convertedDrill: token(true, converted),
  }
}

type Named = { name: Words; target: CarrierName; arrivals: number; rate: number | null; wilson95: [number, number] | null }

/**
 * Effort goes where conversion is surely better: per target the best lower bound against the busiest way it lies wholly
 * above. Ways into different carriers are not compared: an arrival in a shop often is the order itself.
 */
function suggest(list: readonly Named[]): Words | null {
  const known = list.filter(item => item.wilson95 !== null && item.arrivals >= 30)
  const pairs = threeCarriers.flatMap(target => {
    const ways = known.filter(item => item.target === target)
    const best = [...ways].sort((a, b) => b.wilson95![0] - a.wilson95![0])[0]
    const worse = ways.filter(item => item.wilson95![1] < best!.wilson95![0]).sort((a, b) => b.arrivals - a.arrivals)[0]
    return best && worse ? [{ best, worse }] : []
  })
  const pair = pairs.sort((a, b) => b.worse.arrivals - a.worse.arrivals)[0]
  if (!pair) return null
  const { best, worse } = pair
  const percent = (item: Named) => `${(100 * item.rate!).toFixed(1)}%`
  return {
    zh: `「${best.name.zh}」转化 ${percent(best)}，明显高于「${worse.name.zh}」的 ${percent(worse)}：把后者的部分力气移到前者。`,
    en: `“${best.name.en}” converts ${percent(best)}, surely more than “${worse.name.en}” with ${percent(worse)}: move some effort there.`,
  }
}

const zh: Record<string, string> = { mini_program: '小程序', official_account: '公众号', channels: '视频号' }
const en: Record<string, string> = { mini_program: 'Mini Program', official_account: 'Official Account', channels: 'Channels' }
