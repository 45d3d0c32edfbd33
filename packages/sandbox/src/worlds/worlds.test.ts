import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { dayOf, dayStart, dayText } from '../days.ts'
import { historyChunks, historyDays } from '../history.ts'
import { startSandbox } from '../sandbox.ts'
import { makeWorld } from './index.ts'
import { newcomers } from './people.ts'
import type { World } from './world.ts'

const now = Date.parse('2026-11-22T12:00:00Z')
const hashOf = (world: World) => {
  const hash = createHash('sha256')
  for (const chunk of historyChunks(world)) hash.update(chunk)
  return hash.digest('hex')
}

describe.each([
  { name: 'tea-shop', days: 90 },
  { name: 'course-school', days: 120 },
] as const)('the past of $name', ({ name, days: length }) => {
  const world = (options: { people: number; seed?: number }) => makeWorld(name, { now, ...options })
  it('is the same for the same seed, another for another', () => {
    expect(hashOf(world({ people: 500 }))).toBe(hashOf(world({ people: 500 })))
    expect(hashOf(world({ people: 500 }))).not.toBe(hashOf(world({ people: 500, seed: 2 })))
  })

  it('gives a person the same past whatever the number of others', () => {
    const one = (people: number) => {
      const all = world({ people })
      const openids = new Set(Object.values(all.persons[60]!.openids))
      return [...historyDays(all)].flat().filter(item => openids.has(item.context.openid))
    }
    expect(one(900)).toEqual(one(400))
  })

  it('ends yesterday, lasts as long as planted and comes in order of time', () => {
    const past = world({ people: 300 })
    let last = 0
    const days = new Set<string>()
    for (const item of [...historyDays(past)].flat()) {
      const at = Date.parse(item.timestamp)
      if (at < last) throw new Error(item.messageId)
      last = at
      days.add(dayText(dayOf(at)))
    }
    expect(dayText(past.lastDay)).toBe('2026-11-21')
    expect(past.lastDay - past.firstDay + 1).toBe(length)
    expect(last).toBeLessThan(dayStart(past.lastDay + 1))
    expect(days.size).toBeGreaterThan(length - 5)
  })

  it('names carrier, account and openid in every line, and repeats a line with its messageId only', () => {
    const past = world({ people: 800 })
    const appIds = new Set(past.accounts.map(account => account.appId))
    const seen = new Map<string, string>()
    let repeats = 0
    for (const item of [...historyDays(past)].flat()) {
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
    const past = world({ people: 300 })
    const openids = new Set(past.persons.slice(0, newcomers).flatMap(person => Object.values(person.openids)))
    expect([...historyDays(past)].flat().some(item => openids.has(item.context.openid))).toBe(false)
  })

  it('goes on: living people come by the ways that this world has', async () => {
    const sandbox = await startSandbox({ world: name, people: 200, clock: { now: new Date(now), frozen: true } })
    for (let n = 0; n < 150; n++) await sandbox.life.episode()
    const pages = sandbox.world.content.pages
    for (const { path } of Object.values(sandbox.world.habits.waysIn)) expect(pages).toContain(path)
    const visits = [...sandbox.realm.state.people.values()].filter(({ visit }) => visit).length
    expect(visits).toBeGreaterThan(20)
    await sandbox.person('lin').open('mini-program', { entry: 'oa-article' })
    await sandbox.person('lin').buy()
    await sandbox.close()
  })
})

it('gives two worlds other accounts, and an unknown world an error', () => {
  const ids = ['tea-shop', 'course-school'].flatMap(name => makeWorld(name, { now, people: 10 }).accounts.map(({ appId }) => appId))
  expect(new Set(ids).size).toBe(10)
  expect(() => makeWorld('moon', { now })).toThrow('There is no world "moon"; choose one of tea-shop, course-school, empty.')
})
