/** The first row of the overview: a few figures, each with its definition and the same figure of the period before. */
import type { Db } from '../../../infra/postgres.ts'
import { addDays } from '../../../stats/calendar.ts'
import { share, wilson } from '../../../stats/wilson.ts'
import { drillToken } from '../common/drill.ts'
import type { Scope } from '../common/query.ts'
import { previousRange, type Range } from '../common/range.ts'
import { catalogue } from '../metrics/catalogue.ts'
import { atLeast, carrierSets, carriersIn } from '../multi-carrier/multi-carrier.ts'
import { type Days, totals } from './people.ts'
import { type FirstDay, firstDays } from './returns.ts'
import type { Kpi } from './schema.ts'
import { unifiedPeople } from './unified.ts'

type Figure = Pick<Kpi, 'id' | 'unit' | 'value' | 'numerator' | 'denominator' | 'drill'>

/** All figures of the range with those of the range before. */
export async function kpis(scope: Scope, db: Db, range: Range): Promise<{ previous: Range; kpis: Kpi[] }> {
  const previous = previousRange(scope, range)
  const seen = { from: addDays(previous.from, -30), to: range.to }
  const first = firstDays(scope, seen)
  const [now, before] = await Promise.all([figures(scope, db, range, seen, first), figures(scope, db, previous, seen, first)])
  const kpis = now.map((figure, i) => {
    const { name, definition, honesty } = catalogue[figure.id]
    const { numerator, denominator } = figure
    const interval = numerator !== undefined && denominator !== undefined ? { wilson95: wilson(numerator, denominator) } : {}
    return { ...figure, name, definition, honesty, previous: before[i]!.value, ...interval }
  })
  return { previous, kpis }
}

/** `seen`: the days in which first days and returns are looked for. */
async function figures(scope: Scope, db: Db, range: Range, seen: Days, first: Promise<FirstDay[]>): Promise<Figure[]> {
  const days = { from: range.from, to: range.to }
  const [firsts, sums, unified, sets] = await Promise.all([
    first,
    totals(scope, days),
    unifiedPeople(db, scope.brandId, range),
    carrierSets(scope, days),
  ])
  const several = atLeast(sets, 2)
  const people = sets.reduce((sum, set) => sum + set.people, 0)
  const masks = sets.map(set => set.mask).filter(mask => carriersIn(mask) >= 2)
  /** Those of the people (buyers) first seen n days before the range who came back; their n days end in it. */
  const back = (id: Figure['id'], n: number, of: 'people' | 'buyers', good: 'back7' | 'back30' | 'again30'): Figure => {
    const [low, high] = [addDays(range.from, -n), addDays(range.to, -n)]
    const own = firsts.filter(({ day }) => day >= low && day <= high)
    const denominator = own.reduce((sum, day) => sum + day[of], 0)
    const numerator = own.reduce((sum, day) => sum + day[good], 0)
    const which = of === 'buyers' ? ({ event: 'order.pay', how: 'within' } as const) : ({ how: 'exact' } as const)
    const drill = drillToken({ k: 'cohort', from: seen.from, until: seen.to, grain: 'day', first: [low, high], n, ...which }, numerator)
    return { id, unit: 'share', value: share(numerator, denominator), numerator, denominator, drill }
  }
  const active = (event?: string) => drillToken({ k: 'active', ...days, ...(event ? { event } : {}) }, event ? sums.orders : people)
  return [
    { id: 'people', unit: 'people', value: people, drill: active() },
    {
      id: 'unified-people',
      unit: 'people',
      value: unified.length,
      drill: drillToken({ k: 'unified', fromMs: range.fromMs, toMs: range.toMs }, unified.length),
    },
    back('retention-7', 7, 'people', 'back7'),
    back('retention-30', 30, 'people', 'back30'),
    {
      id: 'multi-carrier',
      unit: 'share',
      value: share(several, people),
      numerator: several,
      denominator: people,
      drill: drillToken({ k: 'carriers', ...days, masks, bought: false }, several),
    },
    back('repurchase-30', 30, 'buyers', 'again30'),
    { id: 'orders', unit: 'orders', value: sums.orders, drill: active('order.pay') },
    { id: 'gmv', unit: 'fen', value: sums.gmv, drill: active('order.pay') },
  ]
}
