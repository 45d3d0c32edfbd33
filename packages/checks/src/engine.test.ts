import { describe, expect, it } from 'vitest'
import { reviewOf } from './engine.ts'
import { basePacks, createChecks, createRulebook, type Rule } from './index.ts'

const book = createRulebook({ packs: basePacks })
const none = () => ''

describe('reviewOf', () => {
  it('orders findings by start and keeps each place once for each rule', () => {
    const hits = [
      { rule: 'WX-TRADE-06', start: 5, end: 9 },
      { rule: 'AD-ABS-01', start: 0, end: 2 },
      { rule: 'WX-TRADE-06', start: 5, end: 9 },
    ]
    const review = reviewOf(hits, 'mp', book, none)
    expect(review.findings.map(f => [f.rule, f.start])).toEqual([
      ['AD-ABS-01', 0],
      ['WX-TRADE-06', 5],
    ])
    expect(review.verdict).toBe('block')
    expect(review.packs).toEqual(basePacks.map(p => `${p.id}@${p.version}`))
  })

  it('orders fields of a draft as they stand: the tenth after the second', () => {
    const hits = ['/lines/10', '/lines/2', '/title'].map(path => ({ rule: 'AD-ABS-01', start: 0, end: 1, path }))
    expect(reviewOf(hits, 'ch', book, none).findings.map(f => f.path)).toEqual(['/lines/2', '/lines/10', '/title'])
  })

  it('drops what does not hold on the carrier, and rules nobody knows', () => {
    const hits = ['WX-INTERACT-01', 'WX-NOWHERE-01'].map(rule => ({ rule, start: 0, end: 1 }))
    expect(reviewOf(hits, 'mp', book, none)).toMatchObject({ verdict: 'pass', findings: [] })
  })

  it('lets the learned stage warn and never block', () => {
    const hit = { rule: 'WX-SHARE-02', start: 0, end: 1, learned: true as const }
    expect(reviewOf([hit], 'oa', book, none)).toMatchObject({ verdict: 'warn', findings: [{ severity: 'warn', learned: true }] })
  })
})

it('a brand’s own words are found, quoted and explained', () => {
  const own: Rule = {
    id: 'BRAND-01',
    family: 'brand',
    name: { zh: '旧名', en: 'Old name' },
    check: ['text'],
    severity: 'warn',
    forbids: { zh: '我们已改名', en: 'We have a new name' },
    penalty: { zh: '无', en: 'None' },
    rewrite: { zh: '用新名', en: 'Use the new name' },
    source: 'brand',
    grade: 'D',
    from: '2026-11-23',
    words: { words: ['老茶坊'] },
  }
  const checks = createChecks({ packs: basePacks, brandRules: [own] })
  expect(checks.text({ carrier: 'mp', surface: 'page_copy', text: '欢迎来到老茶坊' })).toMatchObject({
    verdict: 'warn',
    findings: [{ rule: 'BRAND-01', start: 4, end: 7, quote: '老茶坊', reason: own.forbids, rewrite: own.rewrite }],
  })
})
