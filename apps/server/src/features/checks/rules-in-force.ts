/**
 * What a brand says about rules, in the words of the engine: the packs of the product, those uploaded in their place, its own
 * words, and the severities it changed. Pure.
 */
import { createHash } from 'node:crypto'
import { type Carrier, type DraftSettings, type Pack, type Rule, type RulebookInput, rulesOn, type Severity } from '@wematrix/checks'
import { dayOf } from '../../stats/calendar.ts'
import type { BrandRuleInput } from './brand-schema.ts'

/** An uploaded pack that was put in force then (Unix ms). */
export type UploadedPack = { body: Pack; forcedAt: number }
/** `carrier` '': on all. Null severity: off. */
export type SeverityOf = { rule: string; carrier: Carrier | ''; severity: Severity | null; reason: string }
export type BrandWords = BrandRuleInput & { id: string; at: number }

/** A living Mini Program; null: its pages are not known. `at`: when they were given (Unix ms). */
export type AppPagesKnown = { pages: string[] | null; at: number | null }

export type BrandSays = {
  uploaded: readonly UploadedPack[]
  severities: readonly SeverityOf[]
  words: readonly BrandWords[]
  apps: readonly AppPagesKnown[]
}

/** What the engine is made of. `settings`: limits of drafts that differ from the usual. */
export type RulesInput = RulebookInput & { settings?: Partial<DraftSettings> }

/** @param day  `YYYY-MM-DD` of Shanghai, the day whose rules are wanted */
export function rulesInForce(base: readonly Pack[], says: BrandSays, day: string): RulesInput & { day: string } {
  return {
    packs: packsInForce(base, says.uploaded, day),
    brandRules: says.words.map(asRule),
    changes: says.severities.map(({ carrier, ...change }) => (carrier === '' ? change : { ...change, carrier })),
    day,
    ...settingsOf(says.apps),
  }
}

/** A path names no app, so it is missed only where the pages of every one are known. */
function settingsOf(apps: readonly AppPagesKnown[]): Pick<RulesInput, 'settings'> {
  if (apps.length === 0 || apps.some(({ pages }) => pages === null)) return {}
  const day = dayOf(Math.min(...apps.map(({ at }) => at!)))
  const pagesFrom = { zh: `按 ${day} 提供的 app.json`, en: `by the app.json given on ${day}` }
  return { settings: { pages: [...new Set(apps.flatMap(({ pages }) => pages!))].sort(), pagesFrom } }
}

/** Of each id the uploaded version put in force last whose day has come, else the product's, which always holds. */
export function packsInForce(base: readonly Pack[], uploaded: readonly UploadedPack[], day: string): Pack[] {
  const held = new Map(base.map(pack => [pack.id, pack.from > day ? { ...pack, from: day } : pack]))
  for (const { body } of [...uploaded].sort((a, b) => a.forcedAt - b.forcedAt)) if (body.from <= day) held.set(body.id, body)
  return [...held.values()]
}

/** Names the rules by their content: the same name, the same verdicts. `engine`: the version of the code that reads. */
export function rulesetName(input: RulesInput, engine: string): string {
  const rules = [...rulesOn(input).values()]
  const packs = input.packs.map(({ id, version }) => `${id}@${version}`)
  return createHash('sha256')
    .update(JSON.stringify([engine, packs, rules, input.changes, ...(input.settings ? [input.settings] : [])]))
    .digest('hex')
    .slice(0, 24)
}

function asRule({ id, name, words, unless, surfaces, carriers, severity, reason, rewrite }: BrandWords): Rule {
  return {
    id,
    family: 'brand',
    name: { zh: name, en: name },
    ...(carriers ? { carriers } : {}),
    check: ['text'],
    severity,
    forbids: { zh: reason, en: reason },
    penalty: { zh: '品牌自己的规定', en: 'The brand’s own rule' },
    rewrite: rewrite ? { zh: rewrite, en: rewrite } : { zh: '换一种说法', en: 'Say it in another way' },
    source: 'BRAND',
    grade: 'D',
    from: '2000-01-01',
    words: { words, ...(unless ? { unless } : {}), ...(surfaces ? { surfaces } : {}) },
  }
}

/** Which rules differ between two versions of a pack, and in which of their fields. */
export function packDifference(before: Pack | undefined, after: Pack) {
  const was = new Map((before?.rules ?? []).map(rule => [rule.id, rule]))
  const is = new Map(after.rules.map(rule => [rule.id, rule]))
  return {
    added: [...is.keys()].filter(id => !was.has(id)),
    removed: [...was.keys()].filter(id => !is.has(id)),
    changed: [...is].flatMap(([rule, now]) => {
      const before = was.get(rule)
      const fields = before ? differing(before, now) : []
      return fields.length > 0 ? [{ rule, fields }] : []
    }),
  }
}

function differing(a: Rule, b: Rule): string[] {
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])] as (keyof Rule)[]
  return names.filter(name => canonical(a[name]) !== canonical(b[name])).sort()
}

/** JSON whose keys are in order, so that two ways of writing the same are the same. */
export function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (_key, part: unknown) =>
      part !== null && typeof part === 'object' && !Array.isArray(part)
        ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
        : part,
    ) ?? ''
  )
}
