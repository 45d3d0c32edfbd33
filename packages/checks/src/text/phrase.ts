/**
 * The notation rules are written in. A phrase is a row of parts with the distance allowed between them:
 *
 *     share ~24 benefit        a share act, then a benefit at most 24 units on
 *     share &24 benefit        the same in either order
 *     -follow ~8 无法|不能      a *negated* follow act, then one of these words
 *     share|invite 就|即 gain   next to each other (at most `nearUnits`)
 *
 * ASCII names are slots of the lexicon, everything else is literal. Slots match acts that are meant; `-` asks for a
 * negated one, `*` takes both; literals are what they are. `[甲|乙]丙` spells several words at once. Distance is
 * counted in units of text with clause and sentence ends on top (see `scan.ts`).
 */
export type Part = {
  slots: string[]
  /** Words that stand for themselves; kept in the lexicon under `literalSlot`. */
  words: string[]
  polarity: 'meant' | 'negated' | 'any'
  /** Largest distance to the part before. */
  gap: number
}
export type Phrase = Part[]

export const nearUnits = 2

export function parsePhrase(text: string): Phrase[] {
  const phrases: Phrase[] = [[]]
  let gap = nearUnits
  let either = false
  for (const token of text.trim().split(/\s+/)) {
    const distance = /^([~&])(\d+)$/.exec(token)
    if (distance) {
      gap = Number(distance[2])
      either = distance[1] === '&'
      continue
    }
    const part = parsePart(token, gap)
    const before = either ? phrases.map(phrase => [...phrase]) : []
    for (const phrase of phrases) phrase.push(part)
    for (const phrase of before) phrases.push([{ ...part, gap: nearUnits }, { ...phrase[0]!, gap }, ...phrase.slice(1)])
    gap = nearUnits
    either = false
  }
  return phrases
}

function parsePart(token: string, gap: number): Part {
  const slot = /^([-*]?)([a-z][\w|]*)$/i.exec(token)
  if (slot) {
    const polarity = slot[1] === '-' ? 'negated' : slot[1] === '*' ? 'any' : 'meant'
    return { slots: slot[2]!.split('|'), words: [], polarity, gap }
  }
  const words = splitTop(token).flatMap(spell)
  return { slots: [literalSlot(words)], words, polarity: 'any', gap }
}

export const literalSlot = (words: string[]) => `=${words.join('|')}`

/** `[甲|乙]丙` gives 甲丙 and 乙丙; `甲[乙|]丙` gives 甲乙丙 and 甲丙. */
export function spell(word: string): string[] {
  const group = /\[([^[\]]*)\]/.exec(word)
  if (!group) return [word]
  return group[1]!.split('|').flatMap(choice => spell(word.slice(0, group.index) + choice + word.slice(group.index + group[0].length)))
}

/** Words of a list in the lexicon: split at white space, groups spelt out. */
export const wordsOf = (list: string) => list.trim().split(/\s+/).filter(Boolean).flatMap(spell)

function splitTop(token: string): string[] {
  const parts: string[] = []
  let depth = 0
  let from = 0
  for (let i = 0; i <= token.length; i++) {
    const sign = token[i]
    if (sign === '[') depth++
    else if (sign === ']') depth--
    else if (i === token.length || (sign === '|' && depth === 0)) {
      parts.push(token.slice(from, i))
      from = i + 1
    }
  }
  return parts
}
