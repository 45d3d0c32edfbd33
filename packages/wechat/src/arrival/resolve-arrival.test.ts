import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { carrierOnMap, encodeTrace, findScene, type Launch, type PreviousArrival, resolveArrival, scenes } from './index.ts'

const open = (launch: Launch, start: 'cold' | 'hot' = 'cold', prev: PreviousArrival | null = null) =>
  resolveArrival({ launch: { path: 'pages/index/index', query: {}, ...launch }, start, prev })
const fromArticle = { carrier: 'official_account', entry: 'oa-article' }

describe('an open that counts', () => {
  it('names the menu and the account that opened it', () => {
    expect(open({ scene: 1035, referrerInfo: { appId: 'wxoa' } })).toEqual({
      carrier: 'official_account',
      entry: 'oa-menu',
      touch: 'entry',
      attributed: 'official_account/oa-menu',
      source_appid: 'wxoa',
      confidence: 'high',
    })
  })
  it.each(scenes.map(row => row.scene))('reports an appid for scene %s only where WeChat documents one', scene => {
    const documented = [1020, 1035, 1036, 1037, 1038, 1043, 1069].includes(scene)
    expect(open({ scene, referrerInfo: { appId: 'wxany' } }).source_appid).toBe(documented ? 'wxany' : undefined)
  })
  it('keeps an unknown scene as other and counts it', () => {
    expect(open({ scene: 9999 })).toEqual({
      carrier: 'other',
      entry: 'unlisted-9999',
      touch: 'entry',
      attributed: 'other/unlisted-9999',
      confidence: 'low',
    })
  })
  it('reads the text of a mini-program code, whether the query is fields or text', () => {
    expect(open({ scene: 1047, query: { scene: 's%3D12%26b%3D1' } }).decoded).toBe('s=12&b=1')
    expect(open({ scene: 1048, query: 'scene=s%253D12' }).decoded).toBe('s=12')
    expect(open({ scene: 1047, query: 'scene=a%2Bb+c' }).decoded).toBe('a+b+c')
    expect(open({ scene: 1047, query: { scene: '%zz' } }).decoded).toBe('%zz')
  })
  it('takes scene as text', () => expect(open({ scene: '1058' }).entry).toBe('oa-article'))
})

describe('an open that returns', () => {
  it('keeps the earlier source', () => {
    expect(open({ scene: 1089 }, 'hot', fromArticle)).toMatchObject({ touch: 'return', attributed: 'official_account/oa-article' })
  })
  it('has none when nothing is known', () => expect(open({ scene: 1001 }).attributed).toBeNull())
  it('is what the Home key makes of the same launch', () => {
    const launch = { scene: 1047, path: 'pages/index/index', query: { scene: 'x1', b: '2' } }
    const again = { scene: 1047, path: '/pages/index/index', query: 'b=2&scene=x1' }
    const prev = { ...fromArticle, last_launch: launch, seconds_since_hide: 1800 }
    expect(open(again, 'hot', prev)).toMatchObject({
      carrier: 'qrcode',
      touch: 'return',
      attributed: 'official_account/oa-article',
      decoded: 'x1',
    })
    expect(open(again, 'cold', prev).touch).toBe('entry')
    expect(open(again, 'hot', { ...prev, seconds_since_hide: 1801 }).touch).toBe('entry')
    expect(open({ ...again, query: { scene: 'x2', b: '2' } }, 'hot', prev).touch).toBe('entry')
    expect(open({ ...again, path: 'pages/other' }, 'hot', prev).touch).toBe('entry')
  })
  it('ignores the old query of a page that stayed on screen', () => {
    expect(open({ scene: 1104, query: { scene: 'x1' } }, 'hot', fromArticle).decoded).toBeUndefined()
  })
})

it.each([1017, 1129, 1176, 1203])('scene %s is no user traffic', scene => {
  expect(open({ scene }, 'cold', fromArticle)).toMatchObject({ touch: 'exclude', attributed: null })
})

describe('a trace code', () => {
  const code = encodeTrace({ entry: 'menu7', content: 'c12', issue: 4 })
  const entryOf = () => ({ carrier: 'official_account', entry: 'oa-article' })

  it('says which entry it was, the scene which carrier opened it', () => {
    const launch = { path: 'p', scene: 1007, query: { t: code } }
    expect(resolveArrival({ launch, start: 'cold', prev: null }, { entryOf })).toMatchObject({
      carrier: 'chat',
      entry: 'oa-article',
      attributed: 'official_account/oa-article',
      trace: { entry: 'menu7', content: 'c12', issue: 4 },
    })
  })
  it('is found in the text of a code, alone or as a parameter', () => {
    expect(open({ scene: 1047, query: { scene: encodeURIComponent(code) } }).trace).toEqual({ entry: 'menu7', content: 'c12', issue: 4 })
    expect(open({ scene: 1047, query: { scene: encodeURIComponent(`a=1&t=${code}`) } }).trace?.entry).toBe('menu7')
  })
  it('of someone else is left alone', () => {
    expect(open({ scene: 1058, query: { t: 'summer' } })).toMatchObject({ attributed: 'official_account/oa-article' })
  })
  it('of a page that comes back counts for nothing new', () => {
    expect(open({ scene: 1131, query: { t: code } }, 'hot', fromArticle).trace).toBeUndefined()
  })
})

it('never throws and always answers one of three touches', () => {
  const launch = fc.record({
    path: fc.string(),
    scene: fc.oneof(fc.integer(), fc.constantFrom(...scenes.map(row => row.scene)), fc.string()),
    query: fc.oneof(fc.string(), fc.dictionary(fc.string(), fc.string()), fc.constant(null)),
    referrerInfo: fc.oneof(fc.constant(null), fc.record({ appId: fc.string() })),
  })
  fc.assert(
    fc.property(launch, fc.constantFrom('cold', 'hot'), fc.option(fc.record({ last_launch: launch })), (opened, start, prev) => {
      expect(['entry', 'return', 'exclude']).toContain(resolveArrival({ launch: opened, start, prev }).touch)
    }),
  )
})

it('maps every scene’s carrier', () => {
  expect(scenes).toHaveLength(317)
  expect(carrierOnMap(findScene(1177).carrier)).toBe('channels')
  expect(carrierOnMap(findScene(1007).carrier)).toBe('other')
})
