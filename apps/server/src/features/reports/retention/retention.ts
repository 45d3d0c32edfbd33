/**
 * What share of the people first seen in a range comes back n days later, and how does each cohort fade?
 *
 * Day 0 is the first active day. For n, eligible are those whose day 0 + n is not after `until`. exact: active on
 * day 0 + n; rolling: on any day from day 0 + n to `until`; range: on any day after day 0 up to day 0 + n.
 */
import { times } from '../common/group.ts'
import type { Scope } from '../common/query.ts'
import { type CohortFact, type CohortSpec, cohortDay, cohortFacts, indexOf } from './cohorts.ts'

export type RetentionCount = { n: number; eligible: number; exact: number; rolling: number; range: number }

/** The curve at the days `n`; cohorts are those first seen from `spec.from` to `lastCohort`. */
export async function retentionCurve(
  scope: Scope,
  spec: CohortSpec & { lastCohort?: string | undefined },
  n: readonly number[],
): Promise<{ people: number; points: RetentionCount[] }> {
  const facts = await cohortFacts(scope, { ...spec, grain: 'day' }, Math.max(0, ...n))
  return curveOf(facts, { last: indexOf(spec.until, spec), lastCohort: indexOf(spec.lastCohort ?? spec.until, spec) }, n)
}

/** The curve out of facts; `last` and `lastCohort` are cohort numbers. Activity never lies after `last`, so whoever is active on day n is eligible for it. */
export function curveOf(
  facts: readonly CohortFact[],
  { last, lastCohort }: { last: number; lastCohort: number },
  n: readonly number[],
): { people: number; points: RetentionCount[] } {
  const own = facts.filter(fact => fact.c <= lastCohort)
  const count = (test: (fact: CohortFact) => boolean) => own.reduce((sum, fact) => sum + (test(fact) ? fact.people : 0), 0)
  const points = n.map(n => ({
    n,
    eligible: count(fact => fact.kind === 0 && fact.o === 0 && fact.c + n <= last),
    exact: count(fact => fact.kind === 0 && fact.o === n),
    rolling: count(fact => fact.kind === 1 && fact.o >= n),
    range: count(fact => fact.kind === 2 && fact.o <= n && fact.c + n <= last),
  }))
  return { people: count(fact => fact.kind === 0 && fact.o === 0), points }
}

export type CohortRow = { cohort: string; size: number; active: number[] }

/** One row per cohort from `spec.from` to `lastCohort`, empty ones too; only cells that can be observed. */
export async function retentionTriangle(
  scope: Scope,
  spec: CohortSpec & { lastCohort: string },
  columns = Number.POSITIVE_INFINITY,
): Promise<CohortRow[]> {
  const last = indexOf(spec.until, spec)
  const facts = await cohortFacts(scope, spec, Math.min(columns - 1, last), 'exact')
  const cells = new Map(facts.filter(fact => fact.kind === 0).map(fact => [`${fact.c} ${fact.o}`, fact.people]))
  return times(indexOf(spec.lastCohort, spec) + 1, c => {
    const active = times(Math.min(columns, last - c + 1), o => cells.get(`${c} ${o}`) ?? 0)
    return { cohort: cohortDay(spec, c), size: cells.get(`${c} 0`) ?? 0, active }
  })
}
