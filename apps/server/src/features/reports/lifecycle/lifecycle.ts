/** How far does each week's traffic come: traffic → stay → convert → repurchase? */
import { loadChSql } from '../../../infra/sql.ts'
import { baseParams, personDays } from '../common/days.ts'
import { afterBits, eventColumns, lives, longestAfter } from '../common/lives.ts'
import { fill, mergeMap, type Query, run, type Scope } from '../common/query.ts'
import { notActivity, rollupServes } from '../retention/cohorts.ts'

const blocks = loadChSql(new URL('./lifecycle.ch.sql', import.meta.url), ['lives', 'stages', 'stages_months', 'board', 'who'])

export const stages = ['traffic', 'stay', 'convert', 'repurchase'] as const
export type Stage = (typeof stages)[number]

export type LifecycleSpec = {
  from: string
  to: string
  until: string
  goal: string
  stayDays: number
  convertDays: number
  repurchaseDays: number
  /** Only people first seen there. */
  carrier?: string | undefined
}

export type LifecycleWeek = { week: string } & Record<Stage, number>

/** People by Monday of the week they were first active. */
export async function lifecycleWeeks(scope: Scope, spec: LifecycleSpec): Promise<LifecycleWeek[]> {
  const { sql, params } = compile(scope, spec)
  const rows = await run<Record<keyof LifecycleWeek, string>>(scope, { sql: fill(blocks.board, { stages: sql }), params })
  return rows.map(row => ({
    week: row.week,
    traffic: Number(row.traffic),
    stay: Number(row.stay),
    convert: Number(row.convert),
    repurchase: Number(row.repurchase),
  }))
}

/** The people of some first days who reached a stage. */
export function lifecyclePeople(scope: Scope, spec: LifecycleSpec, first: { from: string; to: string }, stage: Stage): Query {
  const { sql, params } = compile(scope, spec)
  return {
    sql: fill(blocks.who, { stages: sql, stage: stage === 'traffic' ? '1' : stage }),
    params: { ...params, first_from: first.from, first_to: first.to },
  }
}

type Compiled = { sql: string; params: Record<string, unknown> }

function compile(scope: Scope, spec: LifecycleSpec): Compiled {
  const ready = fromMonths(scope, spec)
  if (ready) return ready
  const which = spec.carrier === undefined ? '' : ' and first_carrier = {carrier:String}'
  const sql = fill(blocks.stages, { lives: fill(blocks.lives, { person_days: personDays(scope), merge_map: mergeMap, which }) })
  const params = {
    ...baseParams(scope),
    from: spec.from,
    to: spec.to,
    until: spec.until,
    goal: spec.goal,
    passive: notActivity,
    stay_days: spec.stayDays,
    convert_days: spec.convertDays,
    repurchase_days: spec.repurchaseDays,
    ...(spec.carrier === undefined ? {} : { carrier: spec.carrier }),
  }
  return { sql, params }
}

/** The stages from the roll-up by month, where it knows the goal's days and the distances fit into its bits. */
function fromMonths(scope: Scope, spec: LifecycleSpec): Compiled | undefined {
  const goal = eventColumns[spec.goal]
  const far = Math.max(spec.stayDays, spec.convertDays, spec.repurchaseDays) > longestAfter
  if (!goal || spec.carrier !== undefined || far || !rollupServes(scope, {})) return undefined
  const ready = lives(spec, ['days', goal])
  if (!ready) return undefined
  const params = {
    ...baseParams(scope),
    ...ready.params,
    from: spec.from,
    stay_bits: afterBits(1, spec.stayDays),
    convert_days: spec.convertDays,
    repurchase_bits: afterBits(1, spec.repurchaseDays),
  }
  return { sql: fill(blocks.stages_months, { lives: ready.sql, goal }), params }
}
