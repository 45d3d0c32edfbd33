/**
 * From hits to a review: what the rules in force make of what the detectors saw. Pure; a hit of a rule that does not hold on the
 * carrier is dropped.
 */
import { type Rulebook, verdictOf } from './packs/rulebook.ts'
import type { Carrier, Finding, Hit, Review, Severity } from './types.ts'

/**
 * @param quoteOf  what a hit points at, in the words of the draft or text that was read
 * @returns findings ordered by start (of drafts: by field, then start), each place once for each rule and reason
 */
export function reviewOf(hits: readonly Hit[], carrier: Carrier, book: Rulebook, quoteOf: (hit: Hit) => string): Review {
  const seen = new Set<string>()
  const findings: Finding[] = []
  for (const hit of [...hits].sort(byPlace)) {
    const rule = book.rules.get(hit.rule)
    const severity = rule && book.severityOf(hit.rule, carrier)
    const place = `${hit.rule} ${hit.path ?? ''} ${hit.start} ${hit.end} ${hit.reason?.zh ?? ''}`
    if (!rule || !severity || seen.has(place)) continue
    seen.add(place)
    findings.push({
      rule: hit.rule,
      severity: hit.doubted ? 'info' : hit.learned ? atMostWarn(severity) : severity,
      start: hit.start,
      end: hit.end,
      quote: quoteOf(hit),
      reason: hit.reason ?? rule.forbids,
      rewrite: hit.rewrite ?? rule.rewrite,
      ...(hit.learned ? { learned: true as const } : {}),
      ...(hit.doubted ? { doubted: true as const } : {}),
      ...(hit.path === undefined ? {} : { path: hit.path }),
    })
  }
  return { verdict: verdictOf(findings.map(finding => finding.severity)), findings, packs: book.packs }
}

const atMostWarn = (severity: Severity): Severity => (severity === 'block' ? 'warn' : severity)

/** Fields of a draft in the order of their pointers, the text itself first. Stable for hits at one place. */
function byPlace(a: Hit, b: Hit): number {
  return (
    comparePointers(a.path ?? '', b.path ?? '') || a.start - b.start || a.end - b.end || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0)
  )
}

const comparePointers = (a: string, b: string): number => (a === b ? 0 : a.localeCompare(b, 'en', { numeric: true }))
