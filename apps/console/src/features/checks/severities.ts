/** How severe a rule is where, and what another severity would do to what is live. Pure. */
import type { RuleInForce, Severity, StoredReview, Verdict } from '@wematrix/server/features/checks/schema'
import type { CheckCarrier } from './places.ts'

/** Undefined: the rule does not apply there; null: it is switched off. */
export function severityOn(rule: RuleInForce, carrier: CheckCarrier): Severity | null | undefined {
  if (!holdsOn(rule, carrier)) return undefined
  const own = rule.on[carrier]
  return own === undefined ? rule.severity : own
}

/** As the pack says; a campaign over several carriers is held to the strictest of them. */
export function packSeverityOn(rule: RuleInForce, carrier: CheckCarrier): Severity | undefined {
  if (!holdsOn(rule, carrier)) return undefined
  if (carrier !== 'cross' || rule.packOn.cross) return rule.packOn[carrier] ?? rule.packSeverity
  const held = (['mp', 'oa', 'ch', 'h5'] as const).flatMap(one => packSeverityOn(rule, one) ?? [])
  return (['block', 'warn'] as const).find(severity => held.includes(severity)) ?? 'info'
}

const holdsOn = ({ carriers }: RuleInForce, carrier: CheckCarrier) => carriers === null || carrier === 'cross' || carriers.includes(carrier)

export type Change = { rule: string; carrier: CheckCarrier | undefined; severity: Severity | null }
export type Effect = { named: number; changed: number; moves: { was: Verdict; becomes: Verdict; n: number }[] }

/** What a change does to the verdicts of live content that names the rule already. */
export function effectOf(reviews: readonly StoredReview[], change: Change): Effect {
  const moves = new Map<string, { was: Verdict; becomes: Verdict; n: number }>()
  let changed = 0
  for (const { findings, carrier } of reviews) {
    const touched = change.carrier === undefined || change.carrier === carrier
    const was = worst(findings.map(({ severity }) => severity))
    const becomes = worst(
      findings.flatMap(({ rule, severity, learned, doubted, waived }) => {
        if (!touched || rule !== change.rule || waived || doubted) return [severity]
        if (change.severity === null) return []
        return [learned && change.severity === 'block' ? 'warn' : change.severity]
      }),
    )
    if (was === becomes) continue
    changed++
    const move = moves.get(`${was} ${becomes}`) ?? { was, becomes, n: 0 }
    moves.set(`${was} ${becomes}`, { ...move, n: move.n + 1 })
  }
  return { named: reviews.length, changed, moves: [...moves.values()].sort((a, b) => b.n - a.n) }
}

export const worst = (severities: readonly Severity[]): Verdict =>
  severities.includes('block') ? 'block' : severities.includes('warn') ? 'warn' : 'pass'
