/** Learns the weights from labelled lines. Pure and deterministic: the same lines give the same bytes. */
import type { TextInput } from '../types.ts'
import { allKinds, buckets, featuresOf, type Kinds } from './features.ts'
import { glanceAt, glanceBuckets, glanced } from './glance.ts'
import { likenessOf, type Model, type Weights } from './model.ts'
import { type Example, learnRow, prepare, type Row, rowScore, type Settings } from './svm.ts'

/** A line of a corpus. Lines of one trade never stand on both sides of a cross-validation. */
export type Line = Omit<TextInput, 'id'> & { id: string; trade: string; labels: string[] }

/** Respelling is told by the first stage, beside the rule that it hides. */
const notLearned = new Set(['WX-EVADE-01'])
/** Share of passing lines that may be told wrongly. */
export const falseAlarms = 0.015
const folds = 5
/** The lines of one rule are few among the others. */
const ruleSettings: Settings = { softness: 2, positiveSoftness: 10, passes: 10 }
/** Features whose weights are kept for telling rules apart: as many as the file has room for. */
const tellingFeatures = 3800
/** Share of the breaches that read innocent enough to be doubted; a third of them at most is what the rules told. */
const doubted = 0.07
/** Share of the breaches that would be told which the glance may lose. */
const overlooked = 0.1

export function trainModel(lines: readonly Line[], trainedOn = ''): Model {
  const scored = crossValidate(lines, folds, part => {
    const weights = learnWeights(part)
    return line => likenessOf(weights, readingOf(line), () => true)?.score ?? 0
  })
  const point = operatingPoint(scored)
  return {
    trainedOn,
    ...point,
    ...learnGlances(
      lines,
      scored.filter(one => one.score > point.threshold && one.line.labels.length > 0).map(one => one.line),
    ),
    ...learnWeights(lines),
  }
}

function learnWeights(lines: readonly Line[]): Weights {
  const flag = learnFlag(lines)
  const scale = scaleOf(flag.weights)
  const row = Int8Array.from(flag.weights, weight => Math.round(weight / scale))
  return { bias: flag.bias, scale, row, ...learnRules(lines.filter(line => line.labels.length > 0)) }
}

const readingOf = (line: Line) => featuresOf(line.text, 0, line.text.length, line.surface, line.carrier)

/** The glance is learned from the other trades too when it is asked which breaches of one it lets through. */
function learnGlances(lines: readonly Line[], told: readonly Line[]): Pick<Model, 'glances' | 'glance'> {
  const settings: Settings = { softness: 1, positiveSoftness: 1, passes: 20 }
  const learnFrom = (part: readonly Line[]) => {
    const examples = prepare(
      part.map(line => ({ trade: line.trade, ids: glanced(line.text) })),
      glanceBuckets,
    )
    const { weights } = learnRow(
      examples,
      part.map(line => line.labels.length > 0),
      settings,
    )
    const scale = scaleOf(weights)
    return Int8Array.from(weights, weight => Math.round(weight / scale))
  }
  const seen = new Set(told)
  const scores = crossValidate(lines, folds, part => {
    const weights = learnFrom(part)
    return line => (seen.has(line) ? glanceAt(line.text, 0, line.text.length, weights) : 0)
  })
  const passed = scores
    .filter(one => seen.has(one.line))
    .map(one => one.score)
    .sort((a, b) => a - b)
  return { glances: learnFrom(lines), glance: passed[Math.floor(passed.length * overlooked)] ?? 0 }
}

type Scored = { line: Line; score: number }

/** Scores each line by what was learned from the other trades. */
export function crossValidate(lines: readonly Line[], parts: number, learnFrom: (lines: Line[]) => (line: Line) => number): Scored[] {
  const partOf = partsOf(lines, parts)
  const scored: Scored[] = []
  for (let part = 0; part < parts; part++) {
    const score = learnFrom(lines.filter(line => partOf(line) !== part))
    for (const line of lines) if (partOf(line) === part) scored.push({ line, score: score(line) })
  }
  return scored
}

/** Trades dealt out by size, so that parts are of like size. */
export function partsOf(lines: readonly Line[], parts: number): (line: Line) => number {
  const sizes = new Map<string, number>()
  for (const { trade } of lines) sizes.set(trade, (sizes.get(trade) ?? 0) + 1)
  const loads = new Array<number>(parts).fill(0)
  const partOf = new Map<string, number>()
  for (const [trade, size] of [...sizes].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))) {
    const lightest = loads.indexOf(Math.min(...loads))
    partOf.set(trade, lightest)
    loads[lightest]! += size
  }
  return line => partOf.get(line.trade)!
}

