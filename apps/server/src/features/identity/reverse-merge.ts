import type { Context } from '../../context.ts'
import { AppError } from '../../errors.ts'
import { loadSql } from '../../infra/sql.ts'
import { separate } from './settle.ts'

const sql = loadSql(new URL('./identity.sql', import.meta.url), ['find_merge', 'origin_nodes'])

type MergeRow = { id: string; from_person: number; into_person: number; undone_at: Date | null }

/**
 * Takes a merge back: the person that had gone in comes out again with the ids it brought, and what joined them is
 * marked so that the same sighting never merges them again. Events recorded in between follow their id.
 * Throws `not_found`, and `conflict` when it was taken back before.
 */
export async function reverseMerge(ctx: Context, mergeId: string): Promise<{ id: string; person: string; separatedFrom: string }> {
  return ctx.transaction(async ctx => {
    const merge = await ctx.db.one<MergeRow>(sql.find_merge, { brand_id: ctx.brandId, id: mergeId })
    if (!merge) throw new AppError('not_found', `There is no merge ${mergeId}.`)
    if (merge.undone_at) throw new AppError('conflict', 'This merge was taken back before.')
    const rows = await ctx.db.query<{ node: string; person: number }>(sql.origin_nodes, {
      brand_id: ctx.brandId,
      origin: merge.from_person,
    })
    if (rows.length === 0) throw new AppError('conflict', 'The ids of this person have moved on; nothing is left to take apart.')
    const deps = { db: ctx.db, events: ctx.events, now: () => ctx.clock.now() }
    await separate(
      deps,
      ctx.brandId,
      rows[0]!.person,
      rows.map(row => row.node),
      `${ctx.actor.kind}:${ctx.actor.id}`,
    )
    await ctx.audit('merge.reverse', mergeId, { from: merge.from_person, into: merge.into_person })
    return { id: mergeId, person: `per_${merge.from_person}`, separatedFrom: `per_${merge.into_person}` }
  })
}
