import type { Finding, Severity } from '@wematrix/server/features/checks/schema'
import { expect, it } from 'vitest'
import { carryOver, findingAt, neighbour, piecesOf, replacementOf, stretchOf } from './spans.ts'

const words = (zh: string) => ({ zh, en: '' })
const finding = (start: number, end: number, severity: Severity = 'block', rule = 'WX-SHARE-02'): Finding => ({
  rule,
  severity,
  start,
  end,
  quote: '',
  reason: words(''),
  rewrite: words(''),
})
const places = (findings: Finding[]) => findings.map(({ start, end }) => [start, end])

it('cuts a text at every edge of a finding; where several overlap the worst gives the look', () => {
  expect(piecesOf([finding(2, 6, 'warn'), finding(4, 8, 'block'), finding(5, 5)], 10)).toEqual([
    { start: 0, end: 2, on: [], severity: null },
    { start: 2, end: 4, on: [0], severity: 'warn' },
    { start: 4, end: 6, on: [1, 0], severity: 'block' },
    { start: 6, end: 8, on: [1], severity: 'block' },
    { start: 8, end: 10, on: [], severity: null },
  ])
  expect(piecesOf([], 0)).toEqual([])
})

it('moves findings along with an edit and leaves out those that the edit touches', () => {
  const was = '转发有礼。关注领券。到店自提。'
  const found = [finding(0, 4), finding(5, 9), finding(10, 14)]
  expect(places(carryOver(found, was, '转发有礼。收藏领券。到店自提。'))).toEqual([
    [0, 4],
    [10, 14],
  ])
  expect(places(carryOver(found, was, `新品：${was}`))).toEqual([
    [3, 7],
    [8, 12],
    [13, 17],
  ])
  expect(places(carryOver(found, was, ''))).toEqual([])
  expect(carryOver(found, was, was)).toEqual(found)
})

it('finds the shortest finding at a caret, and goes round with the next and the one before', () => {
  const wide = finding(0, 10, 'block')
  const short = finding(4, 6, 'warn')
  expect(findingAt([wide, short], 5)).toBe(short)
  expect(findingAt([wide, short], 8)).toBe(wide)
  expect(findingAt([wide, short], 11)).toBeUndefined()
  expect(neighbour([short, wide], 0, 1)).toBe(short)
  expect(neighbour([short, wide], 4, 1)).toBe(wide)
  expect(neighbour([short, wide], 0, -1)).toBe(short)
  expect(neighbour([], 0, 1)).toBeUndefined()
})

it('takes the example out of advice, and nothing when the advice is to leave it out', () => {
  expect(replacementOf({ rewrite: words('写真正收到什么：“关注公众号，接收订单进度”；券给所有人') })).toBe('关注公众号，接收订单进度')
  expect(replacementOf({ rewrite: words('删掉这段') })).toBe('')
  expect(replacementOf({ rewrite: words('觉得有用，欢迎转给需要的朋友') })).toBe('觉得有用，欢迎转给需要的朋友')
})

it('puts advice in the place of a clause, and the words of a brand in their own', () => {
  const text = '可以说，这是全国最好的茶，没有之一。\n到店自提'
  const best = finding(text.indexOf('最好'), text.indexOf('最好') + 2)
  const cut = ({ start, end }: { start: number; end: number }) => text.slice(start, end)
  expect(cut(stretchOf(text, best, false))).toBe('这是全国最好的茶')
  expect(cut(stretchOf(text, best, true))).toBe('最好')
  expect(cut(stretchOf(text, finding(text.length - 2, text.length), false))).toBe('到店自提')
})
