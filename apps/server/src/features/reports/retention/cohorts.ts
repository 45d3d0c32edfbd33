/**
 * Who comes back, and when: the pass over active days that retention, its triangle and repurchase share.
 *
 * Day 0 is a person's first active day in all history. Activity after `until` is ignored. Cohorts begin at `from`.
 */
import { loadChSql } from '../../../infra/sql.ts'
import { addDays, addMonths, dayNumber, dayOf, instantAt, shanghai, weekStart } from '../../../stats/calendar.ts'
import { bitsUpTo, lifeColumn, lifeMasks, longestAfter, wideFor } from '../common/lives.ts'
import { fill, mergeMap, mergeScalar, Params, type Query, run, type Scope } from '../common/query.ts'

const blocks = loadChSql(new URL('./retention.ch.sql', import.meta.url), [
  'active_rollup',
  'active_raw',
  'rows',
  'rows_bits',
  'rows_months',
  'lives',
  'cohorts',
  'people',
  'recurring',
])

export type CohortGrain = 'day' | 'week' | 'month'

export type CohortSpec = {
  /** First cohort; aligned to its week or month. */
  from: string
  /** Last day of observation, inclusive. */
  until: string
  grain: CohortGrain
  /** Only this event is activity; absent: all that a person does. */
  event?: string | undefined
  carrier?: string | undefined
  /** `rollup` needs a brand whose days are those of the roll-ups; absent: the roll-up where possible. */
  readFrom?: 'rollup' | 'raw' | undefined
}

/** What is done to a person and not by them is no activity. */
export const notActivity = ['message.sent', 'message.failed', 'coupon.grant'] as const

/** Roll-ups by day are cut in this zone. */
export const rollupZone = shanghai

/** People of cohort `c` (0 = the first) for which a fact holds at distance `o`; see the query. */
export type CohortFact = { kind: 0 | 1 | 2; c: number; o: number; people: number }

/**
 * All facts of a range; exact returns later than `maxOffset` are left out. `exact` gives only facts of kind 0, which is
 * all that a triangle needs.
 */
export async function cohortFacts(
  scope: Scope,
  spec: CohortSpec,
  maxOffset: number,
  kinds: 'exact' | 'all' = 'all',
): Promise<CohortFact[]> {
  const plan = compile(scope, spec)
  const os = plan.offsets
  const code = (kind: number, o: string) => `toUInt64(${kind * kindUnit} + first * ${firstUnit} + ${o})`
  // Near ones fit into 64 bits, which are quicker to walk over than wide ones.
  const near = plan.wide && maxOffset <= longestAfter
  const exactDays = near
    ? `bitPositionsToArray(bitAnd(toUInt64(bitShiftRight(mask, toUInt8(first))), toUInt64(${bitsUpTo(maxOffset)})))`
    : `arrayFilter(o -> o <= {max_offset:UInt32}, ${os})`
  const exact = `arrayMap(o -> ${code(0, 'o')}, ${exactDays})`
  const back = `[${code(1, `arrayElement(${os}, -1)`)}], arrayMap(o -> ${code(2, 'o')}, arraySlice(${os}, 2, 1))`
  const sql = fill(blocks.cohorts, {
    lives: plan.lives,
    merge_scalar: mergeScalar,
    facts: kinds === 'exact' ? exact : `arrayConcat(${exact}, ${back})`,
  })
  plan.params.values.max_offset = maxOffset
  const rows = await run<{ fact: string; people: string }>(scope, { sql, params: plan.params.values })
  return rows.map(({ fact: text, people }) => {
    const fact = Number(text)
    return {
      kind: Math.floor(fact / kindUnit) as 0 | 1 | 2,
      c: Math.floor((fact % kindUnit) / firstUnit),
      o: fact % firstUnit,
      people: Number(people),
    }
  })
}

/** Places of a fact's parts; no history has 65,536 periods. */
const firstUnit = 65_536
const kindUnit = firstUnit * firstUnit

/** How a person came back: active exactly, at the latest, or first again, so many days (weeks, months) after day 0. */
export type Return = { how: 'any' } | { how: 'exact' | 'from' | 'within' | 'not-within'; n: number }

/** The people of the cohorts `firstFrom` to `firstTo` (days or first days of weeks, months) who came back so. */
export function cohortPeople(scope: Scope, spec: CohortSpec, cohorts: { firstFrom: string; firstTo: string }, came: Return): Query {
  const plan = compile(scope, spec)
  const conditions = {
    any: () => '1',
    exact: (n: string) => `has(${plan.offsets}, ${n})`,
    from: (n: string) => `arrayMax(${plan.offsets}) >= ${n}`,
    within: (n: string) => `arrayExists(o -> o > 0 and o <= ${n}, ${plan.offsets})`,
    'not-within': (n: string) => `not arrayExists(o -> o > 0 and o <= ${n}, ${plan.offsets})`,
  }
  const condition = conditions[came.how]('n' in came ? plan.params.add(came.n, 'UInt32') : '0')
  const index = (day: string) => indexOf(day, spec)
  Object.assign(plan.params.values, { first_from: index(cohorts.firstFrom), first_to: index(cohorts.firstTo) })
  return { sql: fill(blocks.people, { lives: plan.lives, merge_scalar: mergeScalar, condition }), params: plan.params.values }
}

