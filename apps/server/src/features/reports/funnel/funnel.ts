/**
 * How many people pass a chain of steps within a window?
 *
 * `ordered`: the longest beginning of the steps that can be found as a chain going strictly forward in (time, arrival);
 * any step-1 event may start it; other events in between do not matter; one event serves one step; last - first ≤ window.
 * `ordered_tie_any`: the same, events of one millisecond in any order. `first_start`: only the first step-1 event starts.
 * `strict`: the steps are consecutive events of the person. `unordered`: most different steps inside one window.
 */
import { AppError } from '../../../errors.ts'
import { loadChSql } from '../../../infra/sql.ts'
import { groupBy } from '../common/group.ts'
import { fill, mergeMap, mergeScalar, Params, type Query, run, type Scope } from '../common/query.ts'
import { levelSql, packedSpanMs, packedSql, tieLevelSql, tookSql } from './fold.ts'
import type { FunnelMode, FunnelStep } from './schema.ts'
import { kindsOf, propertySql, stepSql } from './steps.ts'

const blocks = loadChSql(new URL('./funnel.ch.sql', import.meta.url), [
  'by_person',
  'moments',
  'packs',
  'judged',
  'gathered',
  'reached',
  'levels',
  'levels_by',
  'who',
  'median_seconds',
])

/** Instants are half-open: a chain begins in [fromMs, toMs) and ends before `readUntilMs`. */
export type FunnelSpec = {
  steps: readonly FunnelStep[]
  mode: FunnelMode
  windowMs: number
  fromMs: number
  toMs: number
  readUntilMs: number
  by?: string | undefined
}

/** People who reached step 1, 2, … */
export async function funnelLevels(scope: Scope, spec: FunnelSpec): Promise<number[]> {
  const { apart, firsts } = kindsOf(spec.steps)
  const fits = spec.readUntilMs - spec.fromMs < packedSpanMs
  if (spec.mode !== 'ordered' || !apart || firsts.length < spec.steps.length || !fits)
    return reached(spec.steps.length, await levels(scope, spec))
  const { people, disputed } = await packedReached(scope, spec)
  // Data without milliseconds: everyone is disputed, so everyone is judged one by one.
  if (disputed.length > 50_000) return reached(spec.steps.length, await levels(scope, spec))
  const rest = disputed.length > 0 ? reached(spec.steps.length, await levels(scope, spec, disputed)) : []
  return people.map((n, i) => n + (rest[i] ?? 0))
}

type Level = { level: string; people: string }

/** People by level; with `whose` only of these persons, with all numbers that are merged into them. */
async function levels(scope: Scope, spec: FunnelSpec, whose?: number[]): Promise<Level[]> {
  const plan = compile(
    scope,
    spec,
    whose && ` and (person in {whose:Array(UInt32)} or person in (select p from (${mergeMap}) where r in {whose:Array(UInt32)}))`,
  )
  const sql = fill(blocks.levels, { by_person: plan.byPerson, merge_map: mergeMap, own: plan.own, together: plan.together })
  return run<Level>(scope, { sql, params: { ...plan.params.values, whose: whose ?? [] } })
}

/** People by step, for steps of different events; those are left out, by number, for whom the order within a millisecond could matter. */
async function packedReached(scope: Scope, spec: FunnelSpec): Promise<{ people: number[]; disputed: number[] }> {
  const { steps, windowMs, fromMs, toMs, readUntilMs } = spec
  if (steps.length > 20) throw tooManySteps()
  const params = new Params({ brand: scope.brandId, from_ms: fromMs, to_ms: toMs, read_until_ms: readUntilMs })
  const names = params.add(
    steps.map(step => step.event),
    'Array(String)',
  )
  const plain = toMs >= readUntilMs && steps.every(step => (step.where ?? []).length === 0)
  const step = plain
    ? `cast(transform(event, ${names}, ${params.add(
        steps.map((_, i) => i + 1),
        'Array(UInt8)',
      )}, 0) as UInt8)`
    : `multiIf(${stepConditions(spec, params).map((condition, i) => `${condition}, ${i + 1}`)}, 0)`
  const window = Math.min(windowMs, Math.max(1, readUntilMs - fromMs))
  const judged = (rows: string) => {
    const { starts, persons, counts } = packedSql(steps.length, window, rows)
    return fill(blocks.judged, { starts, persons, counts })
  }
  const packs = judged(fill(blocks.packs, { step, which: `and event in ${names}` }))
  const gathered = judged(fill(blocks.gathered, { packs }))
  const sql = fill(blocks.reached, { merge_scalar: mergeScalar, gathered })
  const [row] = await run<{ people: string[]; disputed: number[] }>(scope, { sql, params: params.values })
  return { people: steps.map((_, i) => Number(row?.people[i] ?? 0)), disputed: row?.disputed ?? [] }
}

