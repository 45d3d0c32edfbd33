/** From a drill token to the people behind a number: the very query that counted them, asked for names. */
import type { Db } from '../../../infra/postgres.ts'
import { dayOf } from '../../../stats/calendar.ts'
import { diagnosisPeople } from '../diagnoses/diagnoses.ts'
import { edgePeople } from '../flow/edges.ts'
import { funnelPeople } from '../funnel/funnel.ts'
import { activePeople } from '../kpis/people.ts'
import { unifiedPeople } from '../kpis/unified.ts'
import { lifecyclePeople } from '../lifecycle/lifecycle.ts'
import { carrierSetPeople } from '../multi-carrier/multi-carrier.ts'
import { pathPeople } from '../paths/paths.ts'
import { periodPeople } from '../repurchase/repurchase.ts'
import { cohortPeople } from '../retention/cohorts.ts'
import type { Drill } from './drill.ts'
import type { Query, Scope } from './query.ts'
import type { Words } from './schema.ts'

/** A query of the column `who`, or the numbers themselves where PostgreSQL knows them. */
export async function peopleBehind(scope: Scope, db: Db, drill: Drill): Promise<Query> {
  switch (drill.k) {
    case 'active':
      return activePeople(scope, drill, drill)
    case 'cohort': {
      const came = drill.how === 'any' ? ({ how: 'any' } as const) : { how: drill.how, n: drill.n ?? 0 }
      return cohortPeople(scope, drill, { firstFrom: drill.first[0], firstTo: drill.first[1] }, came)
    }
    case 'funnel': {
      const { windowMs, fromMs, toMs } = drill
      const [atLeast, atMost] = drill.levels
      return funnelPeople(scope, { ...drill, readUntilMs: toMs + Math.ceil(windowMs), fromMs }, { atLeast, atMost }, drill.value)
    }
    case 'edge':
      return edgePeople(scope, drill, drill.converted)
    case 'carriers':
      return carrierSetPeople(scope, drill, drill.masks, drill.bought)
    case 'period':
      return periodPeople(scope, drill, drill)
    case 'lifecycle':
      return lifecyclePeople(scope, drill, { from: drill.first[0], to: drill.first[1] }, drill.stage)
    case 'diagnosis':
      return diagnosisPeople(scope, drill, drill.id, drill.good)
    case 'path':
      return pathPeople(scope, drill, drill.steps)
    case 'unified': {
      const people = await unifiedPeople(db, scope.brandId, drill)
      return { sql: 'select arrayJoin({people:Array(UInt32)}) as who', params: { people } }
    }
  }
}

/** Days and kinds of event that the events behind a number are shown for. */
export function eventsBehind(scope: Scope, drill: Drill): { from: string; to: string; events?: string[]; carrier?: string } {
  const days = (fromMs: number, toMs: number) => ({ from: dayOf(fromMs, scope.zone), to: dayOf(toMs - 1, scope.zone) })
  switch (drill.k) {
    case 'active':
      return {
        from: drill.from,
        to: drill.to,
        ...(drill.event === undefined ? {} : { events: [drill.event] }),
        ...(drill.carrier === undefined ? {} : { carrier: drill.carrier }),
      }
    case 'cohort':
      return { from: drill.first[0], to: drill.until, ...(drill.event === undefined ? {} : { events: [drill.event] }) }
    case 'funnel':
      return { ...days(drill.fromMs, drill.toMs + drill.windowMs), events: [...new Set(drill.steps.map(step => step.event))] }
    case 'edge':
    case 'path':
    case 'unified':
      return days(drill.fromMs, drill.toMs)
    case 'period':
      return { from: drill.from, to: drill.to, events: [drill.event] }
    case 'lifecycle':
      return { from: drill.first[0], to: drill.until }
    default:
      return { from: drill.from, to: drill.to }
  }
}

/** What a token stands for, in words. */
export function describeDrill(drill: Drill): Words {
  const words: Record<Drill['k'], [string, string]> = {
    active: ['这段时间活跃的用户', 'People active in this range'],
    cohort: ['这批首次活跃用户中符合条件的人', 'People of these cohorts who meet the condition'],
    funnel: ['走到漏斗这一步的人', 'People who reached this step of the funnel'],
    edge: ['经这条边到达的人', 'People who arrived on this edge'],
    carriers: ['使用这些载体组合的人', 'People with this set of carriers'],
    period: ['这段时间下单的人', 'People who ordered in this range'],
    lifecycle: ['到达这一生命周期阶段的人', 'People who reached this stage of the lifecycle'],
    diagnosis: ['这项诊断里的人', 'People of this diagnosis'],
    path: ['走过这条路径的人', 'People who took this way'],
    unified: ['新打通的人', 'Newly unified people'],
  }
  const [zh, en] = words[drill.k]
  return { zh, en }
}
