/** Words that a brand forbids. Each change is followed by a reading of everything live. */
import { createChecks } from '@wematrix/checks'
import type { Context } from '../../context.ts'
import { AppError } from '../../errors.ts'
import { newId } from '../../infra/ids.ts'
import { loadSql } from '../../infra/sql.ts'
import { actorOf, rulesChange, whoIs } from './brand-checks.ts'
import type { BrandRule, BrandRuleInput } from './brand-schema.ts'
import { rulesInForce } from './rules-in-force.ts'
import { scanAfterChange } from './scans.ts'
import type { Review, TextContent } from './schema.ts'

const sql = loadSql(new URL('./checks.sql', import.meta.url), ['list_words', 'find_words', 'write_words', 'delete_words', 'count_words'])

type Row = { id: string; rule: BrandRuleInput; by: string; at: Date }

/** More than this nobody looks after. */
const mostRules = 500

export async function listBrandRules(ctx: Context): Promise<BrandRule[]> {
  return described(ctx, await ctx.db.query<Row>(sql.list_words, { brand_id: ctx.brandId }))
}

/** Throws `conflict` when there are too many. */
export async function createBrandRule(ctx: Context, input: BrandRuleInput): Promise<BrandRule> {
  const id = newId('BRAND').replace('_', '-').toUpperCase()
  await ctx.transaction(async ctx => {
    await rulesChange(ctx.db, ctx.brandId)
    const { n } = (await ctx.db.one<{ n: number }>(sql.count_words, { brand_id: ctx.brandId }))!
    if (n >= mostRules) throw new AppError('conflict', `A brand has at most ${mostRules} rules of its own; put words together.`)
    await write(ctx, id, input)
    await ctx.audit('checks.rule.create', id, { name: input.name, severity: input.severity, reason: input.reason })
    await scanAfterChange(ctx)
  })
  return find(ctx, id)
}

/** Throws `not_found`. */
export async function updateBrandRule(ctx: Context, id: string, input: BrandRuleInput): Promise<BrandRule> {
  await ctx.transaction(async ctx => {
    await rulesChange(ctx.db, ctx.brandId)
    await find(ctx, id)
    await write(ctx, id, input)
    await ctx.audit('checks.rule.update', id, { name: input.name, severity: input.severity, reason: input.reason })
    await scanAfterChange(ctx)
  })
  return find(ctx, id)
}

/** Throws `not_found`. */
export async function deleteBrandRule(ctx: Context, id: string): Promise<void> {
  await ctx.transaction(async ctx => {
    await rulesChange(ctx.db, ctx.brandId)
    const gone = await ctx.db.one<{ rule: BrandRuleInput }>(sql.delete_words, { brand_id: ctx.brandId, id })
    if (!gone) throw new AppError('not_found', 'There is no such rule of the brand.')
    await ctx.audit('checks.rule.delete', id, { name: gone.rule.name })
    await scanAfterChange(ctx)
  })
}

/** What a rule would find, it alone. Pure. */
export function tryBrandRule(rule: BrandRuleInput, content: TextContent): Review {
  const words = [{ ...rule, id: 'BRAND-TRIAL', at: 0 }]
  return createChecks(rulesInForce([], { uploaded: [], severities: [], words, apps: [] }, '2000-01-01')).text(content)
}

async function write(ctx: Context, id: string, rule: BrandRuleInput): Promise<void> {
  await ctx.db.query(sql.write_words, {
    ...{ brand_id: ctx.brandId, id, rule: JSON.stringify(rule) },
    ...{ by: actorOf(ctx), at: ctx.clock.now() },
  })
}

async function find(ctx: Context, id: string): Promise<BrandRule> {
  const row = await ctx.db.one<Row>(sql.find_words, { brand_id: ctx.brandId, id })
  if (!row) throw new AppError('not_found', 'There is no such rule of the brand.')
  return (await described(ctx, [row]))[0]!
}

async function described(ctx: Context, rows: readonly Row[]): Promise<BrandRule[]> {
  const who = await whoIs(
    ctx,
    rows.map(({ by }) => by),
  )
  return rows.map(({ id, rule, by, at }) => ({ ...rule, id, by: who(by), at: at.toISOString() }))
}
