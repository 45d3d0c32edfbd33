/** Stretches of a text that are judged by themselves: whole when it is short, otherwise sentences packed together. */

import { unitsOf } from '../text/units.ts'

/** Offsets in UTF-16 units, end exclusive. */
export type Span = { start: number; end: number }

/** As long as the lines the model was trained on, and somewhat more. */
const wholeUnits = 120
const packedUnits = 80
/** What is read of one text; the rest of a longer one is left to the first stage. */
export const readUnits = 20_000

const endsSentence = unitsOf('。！？!?；;\n…')
const endsClause = unitsOf('。！？!?；;\n…，,：:、—（）() ｜\u3000\t\r\u00a0')

export function windowsOf(text: string): Span[] {
  const length = Math.min(text.length, readUnits)
  if (length <= wholeUnits) return [{ start: 0, end: length }]
  const windows: Span[] = []
  let start = 0
  for (const { end } of piecesOf(text, 0, length, endsSentence, wholeUnits)) {
    const last = windows.at(-1)
    if (last && end - last.start <= packedUnits) last.end = end
    else windows.push({ start, end })
    start = end
  }
  return windows
}

/** Clauses of a window without the marks and spaces around them. */
export function clausesOf(text: string, { start, end }: Span): Span[] {
  const clauses: Span[] = []
  for (const piece of piecesOf(text, start, end, endsClause, wholeUnits)) {
    let from = piece.start
    let to = piece.end
    while (from < to && endsClause[text.charCodeAt(from)] === 1) from++
    while (to > from && endsClause[text.charCodeAt(to - 1)] === 1) to--
    if (to > from) clauses.push({ start: from, end: to })
  }
  return clauses
}

/** Ends after a mark, or after `most` units where none stands; never inside a surrogate pair. */
function* piecesOf(text: string, from: number, to: number, marks: Uint8Array, most: number): Generator<Span> {
  let start = from
  for (let i = from; i < to; i++) {
    const unit = text.charCodeAt(i)
    const full = i + 1 - start >= most && !(unit >= 0xd800 && unit < 0xdc00)
    if (!full && (marks[unit] === 0 || marks[text.charCodeAt(i + 1)] === 1)) continue
    yield { start, end: i + 1 }
    start = i + 1
  }
  if (start < to) yield { start, end: to }
}
