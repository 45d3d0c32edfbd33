/** The time in which old and new secrets are both taken. */
import type { Context } from '../../context.ts'
import type { Rotation } from './schema.ts'

export const usualOverlapHours = 24
const hourMs = 3_600_000

/** The rotation of a row while its time lasts. */
export function runningRotation(row: { rotation: Rotation | null }, now: Date): Rotation | null {
  return row.rotation && now < new Date(row.rotation.until) ? row.rotation : null
}

export function overlapEnd(ctx: Context, hours = usualOverlapHours): Date {
  return new Date(ctx.clock.now().getTime() + hours * hourMs)
}

/** A change that begins now; its end is queued, so that it appears with the change or not at all. */
export async function newRotation(ctx: Context, carrierId: string, changed: Rotation['changed'], until: Date): Promise<Rotation> {
  const key = `rotation ${carrierId} ${until.toISOString()}`
  await ctx.jobs.add('carriers.rotation-end', { carrierId }, { key, runAt: until, brandId: ctx.brandId })
  const startedAt = ctx.clock.now().toISOString()
  const startedBy = `${ctx.actor.kind}:${ctx.actor.id}`
  return { changed, startedAt, startedBy, until: until.toISOString(), reversed: false, changedAt: startedAt }
}
