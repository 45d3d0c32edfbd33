/** How a word stands in the text: plain, respelt, or there by chance. */
import { mark, type Normal } from './normalise.ts'

/**
 * How a word is spelt in the text. `apart`: its characters stand together by chance, such as 时分 享受, or a Latin word
 * inside a longer one.
 */
export function spelling(normal: Normal, start: number, end: number, respelt: boolean): 'plain' | 'respelt' | 'apart' {
  const { units, marks, length } = normal
  // 120 in a longer number is no telephone number.
  if (isDigitUnit(units[start]!) && start > 0 && isDigitUnit(units[start - 1]!)) return 'apart'
  if (!respelt && plainFrom(normal, start, end)) return 'plain'
  let gaps = 0
  let signs = 0
  let folded = false
  for (let i = start; i < end; i++) {
    if ((marks[i]! & mark.folded) !== 0) folded = true
    if (i > start && (marks[i]! & ~mark.folded) !== 0 && !isLayout(units[i - 1]!, units[i]!, marks[i]!)) {
      gaps++
      if ((marks[i]! & (mark.sign | mark.emoji)) !== 0) signs++
    }
  }
  if (isLatin(units[start]!) && start > 0 && isLatin(units[start - 1]!) && (marks[start]! & ~mark.folded) === 0) return 'apart'
  if (isLatin(units[end - 1]!) && end < length && isLatin(units[end]!) && (marks[end]! & ~mark.folded) === 0) return 'apart'
  if (gaps === 0) return folded || respelt ? 'respelt' : 'plain'
  const size = end - start
  const free = (i: number) =>
    i === 0 || i >= length || (marks[i]! & ~mark.folded) !== 0 || !isWordUnit(units[i]!) || !isWordUnit(units[i - 1]!)
  const spread = gaps >= size - 1
  if (spread && size <= 3) {
    if (!free(start) || !free(end)) return signs > 0 && !bothSides(normal, start, end) ? 'respelt' : 'apart'
    return 'respelt'
  }
  if (signs > 0 || gaps >= 2) return 'respelt'
  return folded || respelt ? 'respelt' : 'plain'
}

/** Characters that stand together as they are; Latin words need a look at their neighbours. */
function plainFrom({ units, marks }: Normal, start: number, end: number): boolean {
  if ((marks[start]! & mark.folded) !== 0 || isLatin(units[start]!) || isLatin(units[end - 1]!)) return false
  for (let i = start + 1; i < end; i++) if (marks[i] !== 0) return false
  return true
}

/** The space that typesetters put between Chinese and figures or Latin. */
const isLayout = (before: number, after: number, marks: number) =>
  (marks & (mark.sign | mark.emoji)) === 0 && before >= 0x3400 !== after >= 0x3400

/** `好用·转发` and the like: a sign that also stands between other words. */
function bothSides(normal: Normal, start: number, end: number): boolean {
  return end - start === 2 && (normal.marks[start + 1]! & (mark.sign | mark.emoji)) !== 0 && !isEmojiGap(normal, start + 1)
}
const isEmojiGap = (normal: Normal, i: number) => (normal.marks[i]! & mark.emoji) !== 0

export const isLatin = (unit: number) => unit >= 0x61 && unit <= 0x7a
export const isDigitUnit = (unit: number) => unit >= 0x30 && unit <= 0x39
const isWordUnit = (unit: number) => unit >= 0x3400 || isLatin(unit) || isDigitUnit(unit)
