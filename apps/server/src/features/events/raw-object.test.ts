import fc from 'fast-check'
import { expect, it } from 'vitest'
import { rawObject } from './raw-object.ts'

it('finds any object of any line as JSON.parse would', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.string(), (properties, text) => {
      const line = JSON.stringify({ a: text, e: { event: text, properties }, z: `"${text}` })
      const raw = rawObject(line, 'properties')
      if (raw !== undefined) expect(JSON.parse(raw)).toEqual(JSON.parse(JSON.stringify(properties)))
      else expect(line.split('"properties":').length).toBeGreaterThan(2)
    }),
  )
})

it('gives up when the name stands there twice', () => {
  expect(rawObject('{"context":{"properties":{"a":1}},"properties":{"b":2}}', 'properties')).toBeUndefined()
})
