import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { median, quantile } from './quantile.ts'
import { wilson } from './wilson.ts'

describe('wilson', () => {
  it('equals the published example: 81 of 263 gives 0.2553 to 0.3662 (Newcombe 1998, table I)', () => {
    const [low, high] = wilson(81, 263)!
    expect(low).toBeCloseTo(0.2553, 4)
    expect(high).toBeCloseTo(0.3662, 4)
  })

  it('gives 0 to 0.2039 for 0 of 15 (Newcombe 1998)', () => {
    expect(wilson(0, 15)![0]).toBe(0)
    expect(wilson(0, 15)![1]).toBeCloseTo(0.2039, 4)
  })

  it('holds the share, stays within 0 and 1, and mirrors', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), fc.double({ min: 0, max: 1, noNaN: true }), (of, part) => {
        const k = Math.round(part * of)
        const [low, high] = wilson(k, of)!
        expect(low).toBeGreaterThanOrEqual(0)
        expect(high).toBeLessThanOrEqual(1)
        expect(low).toBeLessThanOrEqual(k / of)
        expect(high).toBeGreaterThanOrEqual(k / of)
        expect(wilson(of - k, of)![0]).toBeCloseTo(1 - high, 9)
      }),
    )
  })

  it('says nothing about nobody', () => {
    expect(wilson(0, 0)).toBeNull()
  })
})

describe('quantile', () => {
  it('interpolates between neighbours', () => {
    expect(quantile([1, 2, 3, 4], 0.25)).toBe(1.75)
    expect(median([4, 1, 3, 2])).toBe(2.5)
    expect(median([])).toBeNull()
  })
})
