/** How far does each week's traffic come: traffic → stay → convert → repurchase? */
import { loadChSql } from '../../../infra/sql.ts'
import { after, before, daySets } from '../common/day-sets.ts'
import { fill, type Query, run, type Scope } from '../common/query.ts'

const blocks = loadChSql(new URL('./lifecycle.ch.sql', import.meta.url), ['stages', 'board', 'who'])

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
  /** Only people who were seen there on their first day. */
  carrier?: string | undefined
}

export type LifecycleWeek = { week: string } & Record<Stage, number>

/** People by Monday of the week they were first active. */
export async function lifecycleWeeks(scope: Scope, spec: LifecycleSpec): Promise<LifecycleWeek[]> {
  const { sql, params } = stagesOf(scope, spec, spec)
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
  const { sql, params } = stagesOf(scope, spec, first)
  return { sql: fill(blocks.who, { stages: sql, stage }), params }
}

function stagesOf(scope: Scope, spec: LifecycleSpec, first: { from: string; to: string }): Query {
  const { from, until, goal, carrier } = spec
  const there = carrier === undefined ? {} : { there: { carriers: [carrier] } }
  const days = daySets(scope, { from, to: until, ever: true }, { active: {}, goal: { events: [goal] }, ...there })
  const met = 'bitmapAndnot(active, active_before)'
  const sql = fill(blocks.stages, {
    days: days.sql,
    met: carrier === undefined ? met : `bitmapAnd(${met}, there)`,
    before,
    within_stay: after(1, spec.stayDays),
    within_convert: after(1, spec.convertDays),
    within_repurchase: after(1, spec.repurchaseDays),
  })
  return { sql, params: { ...days.params, first_from: first.from, first_to: first.to } }
}
