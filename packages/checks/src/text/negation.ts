/** Whether what a token says is denied: 不, 没 or the like before it, or a longer negator in its clause. */
import { firstFrom, type Scan, tokensOf } from './tokens.ts'
import { unitsOf } from './units.ts'

const direct = unitsOf('不没未别勿莫无')
const fillers = unitsOf('能会要用再可想得必需肯曾被去来点给做有搞须允许提')
/** Words in which 不 or 别 negates nothing: 特别, 不得不, 要不要, 好不好. */
const before别 = unitsOf('特分区类级性告识个')
const longReach = 9

/** Whether a negator of the same clause reaches the token. */
export function isNegated(scan: Scan, token: number): boolean {
  const { negated, starts } = scan.tokens
  if (negated[token] !== 0) return negated[token] === 2
  const answer = isDirectlyNegated(scan, starts[token]!) || fromAfar(scan, starts[token]!)
  negated[token] = answer ? 2 : 1
  return answer
}

/** Whether 不, 没 or the like stands right before the unit. */
export function isDirectlyNegated(scan: Scan, start: number): boolean {
  const { units } = scan.normal
  const clause = scan.clauseStart[start]!
  let i = start - 1
  for (let k = 0; k < 2 && i > clause && fillers[units[i]!] === 1; k++) i--
  if (i < clause || direct[units[i]!] === 0) return false
  if (units[i] === 0x522b && i > clause && before别[units[i - 1]!] === 1) return false
  if (units[i] === 0x4e0d && i > clause && (units[i - 1] === 0x4e0d || units[i - 1] === units[i + 1])) return false
  return true
}

function fromAfar(scan: Scan, start: number): boolean {
  const list = tokensOf(scan, scan.lexicon.negSlot)
  const { starts, ends } = scan.tokens
  const clause = scan.clauseStart[start]!
  for (let k = firstFrom(scan, list, start) - 1; k >= 0; k--) {
    const end = ends[list.items[k]!]!
    if (starts[list.items[k]!]! < clause || start - end > longReach) return false
    if (end <= start) return true
  }
  return false
}
