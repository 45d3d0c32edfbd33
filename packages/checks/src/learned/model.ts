/**
 * The learned weights: one row that says whether a stretch breaks a rule at all, and a column a rule, over the features that tell the
 * rules apart best, that says which. Signed bytes with a scale each, in one file: length of the header, header as JSON, bytes.
 */
import { buckets, type Reading } from './features.ts'
import { glanceBuckets } from './glance.ts'

export type Header = {
  /** SHA-256 of what the weights were trained on. */
  trainedOn: string
  rules: string[]
  bias: number
  scale: number
  ruleBiases: number[]
  ruleScales: number[]
  /** A stretch is told when its score is above this; `tail` is added for each e-fold of stretches in one text. */
  threshold: number
  tail: number
  /** A hit of the first stage in a stretch with a score below this is doubted. */
  doubt: number
  /** What does not reach this at a glance is not read in full. */
  glance: number
  /** Probability that a stretch of this score breaks a rule: 1 / (1 + exp(-(slope * score + offset))). */
  slope: number
  offset: number
}
/**
 * `glances` and `row`: one weight a bucket. `telling`: for each bucket the place of its weights in `ruleRows`, 0 where it has none; there one weight
 * a rule follows the other in the order of the header.
 */
export type Weights = Pick<Header, 'rules' | 'bias' | 'scale' | 'ruleBiases' | 'ruleScales'> & Rows
type Rows = { row: Int8Array; telling: Uint16Array; ruleRows: Int8Array }
export type Model = Header & Rows & { glances: Int8Array }

/** Whether a rule is broken at all, without asking which. */
export function flagOf(model: Weights, reading: Reading): number {
  let sum = 0
  for (let i = 0; i < reading.count; i++) sum += model.row[reading.ids[i]!]!
  return (sum * model.scale) / Math.sqrt(Math.max(reading.count, 1)) + model.bias
}

/** How much a breach of the likeliest rule adds to the score: chosen by cross-validation. */
const ruleShare = 0.4
/** More than the likeliest rule ever adds: a stretch further below the threshold need not be asked which rule it is like. */
export const mostFromRule = ruleShare * 2

export type Likeness = { rule: string; score: number }

/** The rule the stretch is most like among those that `may` be told, and how much it reads like a breach in all. */
export function likenessOf(model: Weights, reading: Reading, may: (rule: string) => boolean): Likeness | undefined {
  const { rules, telling, ruleRows } = model
  const sums = new Int32Array(rules.length)
  for (let i = 0; i < reading.count; i++) {
    const place = telling[reading.ids[i]!]!
    if (place === 0) continue
    const from = (place - 1) * rules.length
    for (let r = 0; r < rules.length; r++) sums[r]! += ruleRows[from + r]!
  }
  const norm = 1 / Math.sqrt(Math.max(reading.count, 1))
  let best: Likeness | undefined
  rules.forEach((rule, r) => {
    const score = sums[r]! * model.ruleScales[r]! * norm + model.ruleBiases[r]!
    if ((!best || score > best.score) && may(rule)) best = { rule, score }
  })
  return best && { rule: best.rule, score: flagOf(model, reading) + ruleShare * best.score }
}

export const probabilityOf = (model: Pick<Header, 'slope' | 'offset'>, score: number) =>
  1 / (1 + Math.exp(-(model.slope * score + model.offset)))

export function writeModel({ glances, row, telling, ruleRows, ...header }: Model): Uint8Array {
  const head = new TextEncoder().encode(JSON.stringify(header))
  const told = placesOf(telling)
  const places = new Uint8Array(told.length * 4)
  const view = new DataView(places.buffer)
  told.forEach((bucket, i) => {
    view.setUint32(i * 4, bucket, true)
  })
  const parts = [new Uint8Array(4), head, bytesOf(glances), bytesOf(row), places, bytesOf(ruleRows)]
  new DataView(parts[0]!.buffer).setUint32(0, head.length, true)
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}

/** @throws when the file is not whole */
export function readModel(bytes: Uint8Array): Model {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const headEnd = 4 + view.getUint32(0, true)
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, headEnd))) as Header
  const rowEnd = headEnd + glanceBuckets + buckets
  const count = (bytes.length - rowEnd) / (4 + header.rules.length)
  if (!Number.isInteger(count) || count < 0) throw new Error('The model file is cut off; run npm run train:checks.')
  const telling = new Uint16Array(buckets)
  for (let i = 0; i < count; i++) telling[view.getUint32(rowEnd + i * 4, true)] = i + 1
  return {
    ...header,
    glances: new Int8Array(bytes.buffer, bytes.byteOffset + headEnd, glanceBuckets),
    row: new Int8Array(bytes.buffer, bytes.byteOffset + headEnd + glanceBuckets, buckets),
    telling,
    ruleRows: new Int8Array(bytes.buffer, bytes.byteOffset + rowEnd + count * 4, count * header.rules.length),
  }
}

/** Buckets that tell rules apart, in the order of their weights. */
function placesOf(telling: Uint16Array): number[] {
  const places: number[] = []
  telling.forEach((place, bucket) => {
    if (place > 0) places[place - 1] = bucket
  })
  return places
}

const bytesOf = (signed: Int8Array) => new Uint8Array(signed.buffer, signed.byteOffset, signed.length)
