/** Severities that a brand changed, with a reason. Only people do that: a key must not make a rule milder. */
import { type Carrier, type Rule, rulesOn, type Severity } from '@wematrix/checks'
import type { Context } from '../../context.ts'
import { AppError } from '../../errors.ts'
import { loadSql } from '../../infra/sql.ts'
import { actorOf, type BrandChecks, brandChecks, rulesChange, whoIs } from './brand-checks.ts'
import type { SeverityChange } from './brand-schema.ts'
import { scanAfterChange } from './scans.ts'

const sql = loadSql(new URL('./checks.sql', import.meta.url), ['list_severities', 'write_severity', 'delete_severity'])

type Row = { rule: string; carrier: Carrier | ''; severity: Severity | null; reason: string; by: string; at: Date }

export async function listSeverities(ctx: Context): Promise<SeverityChange[]> {
  const rows = await ctx.db.query<Row>(sql.list_severities, { brand_id: ctx.brandId })
  const who = await whoIs(
    ctx,
    rows.map(({ by }) => by),
  )
  return rows.map(({ carrier, by, at, ...row }) => ({
    ...row,
    carrier: carrier === '' ? null : carrier,
    by: who(by),
    at: at.toISOString(),
  }))
}

/** Throws `forbidden` for keys, `not_found` for a rule of no pack (rules of the brand are changed as such). */
export async function setSeverity(
  ctx: Context,
  rule: string,
  { carrier, severity, reason }: { carrier?: Carrier | undefined; severity: Severity | null; reason: string },
): Promise<SeverityChange> {
  onlyPeople(ctx)
  const before = ruleOf(await brandChecks(ctx), rule)
  await ctx.transaction(async ctx => {
    await rulesChange(ctx.db, ctx.brandId)
    await ctx.db.query(sql.write_severity, {
      ...{ brand_id: ctx.brandId, rule, carrier: carrier ?? '', severity, reason },
      ...{ by: actorOf(ctx), at: ctx.clock.now() },
    })
    await ctx.audit('checks.severity', rule, { carrier: carrier ?? 'all', pack: before.severity, severity: severity ?? 'off', reason })
    await scanAfterChange(ctx)
  })
  return (await listSeverities(ctx)).find(one => one.rule === rule && one.carrier === (carrier ?? null))!
}

/** Throws `not_found` when nothing was changed. */
export async function resetSeverity(ctx: Context, rule: string): Promise<void> {
  onlyPeople(ctx)
  await ctx.transaction(async ctx => {
    await rulesChange(ctx.db, ctx.brandId)
    if (!(await ctx.db.one(sql.delete_severity, { brand_id: ctx.brandId, rule })))
      throw new AppError('not_found', 'The severity of this rule was not changed.')
    await ctx.audit('checks.severity.reset', rule)
    await scanAfterChange(ctx)
  })
}

/** The rule of that id among those that hold today. Throws `not_found`. */
export function ruleOf({ ruleset }: BrandChecks, id: string): Rule {
  const rule = rulesOn(ruleset.input).get(id)
  if (!rule) throw new AppError('not_found', `No rule "${id}" is in force.`)
  return rule
}

/** Throws `forbidden`: who lets something pass must be somebody. */
export function onlyPeople({ actor }: Pick<Context, 'actor'>): void {
  if (actor.kind !== 'user') throw new AppError('forbidden', 'Only a signed-in person may do this, with their name under it.')
}
