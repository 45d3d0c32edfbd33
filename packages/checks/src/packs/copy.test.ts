import { describe, expect, it } from 'vitest'
import { good } from '../draft/fixtures/good.ts'
import { createChecks, failedTests, kinds } from '../index.ts'
import type { Pack } from '../types.ts'
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

it('failedTests names what a pack does not meet', () => {
  const [first] = basePacks[0]!.rules
  const rule = {
    ...first!,
    id: 'BRAND-01',
    words: { words: ['老茶坊'] },
    tests: [
      { carrier: 'mp' as const, surface: 'page_copy' as const, text: '欢迎来到老茶坊', hit: true },
      { carrier: 'mp' as const, surface: 'page_copy' as const, text: '欢迎光临', hit: true },
      { carrier: 'mp' as const, surface: 'page_copy' as const, text: '老茶坊已改名', hit: false },
    ],
  }
  const pack: Pack = { ...basePacks[0]!, id: 'own', rules: [rule] }
  expect(failedTests(pack, basePacks)).toEqual([
    { rule: 'BRAND-01', text: '欢迎光临', hit: true },
    { rule: 'BRAND-01', text: '老茶坊已改名', hit: false },
  ])
})