/** Each step as a condition; a chain begins before `toMs`. */
function stepConditions({ steps, toMs, readUntilMs }: FunnelSpec, params: Params): string[] {
  return steps.map((step, i) => {
    const condition = stepSql(step, params)
    return i === 0 && toMs < readUntilMs ? `(${condition} and occurred_at < fromUnixTimestamp64Milli({to_ms:Int64}))` : condition
  })
}

const tooManySteps = () => new AppError('invalid_input', 'A funnel has at most 20 steps.')

export type FunnelGroup = { value: string; people: number[] }

/** The same by a property of the person's first step; largest first, those past `most` summed up as `…`. */
export async function funnelBreakdown(scope: Scope, spec: FunnelSpec, most = 20): Promise<FunnelGroup[]> {
  const plan = compile(scope, spec)
  const sql = fill(blocks.levels_by, { by_person: plan.byPerson, merge_map: mergeMap, own: plan.own, together: plan.together })
  const rows = await run<{ value: string; level: string; people: string }>(scope, { sql, params: plan.params.values })
  const groups = [...groupBy(rows, row => row.value)]
    .map(([value, rows]) => ({ value, people: reached(spec.steps.length, rows) }))
    .sort((a, b) => b.people[0]! - a.people[0]! || (a.value < b.value ? -1 : 1))
  const rest = groups.slice(most)
  if (rest.length === 0) return groups
  return [
    ...groups.slice(0, most),
    { value: '…', people: spec.steps.map((_, i) => rest.reduce((sum, group) => sum + group.people[i]!, 0)) },
  ]
}

/** The people whose deepest step lies between two levels (1-based, inclusive); `value` narrows to one of the breakdown. */
export function funnelPeople(scope: Scope, spec: FunnelSpec, levels: { atLeast: number; atMost: number }, value?: string): Query {
  const plan = compile(scope, value === undefined ? { ...spec, by: undefined } : spec)
  plan.params.values.at_least = levels.atLeast
  plan.params.values.at_most = levels.atMost
  const narrowed = value !== undefined
  const sql = fill(blocks.who, {
    by_person: plan.byPerson,
    merge_map: mergeMap,
    all: plan.all,
    who_columns: narrowed ? ', f.v as v, f.f as f' : '',
    who_value: narrowed ? ', argMinIf(a.v, a.f, a.f > 0) as value' : '',
    who_filter: narrowed ? ` and value = ${plan.params.add(value)}` : '',
  })
  return { sql, params: plan.params.values }
}

/** Ordinary median of the seconds from the first start that can complete to its earliest completion; null when nobody completes. */
export async function funnelMedianSeconds(scope: Scope, spec: FunnelSpec): Promise<number | null> {
  const plan = compile(scope, { ...spec, mode: 'first_start', by: undefined })
  plan.params.values.all_steps = 2 ** spec.steps.length - 1
  const took = tookSql(spec.steps.length, plan.window, plan.unit, 's')
  const sql = fill(blocks.median_seconds, { by_person: plan.byPerson, merge_map: mergeMap, took })
  const [row] = await run<{ seconds: number; people: string }>(scope, { sql, params: plan.params.values })
  return row && Number(row.people) > 0 ? row.seconds : null
}

function reached(steps: number, rows: { level: string; people: string }[]): number[] {
  return Array.from({ length: steps }, (_, i) => rows.reduce((sum, row) => sum + (Number(row.level) > i ? Number(row.people) : 0), 0))
}

/** `own`, `together`, `all`: the level of one number, of the merged numbers of a group, of all numbers of a group. */
type Plan = { byPerson: string; own: string; together: string; all: string; params: Params; window: bigint; unit: bigint }

