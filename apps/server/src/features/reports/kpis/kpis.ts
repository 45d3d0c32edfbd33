/** The first row of the overview: a few figures, each with its definition and the same figure of the period before. */
import type { Db } from '../../../infra/postgres.ts'
import { addDays } from '../../../stats/calendar.ts'
import { share, wilson } from '../../../stats/wilson.ts'
import { drillToken } from '../common/drill.ts'
import type { Scope } from '../common/query.ts'
import { previousRange, type Range } from '../common/range.ts'
import { catalogue } from '../metrics/catalogue.ts'
import { atLeast, carrierSets, carriersIn } from '../multi-carrier/multi-carrier.ts'
import { type CohortFact, type CohortSpec, cohortFacts, indexOf } from '../retention/cohorts.ts'
import { totals } from './people.ts'
import type { Kpi } from './schema.ts'
import { unifiedPeople } from './unified.ts'

type Figure = Pick<Kpi, 'id' | 'unit' | 'value' | 'numerator' | 'denominator' | 'drill'>

/** All figures of the range with those of the range before. */
export async function kpis(scope: Scope, db: Db, range: Range): Promise<{ previous: Range; kpis: Kpi[] }> {
  const previous = previousRange(scope, range)
  const returning = await returns(scope, previous, range)
  const [now, before] = await Promise.all([figures(scope, db, range, returning), figures(scope, db, previous, returning)])
  const kpis = now.map((figure, i) => {
    const { name, definition, honesty } = catalogue[figure.id]
    const { numerator, denominator } = figure
    const interval = numerator !== undefined && denominator !== undefined ? { wilson95: wilson(numerator, denominator) } : {}
    return { ...figure, name, definition, honesty, previous: before[i]!.value, ...interval }
  })
  return { previous, kpis }
}

/** First days and returns, of activity and of orders, from 30 days before the earlier range. */
async function returns(scope: Scope, previous: Range, range: Range) {
  const spec: CohortSpec = { from: addDays(previous.from, -30), until: range.to, grain: 'day' }
  const orders: CohortSpec = { ...spec, event: 'order.pay' }
  const [activity, bought] = await Promise.all([cohortFacts(scope, spec, 30, 'exact'), cohortFacts(scope, orders, 0)])
  return { spec, activity, bought }
}

type Returns = Awaited<ReturnType<typeof returns>>

async function figures(scope: Scope, db: Db, range: Range, { spec, activity, bought }: Returns): Promise<Figure[]> {
  const days = { from: range.from, to: range.to }
  const [sums, unified, sets] = await Promise.all([totals(scope, days), unifiedPeople(db, scope.brandId, range), carrierSets(scope, days)])
  const several = atLeast(sets, 2)
  const seen = sets.reduce((sum, set) => sum + set.people, 0)
  const masks = sets.map(set => set.mask).filter(mask => carriersIn(mask) >= 2)
  const cohort = (n: number, facts: readonly CohortFact[], has: (fact: CohortFact) => boolean) => {
    const first = [addDays(range.from, -n), addDays(range.to, -n)] as const
    const [low, high] = [indexOf(first[0], spec), indexOf(first[1], spec)]
    const own = facts.filter(fact => fact.c >= low && fact.c <= high)
    const sum = (test: (fact: CohortFact) => boolean) => own.reduce((total, fact) => total + (test(fact) ? fact.people : 0), 0)
    const denominator = sum(fact => fact.kind === 0 && fact.o === 0)
    const numerator = sum(has)
    return { first: [...first] as [string, string], numerator, denominator, value: share(numerator, denominator) }
  }
  const retained = (n: 7 | 30): Figure => {
    const { first, ...counts } = cohort(n, activity, fact => fact.kind === 0 && fact.o === n)
    const drill = drillToken({ k: 'cohort', from: spec.from, until: spec.until, grain: 'day', first, how: 'exact', n }, counts.numerator)
    return { id: `retention-${n}`, unit: 'share', ...counts, drill }
  }
  const again = cohort(30, bought, fact => fact.kind === 2 && fact.o <= 30)
  const active = (event?: string) => drillToken({ k: 'active', ...days, ...(event ? { event } : {}) }, event ? sums.orders : sums.people)
  return [
    { id: 'people', unit: 'people', value: sums.people, drill: active() },
    {
      id: 'unified-people',
      unit: 'people',
      value: unified.length,
      drill: drillToken({ k: 'unified', fromMs: range.fromMs, toMs: range.toMs }, unified.length),
    },
    retained(7),
    retained(30),
    {
      id: 'multi-carrier',
      unit: 'share',
      value: share(several, seen),
      numerator: several,
      denominator: seen,
      drill: drillToken({ k: 'carriers', ...days, masks, bought: false }, several),
    },
    {
      id: 'repurchase-30',
      unit: 'share',
      value: again.value,
      numerator: again.numerator,
      denominator: again.denominator,
      drill: drillToken(
        { k: 'cohort', from: spec.from, until: spec.until, grain: 'day', event: 'order.pay', first: again.first, how: 'within', n: 30 },
        again.numerator,
      ),
    },
    { id: 'orders', unit: 'orders', value: sums.orders, drill: active('order.pay') },
    { id: 'gmv', unit: 'fen', value: sums.gmv, drill: active('order.pay') },
  ]
}
