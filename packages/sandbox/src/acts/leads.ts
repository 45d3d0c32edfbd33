/** Filling in the form of a live. Only the answers reach the account, never who gave them. */
import type { Person } from '../facts.ts'
import { homeOf } from '../state/portrait.ts'
import type { ActContext, ActResult } from './context.ts'

/** Fills in a form (the first that passed its audit) in the live that runs, or ran last. */
export function lead(
  context: ActContext,
  person: Person,
  options: { form?: string; phone?: string; name?: string; ad?: boolean } = {},
): ActResult {
  const { realm } = context
  const { channels, spec } = realm.account('channels')
  const form = channels.forms.find(
    one => one.status === 4 && (options.form === undefined || one.leads_component_id === String(options.form)),
  )
  const live = realm.world.content.lives.findLast(live => live.startsAt <= realm.clock.ms())
  if (!form) throw new Error('There is no such form that passed its audit.')
  if (!live) throw new Error('No live has been on yet.')
  const { province, city } = homeOf(realm.world.seed, person.index)
  channels.leads.push({
    formId: form.leads_component_id,
    exportId: live.exportId,
    at: realm.clock.ms(),
    phone: String(options.phone ?? person.phone.replace(/^\+86/, '')),
    name: String(options.name ?? person.name),
    city: [province, city],
    byAd: options.ad ?? false,
  })
  return { act: 'lead', person: person.name, account: spec.alias, form: form.leads_component_id, live: live.exportId, told: 'answers only' }
}
