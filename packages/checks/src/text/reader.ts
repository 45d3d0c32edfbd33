/** Readers of copy: the rules of the packs, and words of brands beside them. */
import type { Hit, Surface, TextInput } from '../types.ts'
import { type CompiledRule, compileRule, parseAll, type Step } from './compile.ts'
import { guards } from './lexicon/guards.ts'
import { composites, lists } from './lexicon/index.ts'
import { innocent } from './lexicon/innocent.ts'
import { buildLexicon, type Lexicon } from './lexicon.ts'
import { compilePhrases } from './match.ts'
import { emptyNormal, normalise } from './normalise.ts'
import { wordsOf } from './phrase.ts'
import { readText, scanFor } from './read.ts'
import type { TextRule } from './rule.ts'
import { textRules } from './rules/index.ts'

export type Reader = { read(input: TextInput): Hit[] }

/** Words of a brand or pack, by rule id. They are told as they stand, in whatever spelling, unless a word of `unless` is near. */
export type BrandWords = { rule: string; words: string[]; unless?: string[]; surfaces?: Surface[] }

/** Units around a brand's word in which a word of `unless` excuses it. */
const excuseReach = 20

/** The rules' own reader is made once (0.5 s of CPU, 20 MB); one with words of a brand reads with a small lexicon beside it. */
export function createReader(brandWords: readonly BrandWords[] = []): Reader {
  usual ??= usualReader()
  const { reader, lexicon } = usual
  if (brandWords.length === 0) return reader
  const own = ownReader(brandWords, lexicon)
  return { read: input => [...reader.read(input), ...own.read(input)] }
}

let usual: { reader: Reader; lexicon: Lexicon } | undefined

function usualReader(): { reader: Reader; lexicon: Lexicon } {
  const rules = textRules.map(rule => ({ rule, phrases: parseAll(rule.any) }))
  const made = composites.map(({ slot, any }) => ({ slot, phrases: parseAll(any) }))
  const lexicon = buildLexicon({
    lists: Object.fromEntries(Object.entries(lists).map(([slot, list]) => [slot, wordsOf(list)])),
    phrases: [...rules, ...made].flatMap(one => one.phrases),
    extraSlots: made.map(one => one.slot),
    isDisguised: slot => !(slot in guards) && !(slot in innocent) && !plainSlots.test(slot),
  })
  const compiled = rules.map(({ rule, phrases }) => compileRule(rule, phrases, lexicon))
  const steps = made.map(({ slot, phrases }) => ({
    slot: lexicon.slotOf.get(slot)!,
    phrases: compilePhrases(phrases, lexicon.slotOf),
  }))
  return { reader: readerOf(lexicon, compiled, steps), lexicon }
}

/** Slots of everyday words: a sound alone says nothing about them. */
const plainSlots =
  /^(unit_|see|withheld|gate|need|link|only|circle|friend|send|hand_on|elsewhere|go$|withhold|rest|sold_thing|scarce_thing|own_|ask_|goods|material|crowd|pity|finance_thing|exam_thing|endorse_|rival|disease_house)/

function ownReader(brandWords: readonly BrandWords[], { sounds }: Lexicon): Reader {
  const own = brandWords.map(({ words, unless = [], ...one }, i) => ({
    ...one,
    slot: `brand_${i}`,
    words: asRead(words),
    excuse: `brand_unless_${i}`,
    unless: asRead(unless),
  }))
  const lexicon = buildLexicon({
    lists: Object.fromEntries(
      own.flatMap(({ slot, words, excuse, unless }) => [
        [slot, words],
        [excuse, unless],
      ]),
    ),
    isDisguised: slot => own.some(one => one.slot === slot),
    // What is a word of the rules is nobody's disguise.
    known: sounds.known,
  })
  const compiled = own.map(({ rule, slot, excuse, unless, surfaces }) =>
    compileRule(
      {
        ...{ id: rule, any: [slot], exact: true, evenTaught: true },
        ...(unless.length > 0 ? { unless: [`${excuse}@${excuseReach}`] } : {}),
        ...(surfaces ? { on: surfaces } : {}),
      },
      parseAll([slot]),
      lexicon,
    ),
  )
  return readerOf(lexicon, compiled, [])
}

/** Words as the normaliser reads them; what nothing is left of is no word. */
function asRead(words: readonly string[]): string[] {
  return words
    .map(word => {
      const { units, length } = normalise(word, 0, word.length, emptyNormal(word.length * 6), true)
      return String.fromCharCode(...units.subarray(0, length))
    })
    .filter(word => word !== '')
}

function readerOf(lexicon: Lexicon, rules: readonly CompiledRule[], steps: Step[]): Reader {
  const scan = scanFor(lexicon)
  return {
    read: ({ text, surface, carrier }) =>
      readText(
        scan,
        steps,
        rules.filter(rule => holds(rule, surface, carrier)),
        text,
      ),
  }
}

function holds({ on, notOn, carriers }: TextRule | CompiledRule, surface: Surface, carrier: TextInput['carrier']): boolean {
  if (on && !on.includes(surface)) return false
  if (notOn?.includes(surface)) return false
  return !carriers || carriers.includes(carrier)
}
