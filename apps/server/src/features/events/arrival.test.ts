import { encodeTrace } from '@wematrix/wechat'
import { expect, it } from 'vitest'
import { arrivalOf } from './arrival.ts'

const arrive = (properties: Record<string, unknown>) => arrivalOf(properties, new Map())

it('keeps our trace code, and the text of a mini-program code as it was printed', () => {
  const code = encodeTrace({ entry: 'oa-menu', content: 'm1', issue: 2 })
  expect(arrive({ scene: 1035, query: `id=1&t=${code}` })).toMatchObject({ source: 'official_account', touch: 'entry', trace: code })
  expect(arrive({ scene: 1047, query: { scene: encodeURIComponent(`t=${code}`) } }).trace).toBe(code)
  expect(arrive({ scene: 1047, query: 'scene=shop%3D7%2B8' }).trace).toBe('shop=7+8')
  expect(arrive({ scene: 1047, query: 'scene=a+b' }).trace).toBe('a+b')
  expect(arrive({ scene: 1047, query: { scene: '50%' } }).trace).toBe('50%')
})

it('reads nothing into a parameter that is no code of ours, and takes the one named beside', () => {
  expect(arrive({ scene: 1058, query: { t: '1699999999' } }).trace).toBe('')
  expect(arrive({ scene: 1058, query: { t: '1699999999' }, trace: 'spring' }).trace).toBe('spring')
  expect(arrive({ scene: 1047, query: { scene: 'x'.repeat(400) } }).trace).toHaveLength(128)
})
