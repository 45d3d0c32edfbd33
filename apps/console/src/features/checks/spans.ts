/** Where findings lie in a text that is being edited. Pure. Offsets are UTF-16 units, ends exclusive, as the engine gives them. */
import type { Finding, Severity } from '@wematrix/server/features/checks/schema'

/** A stretch of the text under the same findings; `on`: their places in the list, the most severe first. */
export type Piece = { start: number; end: number; on: number[]; severity: Severity | null }

const RANK: Record<Severity, number> = { block: 0, warn: 1, info: 2 }
export const bySeverity = (a: Finding, b: Finding) => RANK[a.severity] - RANK[b.severity] || a.start - b.start

/** One finding's name within a review. */
export const nameOf = ({ rule, start, end }: Finding) => `${rule} ${start} ${end}`

/** The text cut at every edge of a finding, without gaps; overlapping findings share a piece, whose look is that of the worst. */
export function piecesOf(findings: readonly Finding[], length: number): Piece[] {
  const inside = findings.map((finding, at) => ({ ...finding, at })).filter(({ start, end }) => start < end && start >= 0 && end <= length)
  const edges = [...new Set([0, length, ...inside.flatMap(({ start, end }) => [start, end])])].sort((a, b) => a - b)
  return edges.slice(0, -1).map((start, index) => {
    const end = edges[index + 1] ?? length
    const over = inside.filter(finding => finding.start < end && finding.end > start).sort(bySeverity)
    return { start, end, on: over.map(({ at }) => at), severity: over[0]?.severity ?? null }
  })
}

/**
 * The findings of an earlier text as they lie in the text of now, until that one has been read: those before the edit stay,
 * those behind it move along, those it touches are left out.
 */
export function carryOver(findings: readonly Finding[], was: string, is: string): Finding[] {
  if (was === is) return [...findings]
  const most = Math.min(was.length, is.length)
  let before = 0
  while (before < most && was[before] === is[before]) before++
  let after = 0
  while (after < most - before && was[was.length - 1 - after] === is[is.length - 1 - after]) after++
  const moved = is.length - was.length
  return findings.flatMap(finding => {
    if (finding.end <= before) return [finding]
    if (finding.start >= was.length - after) return [{ ...finding, start: finding.start + moved, end: finding.end + moved }]
    return []
  })
}

/** The finding at a caret: of those that hold it the shortest, so that every one of several can be reached. */
export function findingAt(findings: readonly Finding[], caret: number): Finding | undefined {
  return findings
    .filter(({ start, end }) => start <= caret && caret <= end && start < end)
    .sort((a, b) => a.end - a.start - (b.end - b.start) || bySeverity(a, b))[0]
}

/** The next finding behind a caret, or the one before it; round and round. */
export function neighbour(findings: readonly Finding[], caret: number, step: 1 | -1): Finding | undefined {
  const placed = findings.filter(({ start, end }) => start < end).sort((a, b) => a.start - b.start || a.end - b.end)
  return step === 1
    ? (placed.find(({ start }) => start > caret) ?? placed[0])
    : (placed.findLast(({ start }) => start < caret) ?? placed.at(-1))
}

const clauseEnd = /[，。！？；：、,!?;\n]/

/**
 * What a rewrite takes the place of. Words of the brand are exchanged as they stand; otherwise the clause that holds the
 * finding, because advice is a clause of its own and what is left of half a sentence would not be one.
 */
export function stretchOf(text: string, { start, end }: Pick<Finding, 'start' | 'end'>, exact: boolean): { start: number; end: number } {
  if (exact) return { start, end }
  let from = start
  while (from > 0 && !clauseEnd.test(text[from - 1] ?? '')) from--
  let to = end
  while (to < text.length && !clauseEnd.test(text[to] ?? '')) to++
  return { start: from, end: to }
}

/**
 * What to put in the place of a finding's span. Advice that carries an example gives the example; advice to leave it out
 * gives nothing. Chinese whatever the reader's language: copy is.
 */
export function replacementOf({ rewrite }: Pick<Finding, 'rewrite'>): string {
  const said = rewrite.zh.trim()
  if (/^(删掉|删除|去掉)/.test(said)) return ''
  const example = said.match(/“([^”]{4,})”/)
  return example?.[1] ?? said
}
