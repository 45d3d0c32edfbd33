/** Notes of the team on days, shown on charts. */
import type { Context } from '../../../context.ts'
import { AppError } from '../../../errors.ts'
import { newId } from '../../../infra/ids.ts'
import { loadSql } from '../../../infra/sql.ts'
import { checkedDay } from '../common/range.ts'
import type { Annotation } from './schema.ts'

const sql = loadSql(new URL('./annotations.sql', import.meta.url), ['list', 'insert', 'update', 'remove'])

type Row = { id: string; day: string; text: string; author: string; created_at: Date }
const toAnnotation = ({ created_at, ...row }: Row): Annotation => ({ ...row, createdAt: created_at.toISOString() })

/** Notes on days in [from, to], oldest first; without bounds all. */
export async function listAnnotations(ctx: Context, range: { from?: string | undefined; to?: string | undefined }): Promise<Annotation[]> {
  const params = { brand_id: ctx.brandId, from: range.from ?? null, to: range.to ?? null }
  return (await ctx.db.query<Row>(sql.list, params)).map(toAnnotation)
}

export async function createAnnotation(ctx: Context, input: { day: string; text: string }): Promise<Annotation> {
  const params = {
    brand_id: ctx.brandId,
    id: newId('ann'),
    day: checkedDay(input.day),
    text: input.text,
    author: await authorOf(ctx),
    created_at: ctx.clock.now(),
  }
  const row = await ctx.db.one<Row>(sql.insert, params)
  await ctx.audit('annotation.create', params.id)
  return toAnnotation(row!)
}

/** Throws `not_found`. */
export async function updateAnnotation(
  ctx: Context,
  id: string,
  change: { day?: string | undefined; text?: string | undefined },
): Promise<Annotation> {
  if (change.day !== undefined) checkedDay(change.day)
  const row = await ctx.db.one<Row>(sql.update, { brand_id: ctx.brandId, id, day: change.day ?? null, text: change.text ?? null })
  if (!row) throw new AppError('not_found', `There is no note ${id}.`)
  await ctx.audit('annotation.update', id)
  return toAnnotation(row)
}

/** Throws `not_found`. */
export async function deleteAnnotation(ctx: Context, id: string): Promise<{ deleted: boolean }> {
  const row = await ctx.db.one<{ id: string }>(sql.remove, { brand_id: ctx.brandId, id })
  if (!row) throw new AppError('not_found', `There is no note ${id}.`)
  await ctx.audit('annotation.delete', id)
  return { deleted: true }
}

async function authorOf(ctx: Context): Promise<string> {
  if (ctx.actor.kind !== 'user') return `${ctx.actor.kind}:${ctx.actor.id}`
  const user = await ctx.db.one<{ name: string; email: string }>('select name, email from users where id = :id', { id: ctx.actor.id })
  return user?.name || user?.email || ctx.actor.id
}
