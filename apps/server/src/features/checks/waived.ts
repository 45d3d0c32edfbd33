/** Findings after the exceptions that are in force. Pure. */
import { type Finding, type Verdict, verdictOf } from '@wematrix/checks'

/** Null artefact: all of the brand. Times are Unix milliseconds; `endedAt` null: not ended before its time. */
export type WaiverInForce = {
  id: string
  rule: string
  artefact: { kind: string; id: string } | null
  from: number
  until: number
  endedAt: number | null
}

export type Standing = { verdict: Verdict; findings: Finding[]; rules: string[] }

/** @param artefact  absent: copy that belongs to nothing yet */
export function standing(
  found: readonly Finding[],
  waivers: readonly WaiverInForce[],
  artefact: { kind: string; id: string } | undefined,
  now: number,
): Standing {
  const findings = found.map(finding => {
    const waiver = waivers.find(one => one.rule === finding.rule && isInForce(one, now) && covers(one, artefact))
    return waiver ? { ...finding, severity: 'info' as const, waived: waiver.id } : finding
  })
  const verdict = verdictOf(findings.map(({ severity }) => severity))
  return { verdict, findings, rules: [...new Set(findings.map(({ rule }) => rule))].sort() }
}

export function isInForce({ from, until, endedAt }: WaiverInForce, now: number): boolean {
  return from <= now && now < until && endedAt === null
}

function covers({ artefact }: WaiverInForce, of: { kind: string; id: string } | undefined): boolean {
  return artefact === null || (artefact.kind === of?.kind && artefact.id === of.id)
}

const worstFirst: readonly Verdict[] = ['block', 'warn', 'pass']

export function isWorse(was: Verdict, is: Verdict): boolean {
  return worstFirst.indexOf(is) < worstFirst.indexOf(was)
}
