/** Reports as answers of the API: the verbs of each folder, with shares, intervals and the people behind each number. */
import type { Context } from '../../context.ts'
import type { QueryOf } from '../../infra/route.ts'
import { addDays, addMonths, isoWeek } from '../../stats/calendar.ts'
import { share, wilson } from '../../stats/wilson.ts'
import { drillToken } from './common/drill.ts'
import { type Frame, frameOf, headOf, numberList } from './common/range.ts'
import { kinds as diagnosisKinds, measureAll, verdictOf } from './diagnoses/diagnoses.ts'
import type { DiagnosesReply, Diagnosis, getDiagnoses } from './diagnoses/schema.ts'
import { kpis } from './kpis/kpis.ts'
import { officialFigures } from './kpis/people.ts'
import type { getKpis, KpisReply } from './kpis/schema.ts'
import { type LifecycleSpec, lifecycleWeeks, type Stage, stages } from './lifecycle/lifecycle.ts'
import type { getLifecycle, LifecycleReply } from './lifecycle/schema.ts'
import { atLeast, carrierSets, carriersIn, threeCarriers } from './multi-carrier/multi-carrier.ts'
import type { getMultiCarrier, MultiCarrierReply } from './multi-carrier/schema.ts'
import { pathCounts } from './paths/paths.ts'
import type { getPaths, PathsReply } from './paths/schema.ts'
import { periodRepurchase, repurchase } from './repurchase/repurchase.ts'
import type { getRepurchase, RepurchaseReply } from './repurchase/schema.ts'
import { type CohortSpec, cohortDay, rollupServes } from './retention/cohorts.ts'
import { retentionCurve, retentionTriangle } from './retention/retention.ts'
import type { getRetention, getRetentionTriangle, RetentionReply, TriangleReply } from './retention/schema.ts'

export async function kpisAnswer(ctx: Context, query: QueryOf<typeof getKpis>): Promise<KpisReply> {
  const frame = await frameOf(ctx, query)
  const { scope, range } = frame
  const [{ previous, kpis: list }, official] = await Promise.all([kpis(scope, ctx.db, range), officialFigures(scope, range)])
  const beside = official.map(figure => ({ ...figure, honesty: 'aggregate-only' as const }))
  return { ...headOf('people', frame), previousFrom: previous.from, previousTo: previous.to, kpis: list, official: beside }
}

export async function retentionAnswer(ctx: Context, query: QueryOf<typeof getRetention>): Promise<RetentionReply> {
  const { frame, spec } = await cohortFrame(ctx, query, 'day')
  const { range } = frame
  const days = numberList(
    query.n,
    Array.from({ length: 30 }, (_, i) => i + 1),
  )
  const { people, points } = await retentionCurve(frame.scope, { ...spec, lastCohort: range.to }, days)
  return {
    ...headOf('retention', frame),
    until: spec.until,
    people,
    drill: cohortDrill(spec, [range.from, range.to], { how: 'any' }, people),
    readFrom: rollupServes(frame.scope, spec) ? 'rollup' : 'raw',
    points: points.map(point => ({
      ...point,
      exactRate: share(point.exact, point.eligible),
      rollingRate: share(point.rolling, point.eligible),
      rangeRate: share(point.range, point.eligible),
      wilson95: wilson(point.exact, point.eligible),
      drill: cohortDrill(spec, [range.from, range.to], { how: 'exact', n: point.n }, point.exact),
    })),
  }
}

export async function triangleAnswer(ctx: Context, query: QueryOf<typeof getRetentionTriangle>): Promise<TriangleReply> {
  const grain = query.grain ?? 'day'
  const { frame, spec } = await cohortFrame(ctx, query, grain)
  const rows = await retentionTriangle(frame.scope, { ...spec, lastCohort: frame.range.to }, query.columns ?? 31)
  return {
    ...headOf('retention-triangle', frame),
    until: spec.until,
    grain,
    rows: rows.map((row, c) => {
      const first: [string, string] = [cohortDay(spec, c), cohortDay(spec, c)]
      const drills = row.active.map((people, n) => cohortDrill(spec, first, { how: 'exact', n }, people))
      return { ...row, drill: cohortDrill(spec, first, { how: 'any' }, row.size), drills }
    }),
  }
}

