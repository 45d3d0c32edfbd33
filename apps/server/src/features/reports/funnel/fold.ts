/**
 * Walks over one person's step events, for funnels that `windowFunnel` cannot answer. An element of the list is
 * (u, steps): `u` is a moment that grows with (time, arrival), `steps` a bit per step the event could be. What is
 * carried along is, per step, the latest start of a chain that came so far (0: none).
 */
import type { FunnelMode } from './schema.ts'

export type FoldMode = Exclude<FunnelMode, 'ordered_tie_any'>

const zeros = (n: number) => `arrayResize([]::Array(UInt64), ${n}, toUInt64(0))`
const range = (n: number) => `range(1, ${n + 1})`

/** SQL giving the deepest level that the sorted list `list` reaches. `window` is in units of u. */
export function levelSql(mode: FoldMode, steps: number, window: bigint, list: string): string {
  const near = (before: string) => `${before} > 0 and x.1 - ${before} <= ${window}`
  if (mode === 'strict') {
    // 1..steps: start of a chain ending in the very event before; steps+1..: whether the level was ever reached.
    const at = (j: string) => `(${j} - 1) % ${steps} + 1`
    const before = `if(${at('j')} = 1, x.1, acc[${at('j')} - 1])`
    const step = `if(bitTest(x.2, ${at('j')} - 1) and ${near(before)}, ${before}, toUInt64(0))`
    const next = `arrayMap(j -> if(j <= ${steps}, ${step}, greatest(acc[j], ${step})), ${range(2 * steps)})`
    return `arrayCount(v -> v > 0, arraySlice(arrayFold((acc, x) -> ${next}, ${list}, ${zeros(2 * steps)}), ${steps + 1}))`
  }
  if (mode === 'unordered') {
    // 1..steps: when the step was last seen; the last place: most steps inside one window so far.
    const seen = `arrayCount((l, k) -> bitTest(x.2, k - 1) or (${near('l')}), arraySlice(acc, 1, ${steps}), ${range(steps)})`
    const next = `arrayMap(j -> if(j <= ${steps}, if(bitTest(x.2, j - 1), x.1, acc[j]), greatest(acc[j], toUInt64(${seen}))), ${range(steps + 1)})`
    return `arrayElement(arrayFold((acc, x) -> ${next}, ${list}, ${zeros(steps + 1)}), ${steps + 1})`
  }
  // A step takes over the start of the step before as it stood before this event, so one event serves one step.
  const once = mode === 'first_start' ? ' and not (k = 1 and own > 0)' : ''
  const next = `arrayMap((k, own, before) -> if(bitTest(x.2, k - 1) and ${near('before')}${once}, before, own), ${range(steps)}, acc, arrayPushFront(arrayPopBack(acc), x.1))`
  return `arrayCount(v -> v > 0, arrayFold((acc, x) -> ${next}, ${list}, ${zeros(steps)}))`
}

/**
 * The same where events of one moment may be taken in any order: an element is (u, counts), how many events of each
 * kind the moment holds. From level k one may reach j inside a moment that holds all steps between.
 */
export function tieLevelSql(kinds: readonly number[], window: bigint, list: string): string {
  const kindCount = Math.max(...kinds) + 1
  const reach = kinds.map((_, last) => {
    const options = [`acc[${last + 1}]`]
    for (let from = 0; from <= last; from++) {
      const need = Array.from({ length: kindCount }, (_, kind) => kinds.slice(from, last + 1).filter(k => k === kind).length)
      const enough = need.flatMap((n, kind) => (n > 0 ? [`x.2[${kind + 1}] >= ${n}`] : [])).join(' and ')
      const start = from === 0 ? 'x.1' : `acc[${from}]`
      options.push(`if(${enough}${from === 0 ? '' : ` and ${start} > 0 and x.1 - ${start} <= ${window}`}, ${start}, toUInt64(0))`)
    }
    return `greatest(${options.join(', ')})`
  })
  return `arrayCount(v -> v > 0, arrayFold((acc, x) -> [${reach.join(', ')}], ${list}, ${zeros(kinds.length)}))`
}

/**
 * Time units from the first start (in order of time) that can complete to its earliest completion; -1 when none can.
 * Read from the last event to the first: place k holds the earliest completion of a chain whose step k still lies
 * ahead; the last place holds the answer of the earliest start seen so far. `unit` turns u back into milliseconds.
 */
export function tookSql(steps: number, window: bigint, unit: bigint, list: string): string {
  const none = '18446744073709551615'
  const done = (k: string) => `if(${k} = ${steps}, x.1, acc[${k} + 1])`
  const next = `arrayMap(j -> multiIf(j <= ${steps}, if(bitTest(x.2, j - 1), ${done('j')}, acc[j]), bitTest(x.2, 0) and ${done('1')} < ${none} and ${done('1')} - x.1 <= ${window}, toUInt64(intDiv(${done('1')}, ${unit}) - intDiv(x.1, ${unit})), acc[j]), ${range(steps + 1)})`
  const start = `arrayResize([]::Array(UInt64), ${steps + 1}, toUInt64(${none}))`
  const answer = `arrayElement(arrayFold((acc, x) -> ${next}, arrayReverse(${list}), ${start}), ${steps + 1})`
  return `if((${answer} as answer_) = ${none}, toInt64(-1), toInt64(answer_))`
}

/** Bits below the person in a pack's events: the step and milliseconds. */
const personBit = 45

/** The longest range that fits: then another person's event is farther away than any window. About 17 years. */
export const packedSpanMs = 2 ** (personBit - 6) - 1

/**
 * The same over many people at once, for steps of different events: `w` is a sorted list of person, moment and step in
 * one number. `starts` adds to rows with `w`, per step but the last, the latest start of a chain that came so far (a
 * running value, as starts only grow; another person's is too far back to matter). `persons` adds, per step k, `p<k>`:
 * who reaches it; `counts` are their numbers without those in `unsure`.
 */
export function packedSql(steps: number, windowMs: number, packs: string): { starts: string; persons: string; counts: string } {
  const is = (k: number) => `bitAnd(x, 31) = ${k}`
  const follows = (k: number) => `${is(k)} and s > 0 and x - s <= ${windowMs * 32 + k - 1}`
  let starts = `select *, arrayFill(x -> x > 0, arrayMap(x -> if(${is(1)}, x, 0), w)) as s1 from (${packs})`
  for (let k = 2; k < steps; k++)
    starts = `select *, arrayFill(y -> y > 0, arrayMap((x, s) -> if(${follows(k)}, s, 0), w, s${k - 1})) as s${k} from (${starts})`
  const who = (reaching: string) => `arrayCompact(arrayMap(x -> bitShiftRight(x, ${personBit}), ${reaching}))`
  const at = (k: number) => (k === 1 ? `arrayFilter(x -> ${is(1)}, w)` : `arrayFilter((x, s) -> ${follows(k)}, w, s${k - 1})`)
  const ks = Array.from({ length: steps }, (_, i) => i + 1)
  return {
    starts,
    persons: ks.map(k => `, ${who(at(k))} as p${k}`).join(''),
    counts: ks.map(k => `toInt64(length(p${k})) - if(empty(unsure), 0, length(arrayIntersect(p${k}, unsure)))`).join(', '),
  }
}
