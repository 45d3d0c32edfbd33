import { expect, it } from 'vitest'
import { toClause } from './whole-words.ts'

const widened = (text: string, quote: string) => {
  const start = text.indexOf(quote)
  return text.slice(...toClause(text, start, start + quote.length))
}

it.each([
  ['先点关注，点了关注的每人送一份小样', '关注的每人送一', '点了关注的每人送一份小样'],
  ['关注公众号领 20 元券', '关注公众号领 20', '关注公众号领 20 元券'],
  ['不懂的加我微信 V：meimei0808 慢慢聊', '加我微', '不懂的加我微信 V'],
  ['转发领红包', '转发领红包', '转发领红包'],
])('%s', (text, quote, marked) => {
  expect(widened(text, quote)).toBe(marked)
})

it('leaves a place as it is where its clause goes on for long', () => {
  expect(widened('今天转发就送红包的活动在三家门店同时开始', '转发就送红包')).toBe('今天转发就送红包')
  expect(widened('我们在三家门店同时转发就送红包', '转发就送红包')).toBe('转发就送红包')
})
