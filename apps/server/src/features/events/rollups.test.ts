import { expect, it } from 'vitest'
import { testStores } from '../../testing/stores.ts'
import { rebuildDays } from './rollups.ts'

it('writes anew the months of those of whom they are wrong, and leaves all others alone', async () => {
  const { events } = await testStores()
  const brand = 'brd_months'
  const acts = [
    [1, '2026-03-01', 'order.pay'],
    [1, '2026-03-02', 'a.b'],
    [2, '2026-03-02', 'a.b'],
    [4, '2026-03-02', 'a.b'],
    [5, '2026-03-02', 'message.sent'],
  ] as const
  const rows = acts.map(([person, day, event], n) =>
    JSON.stringify({
      brand,
      person,
      occurred_at: `${day}T04:00:00.000Z`,
      event,
      carrier: 'channels',
      batch: 1,
      n,
      received_at: `${day}T04:00:00.000Z`,
    }),
  )
  await events.insert('events', rows.join('\n'), { token: brand })
  const months = () =>
    events.query<{ person: number; days: number; channels: number; pays: number }>(
      `select person, groupBitOr(days) as days, groupBitOr(channels) as channels, groupBitOr(pays) as pays from person_months
       where brand = {brand:String} group by person order by person`,
      { brand },
    )
  // As a crash may leave them: 1 without its second day, 3 with a day of which there is no event; 4 is wrong in one column.
  await events.command(
    'delete from person_months where brand = {brand:String} and person in (1, 4)',
    { brand },
    { lightweight_deletes_sync: '2' },
  )
  const bits = (person: number, days: number, channels: number, pays = 0) =>
    JSON.stringify({ brand, person, month: '2026-03-01', days, mini_program: 0, official_account: 0, channels, pays, books: 0 })
  // 2 says something untrue of a day that nobody asks about: it shows that the row was not touched.
  await events.insert('person_months', [bits(1, 1, 1, 1), bits(2, 1 << 30, 0), bits(3, 2, 2), bits(4, 2, 0)].join('\n'), {
    token: `${brand}-m`,
  })
  await rebuildDays(events, brand, ['2026-03-02'])
  expect(await months()).toEqual([
    { person: 1, days: 3, channels: 3, pays: 1 },
    { person: 2, days: (1 << 30) + 2, channels: 2, pays: 0 },
    { person: 4, days: 2, channels: 2, pays: 0 },
  ])
})
