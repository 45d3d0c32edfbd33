/**
 * A part of a phrase holds either slots or words that stand for themselves. One that names both, `share|转`, is written here
 * as two phrases, one with the slots and one with the words.
 */
const distance = /^[~&]\d+$/

/** @param slots  every name that is a slot; whatever else stands in a part is a word */
export function apart(phrase: string, slots: ReadonlySet<string>): string[] {
  let phrases: string[] = ['']
  for (const token of phrase.trim().split(/\s+/)) {
    const kinds = distance.test(token) ? [token] : kindsOf(token, slots)
    phrases = phrases.flatMap(before => kinds.map(kind => `${before} ${kind}`))
  }
  return phrases.map(one => one.trim())
}

function kindsOf(token: string, slots: ReadonlySet<string>): string[] {
  // `[甲|乙]丙` is one word: its bars part nothing.
  const parts = token.split(/\|(?![^[]*\])/)
  const named = parts.filter(part => slots.has(part))
  const words = parts.filter(part => !slots.has(part))
  return named.length > 0 && words.length > 0 && !/^[-*]/.test(token) ? [named.join('|'), words.join('|')] : [token]
}