type Came = { how: 'any' | 'exact' | 'from' | 'within' | 'not-within'; n?: number }

function cohortDrill(spec: CohortSpec, first: [string, string], came: Came, people: number): string | null {
  const only = {
    ...(spec.event === undefined ? {} : { event: spec.event }),
    ...(spec.carrier === undefined ? {} : { carrier: spec.carrier }),
  }
  return drillToken({ k: 'cohort', from: spec.from, until: spec.until, grain: spec.grain, first, ...came, ...only }, people)
}

type CohortQuery = { from?: string; to?: string; until?: string; event?: string; carrier?: string }

async function cohortFrame(ctx: Context, query: CohortQuery, grain: CohortSpec['grain']): Promise<{ frame: Frame; spec: CohortSpec }> {
  const frame = await frameOf(ctx, query)
  const until = query.until !== undefined && query.until > frame.range.to ? query.until : frame.range.to
  return { frame, spec: { from: frame.range.from, until, grain, event: query.event, carrier: query.carrier } }
}

export async function repurchaseAnswer(ctx: Context, query: QueryOf<typeof getRepurchase>): Promise<RepurchaseReply> {
  const event = query.event ?? 'order.pay'
  const grain = query.grain ?? 'month'
  const { frame, spec } = await cohortFrame(ctx, { ...query, event }, 'day')
  const { scope, range } = frame
  const days = { from: range.from, to: range.to, event }
  const [bought, period] = await Promise.all([
    repurchase(scope, { from: range.from, until: spec.until, lastCohort: range.to, event }, numberList(query.n, [30, 60, 90]), grain),
    periodRepurchase(scope, days),
  ])
  return {
    ...headOf('repurchase', frame),
    until: spec.until,
    event,
    points: bought.points.map(point => {
      const first: [string, string] = [range.from, lastEligible(range.to, spec.until, point.n)]
      return {
        ...point,
        rate: share(point.repurchased, point.buyers),
        wilson95: wilson(point.repurchased, point.buyers),
        drill: cohortDrill(spec, first, { how: 'within', n: point.n }, point.repurchased),
        buyersDrill: cohortDrill(spec, first, { how: 'any' }, point.buyers),
      }
    }),
    grain,
    cohorts: bought.cohorts.map(row => {
      const end = grain === 'day' ? row.cohort : addDays(addMonths(`${row.cohort}-01`, 1), -1)
      const begin = grain === 'day' ? row.cohort : `${row.cohort}-01`
      const first: [string, string] = [begin < range.from ? range.from : begin, end > range.to ? range.to : end]
      const points = row.points.map(point => ({ ...point, rate: share(point.repurchased, point.buyers) }))
      return { ...row, points, drill: cohortDrill(spec, first, { how: 'any' }, row.buyers) }
    }),
    period: {
      ...period,
      rateDays: share(period.buyersTwoDays, period.buyers),
      rateOrders: share(period.buyersTwoOrders, period.buyers),
      drill: drillToken({ k: 'period', ...days, days: 1, orders: 1 }, period.buyers),
    },
  }
}

/** The last first-day whose n days are over. */
function lastEligible(to: string, until: string, n: number): string {
  const last = addDays(until, -n)
  return last < to ? last : to
}

export async function multiCarrierAnswer(ctx: Context, query: QueryOf<typeof getMultiCarrier>): Promise<MultiCarrierReply> {
  const frame = await frameOf(ctx, query)
  const { from, to } = frame.range
  const only = query.goal === undefined ? {} : { goal: query.goal }
  const sets = await carrierSets(frame.scope, { from, to, ...only })
  const people = sets.reduce((sum, set) => sum + set.people, 0)
  const drill = (masks: number[], count: number) => drillToken({ k: 'carriers', from, to, masks, bought: false, ...only }, count)
  return {
    ...headOf('multi-carrier', frame),
    people,
    atLeast: [1, 2, 3].map(carriers => {
      const count = atLeast(sets, carriers)
      const masks = sets.map(set => set.mask).filter(mask => carriersIn(mask) >= carriers)
      return {
        carriers,
        people: count,
        of: people,
        rate: share(count, people),
        wilson95: wilson(count, people),
        drill: drill(masks, count),
      }
    }),
    combinations: sets.map(set => ({
      carriers: threeCarriers.filter((_, i) => set.mask & (1 << i)),
      people: set.people,
      buyers: set.buyers,
      rate: share(set.buyers, set.people),
      wilson95: wilson(set.buyers, set.people),
      drill: drill([set.mask], set.people),
    })),
  }
}

