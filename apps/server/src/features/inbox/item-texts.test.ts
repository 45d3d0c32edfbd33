import fc from 'fast-check'
import { expect, it } from 'vitest'
import { itemTexts } from './item-texts.ts'

const object = fc.dictionary(fc.string(), fc.jsonValue())
/** As `JSON.parse` sees it: no property that a text cannot carry. */
const parsed = (value: unknown) => JSON.parse(JSON.stringify(value)) as unknown

it('gives the texts of the items that parsing gives, whatever stands around and inside them', () => {
  fc.assert(
    fc.property(fc.array(object), object, object, fc.constantFrom(undefined, ' ', '\t'), (batch, before, after, space) => {
      for (const whole of [batch, { ...before, batch }, { ...before, batch, ...after }]) {
        const text = JSON.stringify(whole, null, space).replaceAll('\n', ' ')
        const value = JSON.parse(text) as unknown
        const list = Array.isArray(value) ? value : (value as { batch: unknown }).batch
        if (!Array.isArray(list)) continue
        const texts = itemTexts(text, list.length)
        if (texts) expect(texts.map(item => JSON.parse(item) as unknown)).toEqual(parsed(list))
      }
    }),
  )
})

it('reads what clients send without giving up', () => {
  const items = ['{"type":"track","event":"a.b","properties":{"x":[1,{"y":"}]\\"{"}]}}', '{"batch":[{"z":1}]}', '{}']
  expect(itemTexts(`{"sentAt":"batch","batch":[${items.join(', ')}],"more":{"batch":[{"q":{}}]},"last":[{}]}`, 3)).toEqual(items)
  expect(itemTexts(` [${items.join(',')}] `, 3)).toEqual(items)
  expect(itemTexts('{"batch":[]}', 0)).toEqual([])
})

it('gives up where the texts might be those of other items', () => {
  const two = '{"batch":[{"a":1}],"batch":[{"a":2}]}'
  expect(itemTexts(two, 1)).toBeUndefined()
  expect(itemTexts('{"batch":[{"a":1}],"b\\u0061tch":[{"a":2}]}', 1)).toBeUndefined()
  expect(itemTexts('{"batch":[{"a":1},7]}', 2)).toBeUndefined()
  expect(itemTexts('{"batch":[{"a":1,\n"b":2}]}', 1)).toBeUndefined()
})
