/** A linear separator by dual coordinate descent (squared hinge loss, L2), over sets of features scaled to unit length. */

export type Example = { trade: string; ids: Int32Array }
export type Row = { weights: Float64Array; bias: number }
/** `softness`: how much one line may weigh; `positiveSoftness`: one that breaks the rule. */
export type Settings = { softness: number; positiveSoftness: number; passes: number }

/** Examples ready to learn several rows from: what one trade alone has is left out. */
export type Prepared = { ids: Int32Array[]; norms: number[]; buckets: number }

export function prepare(examples: readonly Example[], buckets: number): Prepared {
  const known = sharedFeatures(examples, buckets)
  return {
    ids: examples.map(example => example.ids.filter(id => known[id] === 1)),
    norms: examples.map(example => 1 / Math.sqrt(Math.max(example.ids.length, 1))),
    buckets,
  }
}

export function learnRow({ ids, norms, buckets }: Prepared, positive: readonly boolean[], settings: Settings): Row {
  const weights = new Float64Array(buckets)
  const alphas = new Float64Array(ids.length)
  const order = ids.map((_, i) => i)
  const random = randomBy(1)
  let bias = 0
  for (let pass = 0; pass < settings.passes; pass++) {
    shuffle(order, random)
    for (const i of order) {
      const features = ids[i]!
      const norm = norms[i]!
      const sign = positive[i] ? 1 : -1
      const diagonal = 0.5 / (positive[i] ? settings.positiveSoftness : settings.softness)
      let sum = 0
      for (let k = 0; k < features.length; k++) sum += weights[features[k]!]!
      const gradient = sign * (sum * norm + bias) - 1 + diagonal * alphas[i]!
      const alpha = Math.max(alphas[i]! - gradient / (features.length * norm * norm + 1 + diagonal), 0)
      const step = (alpha - alphas[i]!) * sign
      if (step === 0) continue
      alphas[i] = alpha
      for (let k = 0; k < features.length; k++) weights[features[k]!]! += step * norm
      bias += step
    }
  }
  return { weights, bias }
}

export function rowScore(row: Row, ids: Int32Array): number {
  let sum = 0
  for (let i = 0; i < ids.length; i++) sum += row.weights[ids[i]!]!
  return sum / Math.sqrt(Math.max(ids.length, 1)) + row.bias
}

/** Features of one trade alone say more about the trade than about a rule. */
function sharedFeatures(examples: readonly Example[], buckets: number): Uint8Array {
  const first = new Map<number, string>()
  const known = new Uint8Array(buckets)
  for (const { trade, ids } of examples)
    for (const id of ids) {
      const there = first.get(id)
      if (there === undefined) first.set(id, trade)
      else if (there !== trade) known[id] = 1
    }
  return known
}

function shuffle(order: number[], random: () => number): void {
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    const there = order[i]!
    order[i] = order[j]!
    order[j] = there
  }
}

/** Numbers from 0 to 1, the same for the same seed. */
export function randomBy(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 4294967296
  }
}
