import { expect, it } from 'vitest'
import { RecentKeys } from './recent-keys.ts'

it('knows at least as many of the last keys as it was told, and forgets older ones', () => {
  const recent = new RecentKeys(1000)
  for (let i = 0; i < 5000; i++) {
    expect(recent.has(`k${i}`)).toBe(false)
    recent.add(`k${i}`, i)
    if (i >= 1000) expect(recent.has(`k${i - 1000}`)).toBe(true)
  }
  expect(recent.has('k2999')).toBe(false)
})
