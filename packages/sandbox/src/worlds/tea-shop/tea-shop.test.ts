import { describe, expect, it } from 'vitest'
import { planted } from './planted.ts'
import { teaShop } from './tea-shop.ts'

const now = Date.parse('2026-11-22T12:00:00Z')

describe('the facts planted in the tea shop', () => {
  const { realised } = teaShop({ now, people: 20_000 }).planted!()
  const near = (value: number, target: number, by: number) => {
    expect(value).toBeGreaterThan(target - by)
    expect(value).toBeLessThan(target + by)
  }

  it('convert as planted within seven days', () => {
    near(realised.articleToMiniProgram.rate, planted.conversion.articleToMiniProgram.rate, 0.012)
    near(realised.videoToMiniProgram.rate, planted.conversion.videoToMiniProgram.rate, 0.006)
  })
  it('drop reading on one day', () => {
    expect(realised.readingDrop.day).toBe('2026-11-05')
    for (const ratio of Object.values(realised.readingDrop.ratio)) near(ratio, planted.readingDrop.factor, 0.15)
  })
  it('lead one menu item to a page that is not there', () => {
    expect(realised.missingPage.arrivals).toBeGreaterThan(300)
    near(realised.missingPage.shareOfMenuJumps.rate, planted.missingPage.shareOfMenuJumps, 0.02)
    expect(realised.events['mp.page_not_found']).toBe(realised.missingPage.arrivals)
  })
  it('let people on two carriers convert half as well again, for a stated part because of it', () => {
    near(realised.multiCarrier.ratio, planted.multiCarrier.observedRatio, 0.09)
    near(realised.multiCarrier.causalShareOfUplift, planted.multiCarrier.causalShareOfUplift, 0.08)
  })
  it('keep people coming back and buying again', () => {
    near(realised.retention.d1.rate, planted.retention.d1, 0.02)
    near(realised.retention.d7.rate, planted.retention.d7, 0.012)
    near(realised.retention.d30.rate, planted.retention.d30, 0.01)
    near(realised.repurchase.rate, planted.repurchase.share, 0.02)
  })
  it('fill live evenings', () => {
    expect(realised.lives.evenings).toBeGreaterThanOrEqual(12)
    near(realised.lives.ratio, planted.lives.eveningRatio, 0.6)
  })
  it('trouble identities: late UnionIDs, shared phones, repeated callbacks', () => {
    near(realised.lateUnionId.share, planted.lateUnionId.share, 0.006)
    near(realised.noUnionId.share, planted.noUnionIdInMiniProgram.share, 0.005)
    near(realised.sharedPhones.share, planted.sharedPhones.shareOfPeople, 0.001)
    near(realised.repeatedShare, planted.duplicates.share, 0.003)
  })
  it('use all six directed edges, and are big enough', () => {
    const edges = new Set(realised.edges.map(edge => `${edge.source}>${edge.target}`))
    expect(edges.size).toBe(6)
    expect(realised.lines).toBeGreaterThan(350_000)
    expect(realised.lines).toBeLessThan(600_000)
    expect(realised.people.visible).toBeGreaterThanOrEqual(20_000)
  })
})
