import { describe, expect, it } from 'vitest'
import { good } from '../draft/fixtures/good.ts'
import { createChecks, kinds } from '../index.ts'
import { basePacks } from './index.ts'

const checks = createChecks({ packs: basePacks })
const tests = basePacks.flatMap(pack => pack.rules.flatMap(rule => (rule.tests ?? []).map(test => ({ rule: rule.id, ...test }))))

describe('tests inside the packs', () => {
  it.each(tests)('$rule: $text hits: $hit', ({ rule, hit, ...input }) => {
    const { findings, verdict } = checks.text(input)
    if (hit) expect(findings.map(finding => finding.rule)).toContain(rule)
    else expect({ verdict, rules: findings.map(finding => finding.rule) }).toEqual({ verdict: 'pass', rules: [] })
  })
})

it.each(kinds)('the copy of a %s that nobody minds passes as well', kind => {
  const review = checks.draft({ kind, draft: good[kind] })
  expect(review.findings.map(finding => [finding.rule, finding.path, finding.quote])).toEqual([])
})
