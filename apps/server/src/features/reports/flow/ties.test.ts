/** Two carriers in one millisecond: what orders them is the batch, then the place in it. */
import { beforeAll, describe, expect, it } from 'vitest'
import { type TestApp, testApp } from '../../../testing/app.ts'
import { carrierChanges, type Transition, transitions } from './transitions.ts'

const dayMs = 86_400_000
const at = '2026-03-01T02:00:00.000'
const carriers = { m: 'mini_program', o: 'official_account', c: 'channels' } as const

let t: TestApp
beforeAll(async () => {
  t = await testApp()
})

/** Touches as [person, carrier, batch, place], all in one millisecond unless `ms` says how much later. */
type Touch = [person: number, carrier: keyof typeof carriers, batch: number, n: number, ms?: number]

async function brandOf(touches: Touch[], merges: [from: number, into: number][] = []) {
  const { brandId } = await t.brand('Ties')
  const line = ([person, carrier, batch, n, ms = 0]: Touch) =>
    JSON.stringify({
      brand: brandId,
      person,
      occurred_at: new Date(Date.parse(`${at}Z`) + ms).toISOString(),
      event: 'a.b',
      carrier: carriers[carrier],
      batch,
      n,
      received_at: at,
    })
  if (touches.length > 0) await t.events.insert('events', touches.map(line).join('\n'), { token: brandId })
  const merged = merges.map(([from_person, into_person]) =>
    JSON.stringify({ brand: brandId, from_person, into_person, undone: 0, version: 1 }),
  )
  if (merged.length > 0) await t.events.insert('person_merges', merged.join('\n'), { token: `${brandId}-m` })
  return { events: t.events, brandId, zone: 'Asia/Shanghai' }
}

const short = (list: Transition[]) =>
  list.filter(change => change.from !== change.to && change.n > 0).map(({ from, to, n, people }) => `${from[0]}${to[0]} ${n} ${people}`)

describe('two carriers in one millisecond', () => {
  it('are taken in the order of batch and place, for merged people too', async () => {
    const scope = await brandOf(
      [
        // The lower batch first, however high the place in it.
        [1, 'o', 8, 0],
        [1, 'm', 7, 159_999],
        // Within a batch the lower place; three carriers, then a quiet change a second later.
        [2, 'c', 3, 2],
        [2, 'm', 3, 0],
        [2, 'o', 3, 1],
        [2, 'm', 4, 0, 1000],
        // One person under two numbers.
        [3, 'm', 6, 1],
        [4, 'c', 6, 0],
        // No dispute: one carrier twice, and a change that nobody doubts.
        [5, 'm', 1, 1],
        [5, 'm', 1, 0],
        [5, 'o', 1, 2, 5],
      ],
      [[4, 3]],
    )
    const changes = short(await carrierChanges(scope, dayMs)).sort()
    expect(changes).toEqual(['cm 2 2', 'mo 3 3', 'oc 1 1'])
    expect(changes).toEqual(short(await transitions(scope, { stateOf: 'carrier', maxGapMs: dayMs })).sort())
  })

  it('are read again for everyone when the data has no milliseconds', async () => {
    const scope = await brandOf([])
    await t.events.command(
      `insert into events (brand, person, occurred_at, event, carrier, batch, n, received_at)
       select {brand:String}, number % 50001 + 1, {at:DateTime64(3)}, 'a.b', if(number < 50001, 'official_account', 'mini_program'), 1, if(number < 50001, 20000, 1), {at:DateTime64(3)}
       from numbers(100002)`,
      { brand: scope.brandId, at: at.replace('T', ' ') },
    )
    expect(short(await carrierChanges(scope, dayMs))).toEqual(['mo 50001 50001'])
  })
})
