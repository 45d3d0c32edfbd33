/**
 * What the learned stage sees of one stretch of text: rows of one to three characters, notions, pairs of notions that stand near
 * each other, surface and carrier, each hashed to a number below `buckets`. Digits are one sign, so that amounts do not matter.
 */
import { emptyNormal, mark, normalise } from '../text/normalise.ts'
import { Trie } from '../text/trie.ts'
import type { Carrier, Surface } from '../types.ts'
import { notions } from './notions.ts'

export const buckets = 1 << 17
/** Two notions form a pair when the second begins at most this many units after the first. */
const pairUnits = 12
/** Longest stretch read; windows are far shorter. */
export const mostUnits = 512

/** Features 0 to `count` of the last stretch, each once; `starts` are offsets into the text, -1 where a feature has no place. */
export type Reading = { count: number; ids: Int32Array; starts: Int32Array }

const room = 1 << 14
const normal = emptyNormal(mostUnits * 4)
const units = new Uint16Array(mostUnits * 4 + 2)
const places = new Int32Array(mostUnits * 4 + 2)
const reading: Reading = { count: 0, ids: new Int32Array(room), starts: new Int32Array(room) }
/** The reading in which a bucket was last seen. */
const seen = new Uint32Array(buckets)
let turn = 0

const hash = { digit: 0x23, begin: 1, end: 2 } as const
const kinds = { notion: 0x51ed270b, pair: 0x2545f491, surface: 0x1b873593, carrier: 0x4cf5ad43, gap: 0x3c6ef372 } as const

/** Notions by the number of a word in the trie. */
const notionsOf = new Map<number, number[]>()
const trie = notionTrie()

/** Kinds of features, so that a comparison can leave some out. */
export type Kinds = { longestRow: 1 | 2 | 3; notions: boolean; pairs: boolean; surface: boolean }
export const allKinds: Kinds = { longestRow: 3, notions: true, pairs: true, surface: true }

/** The arrays are used again by the next call. */
export function featuresOf(text: string, from: number, to: number, surface: Surface, carrier: Carrier, using: Kinds = allKinds): Reading {
  normalise(text, from, Math.min(to, from + mostUnits), normal, true)
  turn++
  reading.count = 0
  const length = layOut()
  for (let i = 0; i < length; i++) {
    let hashed = mix(0, units[i]!)
    emit(hashed, places[i]!)
    for (let k = 1; k < using.longestRow && i + k < length; k++) {
      hashed = mix(hashed, units[i + k]!)
      emit(hashed, places[i]!)
    }
  }
  if (using.notions) emitNotions(using.pairs)
  if (using.surface) {
    emit(mix(kinds.surface, hashWord(surface)), -1)
    emit(mix(kinds.carrier, hashWord(carrier)), -1)
  }
  return reading
}

/** Units with both ends marked and rows of digits as one; counts signs that stand inside the text. */
function layOut(): number {
  let length = 0
  let signs = 0
  units[length] = hash.begin
  places[length++] = normal.length ? normal.starts[0]! : 0
  for (let i = 0; i < normal.length; i++) {
    const unit = normal.units[i]!
    const digit = unit >= 0x30 && unit <= 0x39
    if ((normal.marks[i]! & (mark.sign | mark.emoji)) !== 0) signs++
    if (digit && units[length - 1] === hash.digit) continue
    units[length] = digit ? hash.digit : unit
    places[length++] = normal.starts[i]!
  }
  units[length] = hash.end
  places[length] = places[length - 1]!
  if (signs > 0) emit(mix(kinds.gap, Math.min(signs, 3)), -1)
  return length + 1
}

const tokenAt: number[] = []
const tokenEnd: number[] = []
const tokenOf: number[] = []
function emitNotions(pairs: boolean): void {
  tokenAt.length = tokenEnd.length = tokenOf.length = 0
  trie.read(normal.units, normal.length)
  for (let at = 0; at < normal.length; at++) {
    const count = trie.find(at)
    for (let k = 0; k < count; k++)
      for (const notion of notionsOf.get(trie.foundWords[k]!)!) {
        tokenAt.push(at)
        tokenEnd.push(trie.foundEnds[k]!)
        tokenOf.push(notion)
      }
  }
  for (let i = 0; i < tokenAt.length; i++) {
    const place = normal.starts[tokenAt[i]!]!
    emit(mix(kinds.notion, tokenOf[i]!), place)
    for (let j = i + 1; pairs && j < tokenAt.length && tokenAt[j]! - tokenAt[i]! <= pairUnits; j++)
      if (tokenAt[j]! >= tokenEnd[i]! && tokenOf[i] !== tokenOf[j]) emit(mix(mix(kinds.pair, tokenOf[i]!), tokenOf[j]!), place)
  }
}

function emit(hashed: number, start: number): void {
  const id = (hashed ^ (hashed >>> 15)) & (buckets - 1)
  if (seen[id] === turn || reading.count === room) return
  seen[id] = turn
  reading.ids[reading.count] = id
  reading.starts[reading.count++] = start
}

const mix = (state: number, value: number) => Math.imul(Math.imul(state, 0x01000193) ^ (value + 0x9e37), 0x85ebca6b) ^ (state >>> 13)

function hashWord(word: string): number {
  let hashed = 0
  for (let i = 0; i < word.length; i++) hashed = mix(hashed, word.charCodeAt(i))
  return hashed
}

function notionTrie(): Trie {
  const made = new Trie()
  Object.values(notions).forEach((words, notion) => {
    for (const word of words.trim().split(/\s+/)) {
      normalise(word, 0, word.length, normal, true)
      if (normal.length === 0) continue
      const number = made.add(String.fromCharCode(...normal.units.subarray(0, normal.length)))
      notionsOf.set(number, [...new Set([...(notionsOf.get(number) ?? []), notion])])
    }
  })
  return made
}