export async function lifecycleAnswer(ctx: Context, query: QueryOf<typeof getLifecycle>): Promise<LifecycleReply> {
  const frame = await frameOf(ctx, query, 84)
  const { scope, range } = frame
  const windows = { stayDays: query.stayDays ?? 7, convertDays: query.convertDays ?? 30, repurchaseDays: query.repurchaseDays ?? 30 }
  const until = range.to > range.today ? range.to : range.today
  const only = query.carrier === undefined ? {} : { carrier: query.carrier }
  const spec: LifecycleSpec = { from: range.from, to: range.to, until, goal: query.goal ?? 'order.pay', ...windows, ...only }
  const weeks = await lifecycleWeeks(scope, spec)
  const after = {
    traffic: 0,
    stay: windows.stayDays,
    convert: windows.convertDays,
    repurchase: windows.convertDays + windows.repurchaseDays,
  }
  const shareOf = (stage: Stage, people: number, of: number, first: [string, string]) => ({
    people,
    of,
    rate: share(people, of),
    wilson95: wilson(people, of),
    drill: drillToken({ k: 'lifecycle', ...spec, ...only, first, stage } as Parameters<typeof drillToken>[0], people),
  })
  const cohorts = weeks.map(week => {
    const sunday = addDays(week.week, 6)
    const first: [string, string] = [week.week < range.from ? range.from : week.week, sunday > range.to ? range.to : sunday]
    const stage = (name: Stage) => ({
      ...shareOf(name, week[name], week.traffic, first),
      complete: addDays(first[1], after[name]) < range.today,
    })
    return {
      week: week.week,
      isoWeek: isoWeek(week.week),
      traffic: stage('traffic'),
      stay: stage('stay'),
      convert: stage('convert'),
      repurchase: stage('repurchase'),
    }
  })
  const sum = (stage: Stage) => weeks.reduce((total, week) => total + week[stage], 0)
  const [traffic, stay, convert, repurchased] = stages.map(stage => shareOf(stage, sum(stage), sum('traffic'), [range.from, range.to]))
  return {
    ...headOf('lifecycle', frame),
    ...windows,
    goal: spec.goal,
    cohorts,
    total: { traffic: traffic!, stay: stay!, convert: convert!, repurchase: repurchased! },
  }
}

export async function diagnosesAnswer(ctx: Context, query: QueryOf<typeof getDiagnoses>): Promise<DiagnosesReply> {
  const frame = await frameOf(ctx, query)
  const { from, to } = frame.range
  const measures = await measureAll(frame.scope, { from, to })
  const diagnoses = (Object.keys(diagnosisKinds) as Diagnosis['id'][]).map((id): Diagnosis => {
    const { good, threshold: usual, carrier, name, definition, advice } = diagnosisKinds[id]
    const threshold = query[good] ?? usual
    const counts = measures[id]
    const drill = drillToken({ k: 'diagnosis', id, from, to, good: true }, counts.people)
    const measured = { ...counts, rate: share(counts.people, counts.of), wilson95: wilson(counts.people, counts.of), drill }
    return { id, carrier, name, definition, advice, threshold, measured, verdict: verdictOf(counts, threshold) }
  })
  return { ...headOf('diagnoses', frame), diagnoses }
}

export async function pathsAnswer(ctx: Context, query: QueryOf<typeof getPaths>): Promise<PathsReply> {
  const frame = await frameOf(ctx, query)
  const { fromMs, toMs } = frame.range
  const spec = { fromMs, toMs, of: query.of ?? 'carrier', length: query.length ?? 4, goal: query.goal ?? 'order.pay' }
  const { people, paths } = await pathCounts(frame.scope, spec, query.limit ?? 30)
  return {
    ...headOf('paths', frame),
    of: spec.of,
    length: spec.length,
    people,
    paths: paths.map(path => ({
      ...path,
      share: share(path.people, people),
      rate: share(path.converted, path.people),
      wilson95: wilson(path.converted, path.people),
      drill: drillToken({ k: 'path', ...spec, steps: path.steps }, path.people),
    })),
  }
}