/** Which rule, given that one is broken. */
function learnRules(lines: readonly Line[]): Omit<Weights, 'bias' | 'scale' | 'row'> {
  const rules = [...new Set(lines.flatMap(line => line.labels))].filter(rule => !notLearned.has(rule)).sort()
  const examples = prepare(
    lines.map(line => exampleOf(line)),
    buckets,
  )
  const rows = rules.map(rule =>
    learnRow(
      examples,
      lines.map(line => line.labels.includes(rule)),
      ruleSettings,
    ),
  )
  const weight = new Float64Array(buckets)
  for (const { weights } of rows) for (let id = 0; id < buckets; id++) weight[id]! += weights[id]! ** 2
  const kept = Array.from(weight.keys())
    .filter(id => weight[id]! > 0)
    .sort((a, b) => weight[b]! - weight[a]! || a - b)
    .slice(0, tellingFeatures)
  const telling = new Uint16Array(buckets)
  kept.forEach((id, i) => {
    telling[id] = i + 1
  })
  const scales = rows.map(row => scaleOf(row.weights))
  return {
    rules,
    ruleBiases: rows.map(row => row.bias),
    ruleScales: scales,
    telling,
    ruleRows: Int8Array.from(kept.flatMap(id => rows.map((row, r) => Math.round(row.weights[id]! / scales[r]!)))),
  }
}

/** Whether a rule is broken at all. */
const learnFlag = (lines: readonly Line[], using = allKinds, softness = 2): Row =>
  learnRow(
    prepare(
      lines.map(line => exampleOf(line, using)),
      buckets,
    ),
    lines.map(line => line.labels.length > 0),
    { softness, positiveSoftness: softness, passes: 30 },
  )

/** How much a line reads like a breach, as learned from others. */
export function flagScorer(lines: readonly Line[], using = allKinds, softness = 2): (line: Line) => number {
  const row = learnFlag(lines, using, softness)
  return line => rowScore(row, exampleOf(line, using).ids)
}

const known = new WeakMap<Kinds, WeakMap<Line, Example>>()
function exampleOf(line: Line, using = allKinds): Example {
  const examples = known.get(using) ?? new WeakMap<Line, Example>()
  known.set(using, examples)
  const there = examples.get(line)
  if (there) return there
  const reading = featuresOf(line.text, 0, line.text.length, line.surface, line.carrier, using)
  const example = { trade: line.trade, ids: reading.ids.slice(0, reading.count) }
  examples.set(line, example)
  return example
}

/** The score that lets `falseAlarms` of the passing lines through, the one that `doubted` of the breaches stay below, how the scores above it thin out, and a probability by Platt's method. */
export function operatingPoint(scored: readonly Scored[]): Pick<Model, 'threshold' | 'doubt' | 'tail' | 'slope' | 'offset'> {
  const passing = scored
    .filter(one => one.line.labels.length === 0)
    .map(one => one.score)
    .sort((a, b) => b - a)
  const threshold = passing[Math.floor(passing.length * falseAlarms)] ?? 0
  const breaking = scored
    .filter(one => one.line.labels.length > 0)
    .map(one => one.score)
    .sort((a, b) => a - b)
  const doubt = breaking[Math.floor(breaking.length * doubted)] ?? 0
  const around = passing.slice(0, Math.max(1, Math.floor(passing.length * 0.1)))
  const tail = around.reduce((sum, score) => sum + score - around.at(-1)!, 0) / around.length
  return { threshold, doubt, tail, ...sigmoid(scored) }
}

/** Fits 1 / (1 + exp(-(slope * score + offset))) to the labels by Newton's method. */
function sigmoid(scored: readonly Scored[]): { slope: number; offset: number } {
  let slope = 1
  let offset = 0
  for (let round = 0; round < 30; round++) {
    let [g0, g1, h00, h01, h11] = [0, 0, 1e-6, 0, 1e-6]
    for (const { line, score } of scored) {
      const p = 1 / (1 + Math.exp(-(slope * score + offset)))
      const miss = p - (line.labels.length > 0 ? 1 : 0)
      const weight = p * (1 - p)
      g0 += miss * score
      g1 += miss
      h00 += weight * score * score
      h01 += weight * score
      h11 += weight
    }
    const det = h00 * h11 - h01 * h01
    slope -= (h11 * g0 - h01 * g1) / det
    offset -= (h00 * g1 - h01 * g0) / det
  }
  return { slope, offset }
}

/** What one step of a signed byte stands for. */
const scaleOf = (weights: Float64Array) => weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 1e-9) / 127
