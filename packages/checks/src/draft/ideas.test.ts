import { expect, it } from 'vitest'
import { basePacks, createChecks } from '../index.ts'
import { ideas } from './ideas.ts'

const checks = createChecks({ packs: basePacks })

it('there are eighteen, in the order of the catalogue', () => {
  expect(ideas.map(idea => idea.no)).toEqual(Array.from({ length: 18 }, (_, i) => i + 1))
})

it.each(ideas)('idea $no ($name.en) ships blocked or warned of', ({ idea, verdict, breaks }) => {
  const review = checks.draft(idea)
  const rules = review.findings.filter(finding => finding.severity !== 'info').map(finding => finding.rule)
  expect(rules).toEqual(expect.arrayContaining([...breaks]))
  expect(review.verdict).toBe(verdict)
})

it.each(ideas)('idea $no: its compliant variant passes', ({ compliant }) => {
  const { verdict, findings } = checks.draft(compliant)
  expect({ verdict, findings: findings.map(f => [f.rule, f.severity, f.path, f.quote, f.reason.en]).filter(f => f[1] !== 'info') }).toEqual(
    { verdict: 'pass', findings: [] },
  )
})
