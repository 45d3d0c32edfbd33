/** Every word the rules know, by slot, in one trie; built once from the word lists and the literals of the phrases. */
import type { Phrase } from './phrase.ts'
import { respellings } from './respell.ts'
import { buildSounds, type Sounds } from './sounds.ts'
import { Trie } from './trie.ts'

export type Lexicon = {
  trie: Trie
  /** Respelt words, and the characters of which each has at least one. */
  disguises: Trie
  suspects: Uint8Array
  /** Fixed expressions whose parts are not read: 最后, 值得关注. */
  masks: Trie
  /** What the trie's values stand for. */
  words: { slots: number[]; respelt: boolean }[]
  /** Words by how they sound, for the slots that operators disguise. */
  sounds: Sounds
  slotNames: string[]
  negSlot: number
  slotOf: Map<string, number>
}

/** Slots that the scanner and the composites fill without words of their own. */
const derivedSlots = [
  'money',
  'percent',
  'people',
  'piece',
  'day',
  'point',
  'discount',
  'group',
  'big',
  'like',
  'number',
  'large_number',
  'contact_number',
  'mobile_number',
  'account_name',
]

export function buildLexicon(
  lists: Record<string, string[]>,
  phrases: Iterable<Phrase>,
  extraSlots: string[],
  isDisguised: (slot: string) => boolean,
): Lexicon {
  const slotOf = new Map<string, number>()
  const slotNames: string[] = []
  const slot = (name: string) => {
    const known = slotOf.get(name)
    if (known !== undefined) return known
    slotOf.set(name, slotNames.length)
    slotNames.push(name)
    return slotNames.length - 1
  }
  const spelt = new Map<string, { slots: Set<number> }>()
  const add = (word: string, to: number) => {
    const entry = spelt.get(word) ?? { slots: new Set<number>() }
    entry.slots.add(to)
    spelt.set(word, entry)
  }
  for (const name of [...derivedSlots, ...extraSlots]) slot(name)
  const masks = new Trie()
  for (const [name, words] of Object.entries(lists)) {
    if (name === 'mask') for (const word of words) masks.add(word, 0)
    else for (const word of words) add(word, slot(name))
  }
  for (const phrase of phrases) for (const part of phrase) for (const word of part.words) add(word, slot(part.slots[0]!))

  const trie = new Trie()
  const words: Lexicon['words'] = []
  const coded = new Set(lists.coded)
  for (const [word, entry] of spelt) {
    trie.add(word, words.length)
    words.push({ slots: [...entry.slots], respelt: coded.has(word) })
  }
  const disguises = new Trie()
  const suspects = new Uint8Array(65536)
  for (const word of new Set(Object.entries(lists).flatMap(([name, list]) => (isDisguised(name) ? list : [])))) {
    const others = respellings(word).filter(other => !spelt.has(other))
    if (others.length === 0) continue
    for (const other of others) {
      disguises.add(other, words.length)
      for (const char of other) if (!word.includes(char)) suspects[char.charCodeAt(0)] = 1
    }
    words.push({ slots: [...spelt.get(word)!.slots], respelt: true })
  }
  const plain = Object.entries(lists).flatMap(([name, list]) => (isDisguised(name) ? list : []))
  const sounds = buildSounds(
    [...new Set(plain)].filter(word => !coded.has(word)).map(word => [word, [...spelt.get(word)!.slots]]),
    new Set(spelt.keys()),
  )
  return { trie, disguises, suspects, masks, words, sounds, slotNames, negSlot: slot('neg'), slotOf }
}
