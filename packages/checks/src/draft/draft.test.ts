import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { basePacks } from '../packs/index.ts'
import type { Reader } from '../text/index.ts'
import { DraftInvalid, defaultSettings, draftHits, draftProblems, kinds } from './check.ts'
import { actFixtures } from './fixtures/acts.ts'
import { contentFixtures } from './fixtures/content.ts'
import { changed } from './fixtures/fixture.ts'
import { frequencyFixtures } from './fixtures/frequency.ts'
import { good } from './fixtures/good.ts'
import { interfaceFixtures } from './fixtures/interfaces.ts'
import { privacyFixtures } from './fixtures/privacy.ts'
import { homeOf, type Kind } from './kinds.ts'
import { draftRules } from './rules/index.ts'

const fixtures = [...actFixtures, ...contentFixtures, ...privacyFixtures, ...frequencyFixtures, ...interfaceFixtures]
const nothing: Reader = { read: () => [] }
const structural = basePacks.flatMap(pack => pack.rules).filter(rule => rule.check.includes('draft') || rule.check.includes('runtime'))
const rulesIn = (kind: Kind, draft: unknown) => draftHits(kind, draft, homeOf[kind], nothing).map(hit => hit.rule)

describe('a draft of each kind that nobody minds', () => {
  it.each(kinds)('%s', kind => expect(rulesIn(kind, good[kind])).toEqual([]))
})

it('every rule with a check of drafts or at run time has a checker and fixtures, and none has one without', () => {
  const ids = structural.map(rule => rule.id).sort()
  expect([...new Set(draftRules.map(one => one.rule))].sort()).toEqual(ids)
  expect([...new Set(fixtures.map(one => one.rule))].sort()).toEqual(ids)
})

describe('one that passes, one that does not, one at the edge', () => {
  it.each(fixtures)('$rule in $kind; edge: $why', ({ rule, kind, pass, fail, edge, edgeHits }) => {
    expect(rulesIn(kind, changed(good[kind], pass))).not.toContain(rule)
    expect(rulesIn(kind, changed(good[kind], fail))).toContain(rule)
    expect(rulesIn(kind, changed(good[kind], edge)).includes(rule)).toBe(edgeHits)
  })

  it('and every finding points at a field', () => {
    for (const { kind, fail } of fixtures) {
      for (const { path, start, end } of draftHits(kind, changed(good[kind], fail), homeOf[kind], nothing)) {
        expect(path).toMatch(/^\/[a-zA-Z]/)
        expect(start).toBeLessThanOrEqual(end)
      }
    }
  })
})

it('a menu is scored: the first finding says of 100 points how many its form has', () => {
  const [booking, orders, help] = good.menu.buttons
  const scoreOf = (buttons: unknown[]) =>
    draftHits('menu', { buttons }, 'oa', nothing)
      .filter(hit => hit.rule === 'CRAFT-MENU-01')
      .map(hit => /（菜单结构 (\d+) 分，满分 100）$/.exec(hit.reason!.zh)?.[1])
  expect(scoreOf([booking, orders, help])).toEqual([])
  expect(scoreOf([booking, orders])).toEqual(['80'])
  expect(scoreOf([help, help, help])).toEqual(['60'])
  expect(scoreOf([help])).toEqual(['40', undefined])
  expect(scoreOf([{ ...help, items: help!.items!.slice(0, 1) }])).toEqual(['30', undefined, undefined])
})

it('copy in a draft is read on its own surface, spans in its field', () => {
  const seen: string[] = []
  const reader: Reader = {
    read: ({ surface, text }) => {
      seen.push(`${surface}:${text.slice(0, 4)}`)
      return text.includes('券') ? [{ rule: 'WX-FOLLOW-02', start: text.indexOf('券'), end: text.indexOf('券') + 1 }] : []
    },
  }
  const hits = draftHits('popup', changed(good.popup, { body: '关注领券' }), 'mp', reader)
  expect(seen).toEqual(['popup:预约提醒', 'popup:关注领券', 'button:去关注'])
  expect(hits).toContainEqual({ rule: 'WX-FOLLOW-02', start: 3, end: 4, path: '/body' })
})

it('a page that the app does not have is missed, with or without slash, query and suffix', () => {
  const settings = { ...defaultSettings, pages: ['pages/booking/index', 'pages/order/list'] }
  const missing = (path: string) =>
    draftHits(
      'slot',
      changed(good.slot, { entries: [{ label: '预约', target: { kind: 'mini_program_page', path } }] }),
      'mp',
      nothing,
      settings,
    ).map(hit => [hit.rule, hit.path])
  for (const path of ['pages/booking/index', '/pages/booking/index?shop=1', 'pages/order/list.html?from=oa'])
    expect(missing(path)).toEqual([])
  expect(missing('pages/booking/gone?shop=1')).toEqual([['WX-CONT-12', '/entries/0/target/path']])
})

it('no draft of the right shape makes a checker fail, whatever its values', () => {
  const values = fc.oneof(fc.string(), fc.double({ noNaN: true }), fc.nat(), fc.boolean(), fc.constant([]), fc.constant(undefined))
  fc.assert(
    fc.property(fc.constantFrom(...kinds), fc.array(fc.tuple(fc.nat(), values), { maxLength: 6 }), (kind, changes) => {
      const draft = structuredClone(good[kind]) as Record<string, unknown>
      for (const [n, value] of changes) {
        const places = placesIn(draft)
        const { holder, key } = places[n % places.length]!
        holder[key] = value
      }
      if (draftProblems(kind, draft).length === 0) expect(Array.isArray(draftHits(kind, draft, 'cross', nothing))).toBe(true)
      else expect(() => draftHits(kind, draft, 'cross', nothing)).toThrow(DraftInvalid)
    }),
    { numRuns: 1500, seed: 11 },
  )
})

type Holder = Record<string, unknown>
function placesIn(value: unknown): { holder: Holder; key: string }[] {
  if (value === null || typeof value !== 'object') return []
  const holder = value as Holder
  return Object.keys(holder).flatMap(key => [{ holder, key }, ...placesIn(holder[key])])
}

it('what is no draft is refused with the place of each problem', () => {
  expect(draftProblems('poem', {})[0]).toMatch(/^kind must be one of entry, /)
  expect(draftProblems('survey', { title: '评价' })).toEqual(['/ must have required properties questions'])
  expect(() => draftHits('popup', { ...good.popup, colour: 1 }, 'mp', nothing)).toThrow(DraftInvalid)
  for (const key of ['constructor', '__proto__', 'toString']) {
    expect(draftProblems('link', JSON.parse(`{"text":"看","target":{"kind":"h5"},"${key}":{"text":"x"}}`)), key).not.toEqual([])
  }
  for (const value of [null, 1, 'x', [], undefined]) expect(draftProblems('entry', value)).not.toEqual([])
})
