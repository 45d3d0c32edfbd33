/** What would undoing this merge give back? Read before it is done. */
import type { Context } from '../../../context.ts'
import { loadChSql, loadSql } from '../../../infra/sql.ts'
import { identityOf } from '../../identity/nodes.ts'
import { personNo } from '../ids.ts'
import { readMerge } from '../person.ts'
import type { MergePreview } from './schema.ts'

const sql = loadSql(new URL('../../identity/identity.sql', import.meta.url), ['origin_nodes'])
const ch = loadChSql(new URL('./preview.ch.sql', import.meta.url), ['events_of_ids'])

/** Throws `not_found`. */
export async function previewReversal(ctx: Context, id: string): Promise<MergePreview> {
  const merge = await readMerge(ctx, id)
  const origin = personNo(merge.from)
  const rows = await ctx.db.query<{ node: string; person: number }>(sql.origin_nodes, { brand_id: ctx.brandId, origin })
  const nodes = rows.map(row => row.node)
  const persons = [...new Set([origin, personNo(merge.into), ...rows.map(row => row.person)])]
  const [sums] = await ctx.events.query<{ n: string; paid: string }>(ch.events_of_ids, { brand: ctx.brandId, persons, nodes, origin })
  return {
    id,
    from: merge.from,
    into: merge.into,
    identities: nodes.map(node => {
      const { kind, app_id, value } = identityOf(node)
      return { kind, appId: app_id, value: kind === 'phone' ? `${value.slice(0, 8)}…` : value }
    }),
    events: Number(sums?.n ?? 0),
    valueFen: Number(sums?.paid ?? 0),
    possible: merge.undoneAt === null && rows.length > 0 && rows[0]!.person !== origin,
  }
}
