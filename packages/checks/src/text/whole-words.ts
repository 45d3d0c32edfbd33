/** Places end where people would end them: what is left of a clause after the last word found is marked with it, if it is little. */
const signs = new Set('，。！？；：、…—,!?;:|/\n\r\t\u3000“”"‘’\'「」『』【】（）()《》<>~～·'.split(''))
const mostAfter = 8
const mostBefore = 4

/** `[start, end)` widened to its clause; as it was where the clause goes on for long. Offsets are UTF-16 units of `text`. */
export function toClause(text: string, start: number, end: number): [number, number] {
  let to = end
  while (to < text.length && to - end <= mostAfter && !signs.has(text[to]!)) to++
  let from = start
  while (from > 0 && start - from <= mostBefore && !signs.has(text[from - 1]!)) from--
  return [start - from > mostBefore ? start : skipSpace(text, from, start), to - end > mostAfter ? end : trimEnd(text, end, to)]
}

function skipSpace(text: string, from: number, start: number): number {
  while (from < start && text[from] === ' ') from++
  return from
}

function trimEnd(text: string, end: number, to: number): number {
  while (to > end && text[to - 1] === ' ') to--
  return to
}
