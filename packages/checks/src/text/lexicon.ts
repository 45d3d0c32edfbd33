/** Every word the rules know, by slot, in one trie; built once from the word lists and the literals of the phrases. */
import type { Phrase } from './phrase.ts'
import { respellings } from './respell.ts'
import { buildSounds, type Sounds } from './sounds.ts'
import { Trie } from './trie.ts'
import { unitsOf } from './units.ts'

export type Lexicon = {
  /** Words, their respellings, and fixed expressions; its values are numbers of words. */
  trie: Trie
  words: Words
  /** Words by how they sound, for the slots that operators disguise. */
  sounds: Sounds
  slotNames: string[]
  negSlot: number
  /** Slots of units of measure, and what each makes of a number. */
  measures: { unit: number; slot: number }[]
  /** 1 for each character that the word of a unit begins with. */
  measureBegins: Uint8Array
  slotOf: Map<string, number>
}

/** `unit_money` makes `money` of the number before it, and so on. */
const measures = ['money', 'percent', 'people', 'piece', 'day', 'point', 'discount', 'group', 'big', 'like']
/** Slots that the scanner and the composites fill without words of their own. */
const derivedSlots = [...measures, 'number', 'large_number', 'big_money', 'contact_number', 'mobile_number', 'account_name']

/**
 * Everything in the trie by number: where its slots begin in `slots`, where they end, its marks, and room for what a chunk of text
 * has of it (see `tokens.ts`); one row, because a row is one wait for memory. A number without slots and marks is no word.
 */
export type Words = { rows: Int32Array; slots: Int32Array }
export const row = { size: 8, from: 0, to: 1, marks: 2, tokens: 3, blocks: 4, first: 5, last: 6 } as const
/** `respelt`: stands for another word. `mask`: a fixed expression whose parts are not read, such as 最后 or 值得关注. */
export const wordMark = { respelt: 1, mask: 2 } as const

type Entry = { slots: Set<number>; respelt: boolean; mask: boolean }

type LexiconInput = {
  /** Words by slot, as the normaliser reads them. */
  lists: Record<string, string[]>
  /** Their literals are words too. */
  phrases?: readonly Phrase[]
  /** Slots without words of their own. */
  extraSlots?: readonly string[]
  /** Whether words of a slot are looked for in other spellings. */
  isDisguised: (slot: string) => boolean
  /** Words of elsewhere that are no disguise of ours. */
  known?: ReadonlySet<string>
}

export function buildLexicon({ lists, phrases = [], extraSlots = [], isDisguised, known = new Set() }: LexiconInput): Lexicon {
  const slotOf = new Map<string, number>()
  const slotNames: string[] = []
  const slot = (name: string) => {
    const known = slotOf.get(name)
    if (known !== undefined) return known
    slotOf.set(name, slotNames.length)
    slotNames.push(name)
    return slotNames.length - 1
  }
  const spelt = new Map<string, Entry>()
  const entryOf = (word: string, entries: Map<string, Entry>, respelt: boolean) => {
    const entry = entries.get(word) ?? { slots: new Set(), respelt, mask: false }
    entries.set(word, entry)
    return entry
  }
  const coded = new Set(lists.coded)
  const add = (word: string, to: number) => entryOf(word, spelt, coded.has(word)).slots.add(to)
  for (const name of [...derivedSlots, ...extraSlots]) slot(name)
  for (const [name, words] of Object.entries(lists)) if (name !== 'mask') for (const word of words) add(word, slot(name))
  for (const phrase of phrases) for (const part of phrase) for (const word of part.words) add(word, slot(part.slots[0]!))

  const disguised = new Set(Object.entries(lists).flatMap(([name, list]) => (isDisguised(name) ? list : [])))
  const respelt = new Map<string, Entry>()
  for (const word of disguised)
    for (const other of respellings(word))
      if (!spelt.has(other) && !known.has(other)) for (const to of spelt.get(word)!.slots) entryOf(other, respelt, true).slots.add(to)
  const sounds = buildSounds(
    [...disguised].filter(word => !coded.has(word)).map(word => [word, [...spelt.get(word)!.slots]]),
    known.size > 0 ? new Set([...known, ...spelt.keys()]) : new Set(spelt.keys()),
  )
  const all = new Map([...spelt, ...respelt])
  for (const word of lists.mask ?? []) entryOf(word, all, false).mask = true
  const trie = new Trie()
  const numbers = new Map(Array.from(all, ([word, entry]) => [trie.add(word), entry]))
  return {
    trie,
    words: flatten(numbers, trie.size),
    sounds,
    slotNames,
    negSlot: slot('neg'),
    measures: measures.flatMap(name => (slotOf.has(`unit_${name}`) ? [{ unit: slot(`unit_${name}`), slot: slot(name) }] : [])),
    measureBegins: unitsOf(measures.flatMap(name => (lists[`unit_${name}`] ?? []).map(word => word.charAt(0))).join('')),
    slotOf,
  }
}

function flatten(entries: Map<number, Entry>, size: number): Words {
  const rows = new Int32Array(size * row.size)
  const slots: number[] = []
  for (const [number, entry] of entries) {
    const at = number * row.size
    rows[at + row.from] = slots.length
    slots.push(...entry.slots)
    rows[at + row.to] = slots.length
    rows[at + row.marks] = (entry.respelt ? wordMark.respelt : 0) | (entry.mask ? wordMark.mask : 0)
  }
  return { rows, slots: Int32Array.from(slots) }
}
