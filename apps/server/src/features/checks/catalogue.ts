/** The rules as they hold for a brand today, with who changed what. */
import { type Carrier, carriers, createRulebook, rulesOn, type Severity, sourcesOf } from '@wematrix/checks'
import type { Context } from '../../context.ts'
import { loadSql } from '../../infra/sql.ts'
import { brandChecks } from './brand-checks.ts'
import type { RuleInForce } from './schema.ts'
import { listSeverities } from './severities.ts'
import { isInForce } from './waived.ts'

const sql = loadSql(new URL('./reviews.sql', import.meta.url), ['live_by_rule'])

export async function listRules(ctx: Context): Promise<{ rules: RuleInForce[]; packs: string[] }> {
  const { ruleset, waivers } = await brandChecks(ctx)
  const { input } = ruleset
  const changes = await listSeverities(ctx)
  const live = new Map(
    (await ctx.db.query<{ rule: string; n: number }>(sql.live_by_rule, { brand_id: ctx.brandId })).map(row => [row.rule, row.n]),
  )
  const packOf = new Map(input.packs.flatMap(pack => pack.rules.map(rule => [rule.id, `${pack.id}@${pack.version}`])))
  const book = createRulebook(input)
  const now = ctx.clock.now().getTime()
  const rules = [...rulesOn({ ...input, changes: [] }).values()].map((rule): RuleInForce => {
    const own = changes.filter(change => change.rule === rule.id)
    const everywhere = own.find(({ carrier }) => carrier === null)
    const severity = everywhere ? everywhere.severity : rule.severity
    const held = (rule.carriers ?? carriers).map((carrier): [Carrier, Severity | null] => [carrier, book.severityOf(rule.id, carrier)])
    return {
      ...{ id: rule.id, family: rule.family, name: rule.name, carriers: rule.carriers ?? null, check: rule.check },
      ...{ packSeverity: rule.severity, packOn: { ...rule.on }, severity },
      on: Object.fromEntries(held.filter(([, one]) => one !== severity)),
      ...{ forbids: rule.forbids, penalty: rule.penalty, rewrite: rule.rewrite, source: rule.source, grade: rule.grade },
      cites: sourcesOf(rule.source).map(({ source: { name, grade }, clause }) => ({ name, clause, grade })),
      examples: rule.tests ?? [],
      ...{ from: rule.from, to: rule.to ?? null, pack: packOf.get(rule.id) ?? 'brand' },
      changes: own.map(({ rule: _, ...change }) => change),
      waivers: waivers.filter(waiver => waiver.rule === rule.id && isInForce(waiver, now)).length,
      live: live.get(rule.id) ?? 0,
    }
  })
  return { rules, packs: book.packs }
}
