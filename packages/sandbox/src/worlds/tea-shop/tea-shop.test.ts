import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { dayOf, dayStart, dayText } from '../../days.ts'
import { historyChunks, historyDays } from '../../history.ts'
import { newcomers } from '../people.ts'
import { planted } from './planted.ts'
import { teaShop } from './tea-shop.ts'

const now = Date.parse('2026-11-22T12:00:00Z')
const hashOf = (options: { seed?: number; people?: number; now: number }) => {
  const hash = createHash('sha256')
  for (const chunk of historyChunks(teaShop(options))) hash.update(chunk)
  return hash.digest('hex')
}

describe('the past of the tea shop', () => {
  it('is the same for the same seed, another for another', () => {
    expect(hashOf({ now, people: 500 })).toBe(hashOf({ now, people: 500 }))
    expect(hashOf({ now, people: 500 })).not.toBe(hashOf({ now, people: 500, seed: 2 }))
  })

  it('gives a person the same past whatever the number of others', () => {
    const one = (people: number) => {
      const world = teaShop({ now, people })
      const openids = new Set(Object.values(world.persons[60]!.openids))
      return [...historyDays(world)].flat().filter(item => openids.has(item.context.openid))
    }
    expect(one(900)).toEqual(one(400))
  })

  it('ends yesterday, lasts ninety days and comes in order of time', () => {
    const world = teaShop({ now, people: 300 })
    let last = 0
    const days = new Set<string>()
    for (const item of [...historyDays(world)].flat()) {
      const at = Date.parse(item.timestamp)
      if (at < last) throw new Error(item.messageId)
      last = at
      days.add(dayText(dayOf(at)))
    }
    expect(dayText(world.lastDay)).toBe('2026-11-21')
    expect(world.lastDay - world.firstDay + 1).toBe(90)
    expect(last).toBeLessThan(dayStart(world.lastDay + 1))
    expect(days.size).toBeGreaterThan(85)
  })

  it('names carrier, account and openid in every line, and repeats a line with its messageId only', () => {
    const world = teaShop({ now, people: 800 })
    const appIds = new Set(world.accounts.map(account => account.appId))
    const seen = new Map<string, string>()
    let repeats = 0
    for (const item of [...historyDays(world)].flat()) {
      if (!appIds.has(item.context.appId) || item.context.openid.length !== 28) throw new Error(JSON.stringify(item))
      const line = JSON.stringify(item)
      const before = seen.get(item.messageId)
      if (before !== undefined) {
        if (line !== before) throw new Error(line)
        repeats++
      }
      seen.set(item.messageId, line)
    }
    expect(repeats).toBeGreaterThan(0)
  })

  it('leaves the newcomers without a past', () => {
    const world = teaShop({ now, people: 300 })
    const openids = new Set(world.persons.slice(0, newcomers).flatMap(person => Object.values(person.openids)))
    expect([...historyDays(world)].flat().some(item => openids.has(item.context.openid))).toBe(false)
  })
})

describe('the planted facts', () => {
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
