import { describe, expect, it } from 'vitest'
import type { Pack, Rule } from '../types.ts'
import { basePacks, house, law, wechat } from './index.ts'
import { packProblems, readPack } from './pack.ts'
import { createRulebook, packsOn, rulesOn, severityOf, verdictOf } from './rulebook.ts'

/** Every id of the catalogue, by family: how many it counts. */
const catalogue: Record<string, number> = {
  'WX-SHARE': 6,
  'WX-FOLLOW': 3,
  'WX-INTERACT': 2,
  'WX-DIVERT': 6,
  'WX-EVADE': 1,
  'WX-CONT': 12,
  'WX-TRADE': 9,
  'WX-PRIV': 9,
  'WX-FREQ': 11,
  'WX-MSG': 5,
  'WX-API': 7,
  AD: 15,
}

const rules = basePacks.flatMap(pack => pack.rules)
const rule = (id: string): Rule => rules.find(r => r.id === id)!

describe('base packs', () => {
  it('hold all 86 rules of the catalogue', () => {
    const ids = rules.map(r => r.id).filter(id => !id.startsWith('CRAFT-'))
    expect(ids).toHaveLength(86)
    for (const [family, count] of Object.entries(catalogue)) {
      expect(
        ids.filter(id => new RegExp(`^${family}-[A-Z0-9]+(-\\d+)?$`).test(id)),
        family,
      ).toHaveLength(count)
    }
  })

  it('are packs', () => {
    for (const pack of basePacks) expect(packProblems(pack)).toEqual([])
  })

  it('carry, for every rule of copy, one text that hits and one that passes', () => {
    for (const r of rules.filter(r => r.check.includes('text'))) {
      expect(r.tests?.some(t => t.hit) && r.tests.some(t => !t.hit), r.id).toBe(true)
    }
  })
})

describe('packProblems', () => {
  const broken = (at: number, change: Record<string, unknown>): string[] =>
    packProblems({ ...wechat, rules: wechat.rules.map((r, i) => (i === at ? { ...r, ...change } : r)) })

  it('says what is wrong and where', () => {
    expect(broken(1, { severity: 'fatal' })).toEqual([
      'rules[1] (WX-SHARE-02) .severity: must be equal to one of the allowed values: block, warn, info',
    ])
    expect(broken(0, { forbids: { zh: '不行' } })[0]).toMatch(/^rules\[0\] \(WX-SHARE-01\) \.forbids: .*en/)
    expect(broken(0, { colour: 'red' })).toEqual(['rules[0] (WX-SHARE-01): must not have additional properties: colour'])
    expect(packProblems(null)).toHaveLength(1)
    expect(() => readPack({})).toThrow(/This is not a pack/)
  })

  it('finds what a shape cannot say', () => {
    expect(broken(1, { id: 'WX-SHARE-01' })).toContain('rules[1] (WX-SHARE-01) .id: occurs twice in this pack')
    expect(broken(0, { from: '2026-02-30' })[0]).toContain('2026-02-30 is not a day')
    expect(broken(0, { to: '2010-01-01' })[0]).toContain('ends (2010-01-01) before it begins')
    expect(broken(5, { on: { ch: 'info' } })[0]).toContain('.on.ch: the rule does not hold on this carrier')
    expect(broken(0, { source: 'hearsay' })[0]).toContain('names no known source')
  })
})

describe('severityOf', () => {
  it('takes the override of the carrier, and on a campaign over several the strictest', () => {
    expect(severityOf(rule('WX-SHARE-04'), 'mp')).toBe('warn')
    expect(severityOf(rule('WX-SHARE-04'), 'h5')).toBe('block')
    expect(severityOf(rule('WX-SHARE-04'), 'cross')).toBe('block')
    expect(severityOf(rule('WX-INTERACT-01'), 'cross')).toBe('block')
    expect(severityOf(rule('WX-INTERACT-01'), 'mp')).toBeNull()
  })

  it('lets a change on the very carrier win over one on all, and null switches off', () => {
    const changes = [
      { rule: 'WX-SHARE-04', severity: null, reason: 'reviewed by counsel' },
      { rule: 'WX-SHARE-04', carrier: 'mp' as const, severity: 'info' as const, reason: 'fixed benefit' },
    ]
    expect(severityOf(rule('WX-SHARE-04'), 'oa', changes)).toBeNull()
    expect(severityOf(rule('WX-SHARE-04'), 'mp', changes)).toBe('info')
    expect(severityOf(rule('WX-SHARE-04'), 'cross', changes)).toBe('info')
  })
})

describe('a rulebook', () => {
  const later: Pack = { ...law, version: '2027.1', from: '2027-01-01', rules: [{ ...law.rules[0]!, severity: 'warn' }] }

  it('holds a rule on its first and last day and on none beside', () => {
    const packs = [{ ...house, rules: [{ ...house.rules[0]!, from: '2026-12-01', to: '2026-12-02' }] }]
    const days = ['2026-11-30', '2026-12-01', '2026-12-02', '2026-12-03']
    expect(days.map(day => rulesOn({ packs, day }).size)).toEqual([0, 1, 1, 0])
    expect(rulesOn({ packs }).size).toBe(1)
  })

  it('takes of packs with one id the last whose day has come', () => {
    expect(packsOn([law, later], '2026-12-31').map(p => p.version)).toEqual([law.version])
    expect(packsOn([law, later], '2027-01-01').map(p => p.version)).toEqual(['2027.1'])
    const book = createRulebook({ packs: [wechat, law, later], day: '2027-01-01' })
    expect(book.packs).toEqual([`wechat@${wechat.version}`, 'law@2027.1'])
    expect(book.severityOf('AD-ABS-01', 'mp')).toBe('warn')
    expect(book.severityOf('AD-MED-01', 'mp')).toBeNull()
  })

  it('lets a rule of the brand win, and one that is off end the rule of the pack', () => {
    const own = { ...rule('WX-TRADE-06'), severity: 'block' as const }
    expect(createRulebook({ packs: basePacks, brandRules: [own] }).severityOf('WX-TRADE-06', 'mp')).toBe('block')
    expect(createRulebook({ packs: basePacks, brandRules: [{ ...own, off: true }] }).rules.has('WX-TRADE-06')).toBe(false)
  })
})

it('a verdict is the highest severity; info passes', () => {
  expect(verdictOf([])).toBe('pass')
  expect(verdictOf(['info'])).toBe('pass')
  expect(verdictOf(['info', 'warn'])).toBe('warn')
  expect(verdictOf(['warn', 'block'])).toBe('block')
})