/** Bits for the place of an event in its batch; the rest of the tie bits hold the batch. */
const placeBits = 14

export function compile(scope: Scope, spec: FunnelSpec, whose = ''): Plan {
  const { steps, mode } = spec
  if (steps.length > 20) throw tooManySteps()
  const { kinds, firsts, apart } = kindsOf(steps)
  if (mode === 'unordered' && firsts.length < steps.length) {
    throw new AppError('invalid_input', 'An unordered funnel needs steps that are all different.')
  }
  if (mode === 'ordered_tie_any' && !apart && firsts.length > 1) {
    throw new AppError('invalid_input', 'This mode needs steps that are the same or of different events; use "ordered".')
  }
  const ties = mode !== 'ordered_tie_any'
  const { u, window, unit } = moment(spec, ties)
  const params = new Params({ brand: scope.brandId, from_ms: spec.fromMs, to_ms: spec.toMs, read_until_ms: spec.readUntilMs })
  const conditions = stepConditions(spec, params)
  const names = [...new Set(steps.map(step => step.event))]
  const which = (mode === 'strict' ? '' : `and event in ${params.add(names, 'Array(String)')}`) + whose
  const by = spec.by ? propertySql(spec.by, params) : undefined
  const byColumns = by ? `, argMinIf(${by}, ${u}, ${conditions[0]}) as v, minIf(${u}, ${conditions[0]}) as f` : ''
  const rest = { params, window, unit }
  const byPerson = (collected: string) => fill(blocks.by_person, { collected, by_columns: byColumns, which })

  if ((mode === 'ordered' || mode === 'ordered_tie_any') && apart && firsts.length === steps.length) {
    const merge = (condition: string) => `windowFunnelMerge${condition ? 'If' : ''}(${window})(a.s${condition})`
    return {
      ...rest,
      byPerson: byPerson(`windowFunnelState(${window})(${u}, ${conditions.join(', ')})`),
      own: 'finalizeAggregation(a.s)',
      together: merge(', a.r > 0'),
      all: merge(''),
    }
  }
  const level =
    mode === 'ordered_tie_any'
      ? (list: string) => tieLevelSql(kinds, window, list)
      : (list: string) => levelSql(mode, steps.length, window, list)
  const folded = {
    own: level('arraySort(a.s)'),
    together: level('arraySort(groupArrayArrayIf(a.s, a.r > 0))'),
    all: level('arraySort(groupArrayArray(a.s))'),
  }
  if (mode === 'ordered_tie_any') {
    if (by) throw new AppError('invalid_input', 'A breakdown is not possible in this mode; use "ordered".')
    const counts = `[${firsts.map(i => `countIf(${conditions[i]})`).join(', ')}]`
    return { ...rest, ...folded, byPerson: fill(blocks.moments, { u, counts, which }) }
  }
  const bits = conditions.map((condition, i) => `if(${condition}, ${2 ** i}, 0)`).join(' + ')
  return { ...rest, ...folded, byPerson: byPerson(`groupArray((${u}, toUInt32(${bits})))`) }
}

/**
 * A number that orders a person's events by (time, batch, place) without ties: milliseconds since the range's begin in
 * the upper bits, batch and place below. One bit stays free, so that a window in these units is exact to the
 * millisecond. Without `ties` the lower bits are empty. Batches differ in their low bits unless two events of one
 * person in one millisecond came 2^(tie bits) batches apart.
 */
function moment(spec: FunnelSpec, ties: boolean): { u: string; window: bigint; unit: bigint } {
  const span = Math.max(1, spec.readUntilMs - spec.fromMs)
  const bits = BigInt(Math.min(33, 62 - Math.ceil(Math.log2(span + 2))))
  const unit = 1n << bits
  const window = BigInt(Math.min(spec.windowMs, span)) * unit + unit / 2n
  const time = '(toUnixTimestamp64Milli(occurred_at) - {from_ms:Int64} + 1)'
  const tie = ties ? ` + bitAnd(bitShiftLeft(batch, ${placeBits}) + n, ${unit / 2n - 1n})` : ''
  return { u: `toUInt64(${time} * ${unit}${tie})`, window, unit }
}
