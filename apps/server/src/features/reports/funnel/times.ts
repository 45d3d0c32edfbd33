/**
 * How long does each step take? Over the people who complete: the median time from a step to the next, on the way that
 * begins with their first start that can complete and takes every next step as early as it comes.
 */
import { loadChSql } from '../../../infra/sql.ts'
import { fill, mergeMap, run, type Scope } from '../common/query.ts'
import { compile, type FunnelSpec } from './funnel.ts'

const blocks = loadChSql(new URL('./times.ch.sql', import.meta.url), ['median_steps'])

/** Seconds by step; null for the first one, and for all when nobody completes. */
export async function funnelStepSeconds(scope: Scope, spec: FunnelSpec): Promise<(number | null)[]> {
  const n = spec.steps.length
  const none: (number | null)[] = spec.steps.map(() => null)
  if (n < 2) return none
  const plan = compile(scope, { ...spec, mode: 'first_start', by: undefined })
  plan.params.values.all_steps = 2 ** n - 1
  const sql = fill(blocks.median_steps, {
    by_person: plan.byPerson,
    merge_map: mergeMap,
    start: startSql(n, plan.window, 's'),
    way: waySql(n, 's', 'start'),
    unit: String(plan.unit),
    from: '2',
    to: String(n + 1),
  })
  const [row] = await run<{ ms: (number | string)[]; people: string }>(scope, { sql, params: plan.params.values })
  if (!row || Number(row.people) === 0) return none
  return [null, ...row.ms.map(ms => Number(ms) / 1000)]
}

const none = '18446744073709551615'

/** The moment of the first start that can complete, 0 when none can. Read backwards: place k holds the earliest end of a chain whose step k lies ahead. */
function startSql(steps: number, window: bigint, list: string): string {
  const done = (k: string) => `if(${k} = ${steps}, x.1, acc[${k} + 1])`
  const next = `arrayMap(j -> multiIf(j <= ${steps}, if(bitTest(x.2, j - 1), ${done('j')}, acc[j]), bitTest(x.2, 0) and ${done('1')} < ${none} and ${done('1')} - x.1 <= ${window}, x.1, acc[j]), range(1, ${steps + 2}))`
  const begin = `arrayPushBack(arrayResize([]::Array(UInt64), ${steps}, toUInt64(${none})), toUInt64(0))`
  return `arrayElement(arrayFold((acc, x) -> ${next}, arrayReverse(${list}), ${begin}), ${steps + 1})`
}

/** The moments of the steps from `start` on, each as early as it comes; one event serves one step. */
function waySql(steps: number, list: string, start: string): string {
  const taken = `if(k = 1, x.1 = ${start}, before > 0 and bitTest(x.2, k - 1))`
  const next = `arrayMap((k, own, before) -> if(own = 0 and ${taken}, x.1, own), range(1, ${steps + 1}), acc, arrayPushFront(arrayPopBack(acc), toUInt64(0)))`
  return `arrayFold((acc, x) -> ${next}, ${list}, arrayResize([]::Array(UInt64), ${steps}, toUInt64(0)))`
}
