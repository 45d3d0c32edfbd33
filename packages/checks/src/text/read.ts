/**
 * Reads one text: chunks, tokens, composites in their order, then every rule. Pure and linear: a chunk is bounded, a phrase looks
 * a bounded distance ahead.
 */
import type { Hit } from '../types.ts'
import type { CompiledRule, Step } from './compile.ts'
import type { Lexicon } from './lexicon.ts'
import { matchPhrases } from './match.ts'
import { isDirectlyNegated } from './negation.ts'
import { scanChunk } from './scan.ts'
import { addTo, addToken, emptyScan, firstFrom, isFilled, order, type Scan, tokensOf } from './tokens.ts'
import { toClause } from './whole-words.ts'

/** Units of text read at once, and how far before that a sentence end is looked for. */
const chunkUnits = 4096
const chunkSlack = 1024
/** More places of one rule say nothing new. */
const placesPerRule = 50
/** Looked at in one chunk; guards may excuse most of them. */
const placesPerChunk = 400
/** Readings of a composite that begin at one unit. */
const readingsPerStart = 3
const madeAt = new Uint8Array(chunkUnits * 3)
/** No composites are made beyond; only text made to be slow has so many. */
const mostTokens = 100_000

/** `sentence`: where the sentence begins that the place begins in. */
type Found = { rule: CompiledRule; start: number; end: number; respelt: [number, number][]; sentence: number }

/** A scan that has room for a chunk, to be used for one text after the other. */
export const scanFor = (lexicon: Lexicon): Scan => emptyScan(lexicon, chunkUnits * 3)

/** Hits of these rules in the text, at most `placesPerRule` of each. */
export function readText(scan: Scan, steps: Step[], rules: CompiledRule[], text: string): Hit[] {
  const hits: Hit[] = []
  const counts = new Map<string, number>()
  for (let from = 0; from < text.length; ) {
    const to = chunkEnd(text, from)
    readChunk(scan, steps, rules, text, from, to, hits, counts)
    from = to
  }
  return hits
}

function readChunk(
  scan: Scan,
  steps: Step[],
  rules: CompiledRule[],
  text: string,
  from: number,
  to: number,
  hits: Hit[],
  counts: Map<string, number>,
) {
  const found = findIn(scan, steps, rules, text, from, to, false)
  const seen = new Set(found.map(one => one.rule.id))
  for (const [start, end] of stretchesAround(scan.normal.wordedAt, text, from, to))
    for (const more of findIn(scan, steps, rules, text, start, end, true)) {
      // The second reading only adds what the first did not see.
      if (!seen.has(more.rule.id)) found.push(more)
    }
  for (const hit of settle(text, found)) {
    const count = (counts.get(hit.rule) ?? 0) + 1
    counts.set(hit.rule, count)
    if (count <= placesPerRule) hits.push(hit)
  }
}

/** Units read again before and after an emoji that may stand for a word. */
const aroundEmoji = 100

/** Stretches of `[from, to)` around the places, none overlapping and none cut inside a surrogate pair. */
function stretchesAround(places: number[], text: string, from: number, to: number): [number, number][] {
  const stretches: [number, number][] = []
  for (const place of places) {
    const start = place - aroundEmoji <= from ? from : wholePair(text, place - aroundEmoji)
    const end = place + aroundEmoji >= to ? to : wholePair(text, place + aroundEmoji)
    const last = stretches.at(-1)
    if (last && start <= last[1]) last[1] = end
    else stretches.push([start, end])
  }
  return stretches
}

