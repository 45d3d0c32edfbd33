/** Exceptions for a time: what they cover is still found and shown, and lets pass. */
import type { Context } from '../../context.ts'
import { AppError } from '../../errors.ts'
import { newId } from '../../infra/ids.ts'
import { loadSql } from '../../infra/sql.ts'
import { actorOf, brandChecks, rulesChange, whoIs } from './brand-checks.ts'
import { longestWaiverDays, type Waiver } from './brand-schema.ts'
import { settleVerdictsAt } from './settle.ts'
import { onlyPeople, ruleOf } from './severities.ts'
import { isInForce } from './waived.ts'

const sql = loadSql(new URL('./checks.sql', import.meta.url), ['list_waivers', 'find_waiver', 'insert_waiver', 'end_waiver'])

type Row = {
  id: string
  rule: string
  artefact_kind: string | null
  artefact_id: string | null
  until: Date
  reason: string
  by: string
  at: Date
  ended_by: string | null
  ended_at: Date | null
}

const pageSize = 50
const dayMs = 86_400_000

export async function listWaivers(ctx: Context, after = ''): Promise<{ waivers: Waiver[]; next: string | null }> {
  const rows = await ctx.db.query<Row>(sql.list_waivers, { brand_id: ctx.brandId, after, limit: pageSize })
  return { waivers: await described(ctx, rows), next: rows.length === pageSize ? rows.at(-1)!.id : null }
}

export type WaiverInput = { rule: string; artefact?: { kind: string; id: string }; until: string; reason: string }

/** Throws `forbidden` for keys, `not_found` for an unknown rule, `invalid_input` for an end that is past or too far. */
export async function grantWaiver(ctx: Context, { rule, artefact, until, reason }: WaiverInput): Promise<Waiver> {
  onlyPeople(ctx)
  ruleOf(await brandChecks(ctx), rule)
  const [now, end] = [ctx.clock.now(), new Date(until)]
  if (!(end > now) || end.getTime() - now.getTime() > longestWaiverDays * dayMs)
    throw new AppError('invalid_input', `A waiver ends after now and within ${longestWaiverDays} days; choose another end.`)
  const id = newId('wvr')
  await ctx.transaction(async ctx => {
    await rulesChange(ctx.db, ctx.brandId)
    await ctx.db.query(sql.insert_waiver, {
      ...{ brand_id: ctx.brandId, id, rule, artefact_kind: artefact?.kind ?? null, artefact_id: artefact?.id ?? null },
      ...{ until: end, reason, by: actorOf(ctx), at: now },
    })
    await ctx.audit('checks.waiver.grant', id, { rule, artefact: artefact ?? 'all', until: end.toISOString(), reason })
    await settleVerdictsAt(ctx, rule, now)
    await settleVerdictsAt(ctx, rule, end)
  })
  return (await described(ctx, [await find(ctx, id)]))[0]!
}

/** Throws `not_found`, `conflict` for one that is over. */
export async function endWaiver(ctx: Context, id: string): Promise<void> {
  onlyPeople(ctx)
  await find(ctx, id)
  await ctx.transaction(async ctx => {
    await rulesChange(ctx.db, ctx.brandId)
    const now = ctx.clock.now()
    const ended = await ctx.db.one<{ rule: string }>(sql.end_waiver, { brand_id: ctx.brandId, id, by: actorOf(ctx), at: now })
    if (!ended) throw new AppError('conflict', 'The waiver is over already.')
    await ctx.audit('checks.waiver.end', id, { rule: ended.rule })
    await settleVerdictsAt(ctx, ended.rule, now)
  })
}

async function find(ctx: Context, id: string): Promise<Row> {
  const row = await ctx.db.one<Row>(sql.find_waiver, { brand_id: ctx.brandId, id })
  if (!row) throw new AppError('not_found', 'There is no such waiver.')
  return row
}

async function described(ctx: Context, rows: readonly Row[]): Promise<Waiver[]> {
  const who = await whoIs(
    ctx,
    rows.flatMap(({ by, ended_by }) => [by, ended_by]),
  )
  const now = ctx.clock.now().getTime()
  return rows.map(row => {
    const times = { from: row.at.getTime(), until: row.until.getTime(), endedAt: row.ended_at?.getTime() ?? null }
    return {
      id: row.id,
      rule: row.rule,
      artefact: row.artefact_kind === null ? null : { kind: row.artefact_kind, id: row.artefact_id! },
      until: row.until.toISOString(),
      reason: row.reason,
      by: who(row.by),
      at: row.at.toISOString(),
      ended: row.ended_at ? { by: who(row.ended_by!), at: row.ended_at.toISOString() } : null,
      state: row.ended_at ? 'ended' : isInForce({ id: row.id, rule: row.rule, artefact: null, ...times }, now) ? 'in_force' : 'over',
    }
  })
}
