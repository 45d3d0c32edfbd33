/**
 * The second stage: stretches that read like breaches where the rules of the first stage found nothing, and stretches that read
 * like innocent copy where they did. It knows likeness, not relations, so its hits are marked `learned` and weigh `warn` at most,
 * and what it doubts is still told.
 */
import { readFileSync } from 'node:fs'
import { basePacks } from '../packs/index.ts'
import type { Carrier, Hit, Rule, TextInput, Words } from '../types.ts'
import { featuresOf, type Reading } from './features.ts'
import { glanceAt } from './glance.ts'
import { flagOf, likenessOf, type Model, mostFromRule, probabilityOf, readModel } from './model.ts'
import { type Line, trainModel } from './train.ts'
import { clausesOf, type Span, windowsOf } from './windows.ts'

export const modelFile = new URL('./model.bin', import.meta.url)

const rules = new Map(basePacks.flatMap(pack => pack.rules).map(rule => [rule.id, rule]))
let model: Model | undefined

/** The hits of the first stage, those `doubted` that read like innocent copy, and what likeness adds where there were none: at most one rule a stretch. */
export function secondStage(input: TextInput, hits: readonly Hit[]): Hit[] {
  model ??= readModel(readFileSync(modelFile))
  return hitsBy(model, input, hits)
}

/** The same stage learned from these lines alone; for cross-validation. */
export function trainFold(lines: readonly Line[]): typeof secondStage {
  const fold = trainModel(lines)
  return (input, hits) => hitsBy(fold, input, hits)
}

export function hitsBy(model: Model, { text, surface, carrier }: TextInput, first: readonly Hit[]): Hit[] {
  const windows = windowsOf(text)
  const threshold = model.threshold + model.tail * Math.log(windows.length)
  const doubted = new Set<Hit>()
  const believed = new Set<Hit>()
  const added: Hit[] = []
  for (const window of windows) {
    const there = first.filter(hit => hit.start < window.end && hit.end > window.start)
    if (there.length > 0) {
      const doubts =
        there.every(hit => mayDoubt(model, hit)) && readsInnocent(model, featuresOf(text, window.start, window.end, surface, carrier))
      for (const hit of there) (doubts ? doubted : believed).add(hit)
      continue
    }
    if (windows.length > 1 && glanceAt(text, window.start, window.end, model.glances) < model.glance) continue
    const reading = featuresOf(text, window.start, window.end, surface, carrier)
    if (flagOf(model, reading) + mostFromRule <= threshold) continue
    const likeness = likenessOf(model, reading, id => holdsOn(rules.get(id), carrier))
    if (!likeness || likeness.score <= threshold) continue
    const place = placeOf(model, text, window, reading)
    const reason = reasonOf(rules.get(likeness.rule)!, probabilityOf(model, likeness.score))
    if (place) added.push({ rule: likeness.rule, ...place, reason, learned: true })
  }
  return [
    ...first.map(hit => (doubted.has(hit) && !believed.has(hit) ? { ...hit, doubted: true as const, reason: doubtOf(hit) } : hit)),
    ...added,
  ]
}

const readsInnocent = (model: Model, reading: Reading) =>
  flagOf(model, reading) - mostFromRule < model.doubt && (likenessOf(model, reading, () => true)?.score ?? 0) < model.doubt

/** Only of rules it has learned, and never where words were respelt: nobody does that in innocence. */
const mayDoubt = ({ rules: learned }: Model, { rule }: Hit) => learned.includes(rule)

function doubtOf({ rule, reason = rules.get(rule)!.forbids }: Hit): Words {
  return {
    zh: `${reason.zh}（读起来像正常用法，仅作提示，请看一眼）`,
    en: `${reason.en} (reads like an innocent use; told so that you can look)`,
  }
}

const holdsOn = (rule: Rule | undefined, carrier: Carrier) =>
  rule !== undefined && (carrier === 'cross' || !rule.carriers || rule.carriers.includes(carrier))

function reasonOf({ forbids }: Rule, probability: number): Words {
  const percent = Math.round(probability * 100)
  return {
    zh: `${forbids.zh}（由相似写法察觉，把握约 ${percent}%，请人工确认）`,
    en: `${forbids.en} (noticed by likeness to known breaches, about ${percent}% sure; please confirm)`,
  }
}

/** The clause that speaks most for a breach. */
function placeOf(model: Model, text: string, window: Span, reading: Reading): Span | undefined {
  const clauses = clausesOf(text, window)
  const sums = clauses.map(() => 0)
  for (let i = 0; i < reading.count; i++) {
    const start = reading.starts[i]!
    const clause = clauses.findIndex(one => start >= one.start && start < one.end)
    if (clause >= 0) sums[clause]! += model.row[reading.ids[i]!]!
  }
  return clauses[sums.indexOf(Math.max(...sums))]
}