/** Offsets of what is found are those of the text. */
function findIn(scan: Scan, steps: Step[], rules: CompiledRule[], text: string, from: number, to: number, emojiAsWords: boolean): Found[] {
  scanChunk(scan, text, from, to, emojiAsWords)
  const { tokens: all } = scan
  for (const step of steps) {
    let added = false
    madeAt.fill(0, 0, scan.normal.length)
    matchPhrases(scan, step.phrases, (tokens, parts) => {
      const start = all.starts[tokens[0]!]!
      if (madeAt[start]! >= readingsPerStart || all.count >= mostTokens) return true
      madeAt[start]!++
      added = true
      addTo(scan, step.slot, addToken(scan, start, all.ends[tokens[parts - 1]!]!, respeltOf(scan, tokens, parts).length > 0))
      return true
    })
    if (added) order(scan, tokensOf(scan, step.slot))
  }
  const found: Found[] = []
  const { starts, ends } = scan.normal
  for (const rule of rules) {
    if (rule.needs.some(slot => !isFilled(scan, slot)) || rule.lacks.some(slot => isFilled(scan, slot))) continue
    let places = 0
    matchPhrases(scan, rule.phrases, (tokens, parts) => {
      if (++places > placesPerChunk) return false
      const first = all.starts[tokens[0]!]!
      const end = all.ends[tokens[parts - 1]!]!
      if (rule.guards.some(guard => stands(scan, guard.slot, first, end, guard.reach))) return true
      found.push({
        rule,
        start: starts[first]!,
        end: ends[end - 1]!,
        sentence: starts[scan.sentenceStart[first]!]!,
        respelt: respeltOf(scan, tokens, parts).map(one => [starts[all.starts[one]!]!, ends[all.ends[one]! - 1]!]),
      })
      return true
    })
  }
  return found
}

function respeltOf({ tokens: { respelt } }: Scan, tokens: Int32Array, parts: number): number[] {
  const found: number[] = []
  for (let p = 0; p < parts; p++) if (respelt[tokens[p]!] === 1) found.push(tokens[p]!)
  return found
}

/** Tokens of a guard looked at before a place. */
const guardsBefore = 12

/** Whether a token of `slot` lies within `reach` of the place; 可取消 in 不可取消 guards nothing. */
function stands(scan: Scan, slot: number, start: number, end: number, reach: number): boolean {
  if (!isFilled(scan, slot)) return false
  const list = tokensOf(scan, slot)
  const { starts, ends } = scan.tokens
  const low = scan.at[start]! - reach
  const high = scan.at[end]! + reach
  const from = firstFrom(scan, list, start)
  for (let k = Math.max(0, from - guardsBefore); k < list.length; k++) {
    const token = list.items[k]!
    if (k >= from && scan.at[starts[token]!]! > high) return false
    if ((k >= from || scan.at[ends[token]!]! >= low) && !isDirectlyNegated(scan, starts[token]!)) return true
  }
  return false
}

/** One hit for a rule and sentence; a rule gives way to those that say the same more exactly; respelling is named. */
function settle(text: string, found: Found[]): Hit[] {
  const merged = new Map<string, Found>()
  for (const one of found.sort((a, b) => a.start - b.start)) {
    const key = `${one.rule.id} ${one.sentence}`
    const there = merged.get(key)
    if (!there) merged.set(key, one)
    else {
      // The shortest place says it best, unless the two lie apart.
      if (one.end - one.start < there.end - there.start)
        merged.set(key, { ...one, respelt: one.respelt.length ? one.respelt : there.respelt })
      else if (one.respelt.length && !there.respelt.length) there.respelt = one.respelt
    }
  }
  const places = [...merged.values()]
  const left = places.filter(
    one => !places.some(other => other.rule.insteadOf?.includes(one.rule.id) && other.start < one.end + 40 && one.start < other.end + 40),
  )
  const hits: Hit[] = []
  const evaded = new Set<number>()
  for (const { rule, respelt, ...place } of left.sort((a, b) => a.start - b.start)) {
    const [start, end] = rule.exact ? [place.start, place.end] : toClause(text, place.start, place.end)
    hits.push({ rule: rule.id, start, end })
    for (const [from, to] of respelt)
      if (!evaded.has(from)) {
        evaded.add(from)
        hits.push({ rule: 'WX-EVADE-01', start: from, end: to })
      }
  }
  return hits
}

/** Ends a chunk after a sentence where there is one, and never inside a surrogate pair. */
function chunkEnd(text: string, from: number): number {
  const furthest = from + chunkUnits
  if (text.length <= furthest) return text.length
  for (const ends of ['\n', '。', '！', '；', '，', ' '])
    for (let i = furthest; i > furthest - chunkSlack; i--) if (text[i - 1] === ends) return i
  return wholePair(text, furthest)
}

/** The offset, or the one before where it lies inside a surrogate pair. */
function wholePair(text: string, offset: number): number {
  const unit = text.charCodeAt(offset - 1)
  return unit >= 0xd800 && unit < 0xdc00 ? offset - 1 : offset
}