/** Cells (i, o): people active in period i and o periods later, whether or not it was their first. */
export async function recurringCells(scope: Scope, spec: CohortSpec): Promise<{ i: number; o: number; people: number }[]> {
  const plan = compile(scope, spec)
  const sql = fill(blocks.recurring, { active: plan.active, merge_map: mergeMap })
  const rows = await run<{ i: string; o: string; people: string }>(scope, { sql, params: plan.params.values })
  return rows.map(row => ({ i: Number(row.i), o: Number(row.o), people: Number(row.people) }))
}

/** The day a cohort number stands for. */
export function cohortDay(spec: CohortSpec, c: number): string {
  const base = baseOf(spec)
  return spec.grain === 'day' ? addDays(base, c) : spec.grain === 'week' ? addDays(base, 7 * c) : addMonths(base, c)
}

/** The number of the cohort that a day belongs to. */
export function indexOf(day: string, spec: CohortSpec): number {
  const base = baseOf(spec)
  if (spec.grain === 'month')
    return Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - Number(base.slice(0, 4)) * 12 - Number(base.slice(5, 7))
  const days = dayNumber(day) - dayNumber(base)
  return spec.grain === 'day' ? days : Math.floor(days / 7)
}

/** Whether the roll-ups can answer. */
export function rollupServes(scope: Scope, spec: Pick<CohortSpec, 'readFrom'>): boolean {
  return spec.readFrom === 'rollup' || (spec.readFrom !== 'raw' && scope.zone === rollupZone)
}

function baseOf({ from, grain }: CohortSpec): string {
  return grain === 'day' ? from : grain === 'week' ? weekStart(from) : `${from.slice(0, 7)}-01`
}

type Plan = {
  active: string
  /** `who`, `first` and `mask` of each person; needs `with (mergeScalar) as m`. */
  lives: string
  /** The integer that `mask` is; absent: it is a list. */
  wide: string | undefined
  /** Sorted distances from `first` in `mask`. */
  offsets: string
  params: Params
}

function compile(scope: Scope, spec: CohortSpec): Plan {
  const base = baseOf(spec)
  const rollup = rollupServes(scope, spec)
  const untilMs = instantAt(addDays(spec.until, 1), 0, scope.zone)
  const params = new Params({
    brand: scope.brandId,
    base,
    base_number: dayNumber(base),
    until: spec.until,
    until_ms: untilMs,
    zone: scope.zone,
  })
  const number = rollup ? 'toInt32(day)' : dayNumberColumn(scope, spec, untilMs, params)
  const since = `${number} - {base_number:Int32}`
  const index =
    spec.grain === 'month'
      ? `dateDiff('month', {base:Date}, toDate(toUInt16(${number})))`
      : spec.grain === 'week'
        ? `toInt32(floor((${since}) / 7))`
        : since
  const which =
    (spec.event === undefined
      ? ` and event not in ${params.add(notActivity, 'Array(String)')}`
      : ` and event = ${params.add(spec.event)}`) + (spec.carrier === undefined ? '' : ` and carrier = ${params.add(spec.carrier)}`)
  const active = fill(rollup ? blocks.active_rollup : blocks.active_raw, { index, which })
  const { gather, collect, wide, offsets } = mask(indexOf(spec.until, spec) + 1)
  const column = lifeColumn(spec.event, spec.carrier)
  const rows =
    rollup && column && spec.grain === 'day' && wide
      ? fill(blocks.rows_months, { column, masks: lifeMasks(wide, column) })
      : fill(wide ? blocks.rows_bits : blocks.rows, { gather, active })
  return { active, lives: fill(blocks.lives, { collect, rows }), wide, offsets, params }
}

/** The number of an event's local day since 1970. Where the zone's offset never changed in the time asked for, plain division does it. */
function dayNumberColumn(scope: Scope, spec: CohortSpec, untilMs: number, params: Params): string {
  const fixed = scope.zone === shanghai && spec.from >= '1992-01-01' && dayOf(untilMs, shanghai) >= '1992-01-01'
  if (!fixed) return 'toInt32(toDate(occurred_at, {zone:String}))'
  params.values.offset_ms = 8 * 3_600_000
  return 'toInt32(intDiv(toUnixTimestamp64Milli(occurred_at) + {offset_ms:Int64}, 86400000))'
}

/** One bit a period, and one (bit 0) for all time before, as long as there are bits; a list beyond. */
function mask(periods: number): { gather: string; collect: string; wide?: string; offsets: string } {
  const wide = wideFor(periods + 1)
  if (!wide) {
    const offsets = 'arraySort(arrayMap(d -> toUInt32(d - first), mask))'
    return { gather: 'groupUniqArrayIf(idx, idx >= 0)', collect: 'groupUniqArrayArray(b)', offsets }
  }
  return {
    gather: `groupBitOr(bitShiftLeft(to${wide}(1), toUInt8(greatest(idx, -1) + 1)))`,
    collect: 'groupBitOr(b)',
    wide,
    offsets: 'bitPositionsToArray(bitShiftRight(mask, toUInt8(first)))',
  }
}
