/**
 * The second stage: stretches that read like breaches where the rules of the first stage found nothing. It knows likeness, not
 * relations, so its hits are marked `learned` and weigh `warn` at most.
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

/** What likeness adds to the hits of the first stage: nothing where they already speak, at most one rule a stretch. */
export function learnedHits(input: TextInput, alreadyHit: readonly Hit[]): Hit[] {
  model ??= readModel(readFileSync(modelFile))
  return hitsBy(model, input, alreadyHit)
}

/** The same stage learned from these lines alone; for cross-validation. */
export function trainFold(lines: readonly Line[]): (input: TextInput, alreadyHit: readonly Hit[]) => Hit[] {
  const fold = trainModel(lines)
  return (input, alreadyHit) => hitsBy(fold, input, alreadyHit)
}

export function hitsBy(model: Model, { text, surface, carrier }: TextInput, alreadyHit: readonly Hit[]): Hit[] {
  const windows = windowsOf(text)
  const threshold = model.threshold + model.tail * Math.log(windows.length)
  const hits: Hit[] = []
  for (const window of windows) {
    if (alreadyHit.some(hit => hit.start < window.end && hit.end > window.start)) continue
    if (windows.length > 1 && glanceAt(text, window.start, window.end, model.glances) < model.glance) continue
    const reading = featuresOf(text, window.start, window.end, surface, carrier)
    if (flagOf(model, reading) + mostFromRule <= threshold) continue
    const likeness = likenessOf(model, reading, id => holdsOn(rules.get(id), carrier))
    if (!likeness || likeness.score <= threshold) continue
    const place = placeOf(model, text, window, reading)
    const reason = reasonOf(rules.get(likeness.rule)!, probabilityOf(model, likeness.score))
    if (place) hits.push({ rule: likeness.rule, ...place, reason, learned: true })
  }
  return hits
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
