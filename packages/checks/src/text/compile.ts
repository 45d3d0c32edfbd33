/** Rules and composites with the names of their slots as numbers. */
import type { Lexicon } from './lexicon.ts'
import { compilePhrases, type Phrases } from './match.ts'
import { type Phrase, parsePhrase } from './phrase.ts'
import type { TextRule } from './rule.ts'

export type CompiledRule = Omit<TextRule, 'needs' | 'lacks'> & {
  phrases: Phrases
  guards: { slot: number; reach: number }[]
  needs: number[]
  lacks: number[]
}
/** A composite: the slot that its phrases fill. */
export type Step = { slot: number; phrases: Phrases }

/** Reach of a guard that names none. */
const usualReach = 16
/** Where a breach is explained or warned of, it is none. */
const lesson = { name: 'lesson', reach: 40 }

export const parseAll = (phrases: readonly string[]): Phrase[] => phrases.flatMap(parsePhrase)

/** @throws when the rule names a slot that there is not. */
export function compileRule(rule: TextRule, phrases: readonly Phrase[], { slotOf }: Lexicon): CompiledRule {
  const slot = (name: string) => {
    const found = slotOf.get(name)
    if (found === undefined) throw new Error(`Rule ${rule.id}: no slot named "${name}"`)
    return found
  }
  const guards = (rule.unless ?? []).map(guard => {
    const [name, reach = usualReach] = guard.split('@')
    return { slot: slot(name!), reach: Number(reach) }
  })
  if (!rule.evenTaught) guards.push({ slot: slot(lesson.name), reach: lesson.reach })
  return {
    ...rule,
    phrases: compilePhrases(phrases, slotOf),
    guards,
    needs: (rule.needs ?? []).map(slot),
    lacks: (rule.lacks ?? []).map(slot),
  }
}
