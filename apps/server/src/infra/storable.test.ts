import fc from 'fast-check'
import { expect, it } from 'vitest'
import { mayBeUnstorable, storable } from './storable.ts'

it('puts a replacement character in the place of NUL and of half pairs, in values and keys, and keeps lengths', () => {
  expect(storable({ 'a\0': ['\ud83d', 'x\0y'], tea: '🍵', n: 1, nothing: null })).toEqual({
    'a\ufffd': ['\ufffd', 'x\ufffdy'],
    tea: '🍵',
    n: 1,
    nothing: null,
  })
})

it('is the value itself where there is nothing to replace', () => {
  const value = { tea: '🍵', list: [1, 'two', { three: true }], bytes: Buffer.from([0]), day: new Date(0) }
  expect(storable(value)).toBe(value)
})

it('leaves nothing to replace, and is announced by the JSON', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.string({ unit: 'binary' }), (value, text) => {
      const odd = { value, text, inside: [`${text}\0`, `\udc00${text}`] }
      const clean = storable(odd)
      expect(storable(clean)).toBe(clean)
      expect(JSON.stringify(clean).replaceAll('\\\\', '')).not.toMatch(/\\u(0000|d[89a-f])/)
      expect(mayBeUnstorable(JSON.stringify(odd))).toBe(true)
    }),
  )
})
