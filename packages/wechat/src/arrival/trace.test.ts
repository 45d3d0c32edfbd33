import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decodeTrace, encodeTrace, maxTraceLength, withTrace } from './trace.ts'

const part = fc.stringMatching(/^[A-Za-z0-9_-]{1,7}$/)
const trace = fc.record(
  { entry: part, content: part, variant: fc.stringMatching(/^[A-Za-z0-9_-]{1,3}$/), issue: fc.integer({ min: 0, max: 999_999 }) },
  { requiredKeys: ['entry'] },
)

it('survives the way and fits a mini-program code', () => {
  fc.assert(
    fc.property(trace, given => {
      const code = encodeTrace(given)
      expect(code.length).toBeLessThanOrEqual(maxTraceLength)
      expect(code).toMatch(/^[0-9A-Za-z!#$&'()*+,/:;=?@\-._~]+$/)
      expect(encodeURIComponent(code)).toBe(code)
      expect(decodeTrace(code)).toEqual(given)
    }),
  )
})
it('refuses a code with one character changed', () => {
  const code = encodeTrace({ entry: 'menu7', content: 'c12', variant: 'b', issue: 3 })
  for (let at = 0; at < code.length; at++) expect(decodeTrace(`${code.slice(0, at)}X${code.slice(at + 1)}`)).toBeUndefined()
})
it('reads nothing into other people’s texts', () => {
  fc.assert(fc.property(fc.string(), text => decodeTrace(text) === undefined || text.includes('~')))
})
it('says what does not fit', () => {
  expect(() => encodeTrace({ entry: '菜单' })).toThrow(/letters, digits/)
  expect(() => encodeTrace({ entry: 'e'.repeat(30) })).toThrow(/at most 32/)
  expect(() => encodeTrace({ entry: 'e', issue: 1.5 })).toThrow(/whole number/)
})
it('joins a path that has a query already', () => {
  expect(withTrace('pages/a', 'c')).toBe('pages/a?t=c')
  expect(withTrace('pages/a?id=1', 'c', 'wm')).toBe('pages/a?id=1&wm=c')
})
