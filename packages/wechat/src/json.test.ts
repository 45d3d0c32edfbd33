import fc from 'fast-check'
import { parse as losslessParse } from 'lossless-json'
import { describe, expect, it } from 'vitest'
import { parseJson, stringifyJson } from './json.ts'

describe('reading', () => {
  it('keeps integers beyond 2^53 as text and all else as it is', () => {
    expect(
      parseJson(
        '{"order_id":3720000000000000123,"a":[9007199254740993,-9007199254740993,9007199254740991],"b":"9007199254740993","c":1.2345678901234567890,"d":1e300}',
      ),
    ).toEqual({
      order_id: '3720000000000000123',
      a: ['9007199254740993', '-9007199254740993', 9007199254740991],
      b: '9007199254740993',
      c: 1.2345678901234567,
      d: 1e300,
    })
  })
  it('is not misled by quotes and backslashes', () => {
    expect(parseJson('{"a\\"1":"x\\\\","b":12345678901234567890}')).toEqual({ 'a"1': 'x\\', b: '12345678901234567890' })
  })
  it('agrees with a library made for it', () => {
    const number = (digits: string) => (Number.isSafeInteger(Number(digits)) || /[.eE]/.test(digits) ? Number(digits) : digits)
    const value = fc.jsonValue({ maxDepth: 3 }).map(given => JSON.stringify({ given, id: 0 }))
    fc.assert(
      fc.property(value, fc.bigInt({ min: -(2n ** 64n), max: 2n ** 64n }), (text, id) => {
        const document = text.replace(/"id":0\}$/, `"id":${id}}`)
        expect(parseJson(document)).toEqual(losslessParse(document, undefined, { parseNumber: number }))
      }),
    )
  })
})

it('writes bigints as bare digits and Chinese as it is', () => {
  expect(stringifyJson({ id: 3720000000000000123n, name: '领券' })).toBe('{"id":3720000000000000123,"name":"领券"}')
  fc.assert(fc.property(fc.jsonValue(), value => void expect(stringifyJson(value)).toBe(JSON.stringify(value))))
})
