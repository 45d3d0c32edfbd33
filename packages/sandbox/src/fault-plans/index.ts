/** Fault plans: what goes wrong by the world's clock, scripted and seeded. */
import type { Realm } from '../state/realm.ts'
import { readFaultPlan } from './plan.ts'
import { beginPlan, planView } from './running.ts'

export { type FaultPlan, FaultPlanError, type FaultStep, type PlannedFault, plannedFaults, readFaultPlan } from './plan.ts'
export { beginPlan, planView, type RunningPlan, skewMs, strike } from './running.ts'

/** What the control API does: loads a text (`file` is its name in messages) or a plan given as JSON, or stops the one that runs. */
export function changeFaultPlan(realm: Realm, { text, file, plan, stop }: Record<string, unknown>) {
  if (stop) delete realm.state.faultPlan
  else if (text !== undefined || plan !== undefined)
    beginPlan(
      realm,
      readFaultPlan(typeof text === 'string' ? text : JSON.stringify(plan, null, 2), file === undefined ? undefined : String(file)),
    )
  else throw new Error('Send the plan as "plan" (JSON) or "text" (a file’s content), or "stop": true.')
  return planView(realm)
}
