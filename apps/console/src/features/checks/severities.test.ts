import type { Finding, RuleInForce, Severity, StoredReview } from '@wematrix/server/features/checks/schema'
import { expect, it } from 'vitest'
import { effectOf, packSeverityOn, severityOn } from './severities.ts'

const finding = (rule: string, severity: Severity, extra: Partial<Finding> = {}) => ({ rule, severity, ...extra }) as Finding
const review = (carrier: StoredReview['carrier'], ...findings: Finding[]) => ({ carrier, findings }) as StoredReview
const rule = (values: Partial<RuleInForce>) =>
  ({ carriers: null, on: {}, packOn: {}, packSeverity: 'warn', severity: 'warn', ...values }) as RuleInForce

it('says how severe a rule is on a carrier: its own there, else the general; nothing where it does not hold', () => {
  const diverts = rule({ carriers: ['ch', 'oa'], packOn: { ch: 'block' }, on: { ch: null } })
  expect([severityOn(diverts, 'oa'), severityOn(diverts, 'ch'), severityOn(diverts, 'mp')]).toEqual(['warn', null, undefined])
  expect([packSeverityOn(diverts, 'ch'), packSeverityOn(diverts, 'cross'), packSeverityOn(diverts, 'h5')]).toEqual([
    'block',
    'block',
    undefined,
  ])
})

it('counts which verdicts of live content another severity changes', () => {
  const live = [
    review('oa', finding('A', 'block')),
    review('ch', finding('A', 'block'), finding('B', 'block')),
    review('oa', finding('A', 'warn', { learned: true })),
    review('oa', finding('A', 'info', { waived: 'wvr_1' })),
    review('oa', finding('A', 'info', { doubted: true })),
  ]
  expect(effectOf(live, { rule: 'A', carrier: undefined, severity: 'warn' })).toEqual({
    named: 5,
    changed: 1,
    moves: [{ was: 'block', becomes: 'warn', n: 1 }],
  })
  expect(effectOf(live, { rule: 'A', carrier: undefined, severity: null }).moves).toEqual([
    { was: 'block', becomes: 'pass', n: 1 },
    { was: 'warn', becomes: 'pass', n: 1 },
  ])
  expect(effectOf(live, { rule: 'A', carrier: 'ch', severity: null }).changed).toBe(0)
  expect(effectOf(live, { rule: 'A', carrier: undefined, severity: 'block' }).changed).toBe(0)
})
