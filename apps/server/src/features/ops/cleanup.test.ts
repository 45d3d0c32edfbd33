import { expect, it } from 'vitest'
import { movableClock } from '../../infra/clock.ts'
import { testApp } from '../../testing/app.ts'
import { cleanUp } from './cleanup.ts'

const keep = { drops: 90, parked: 30, audit: 400 }
const days = (n: number) => n * 86_400_000

it('warns of parked batches a week ahead, deletes what is too old in small batches, and says so in the audit log', async () => {
  const clock = movableClock()
  const t = await testApp({ clock })
  const other = await t.brand('Other')
  const start = clock.now()
  for (const brand of [t.brandId, other.brandId]) {
    for (let i = 0; i < 5; i++) {
      await t.db.query(
        `insert into inbox_parked (brand_id, id, partition, items, received_at, parked_at, error, packed, body, replayed_at)
         values (:brand, :id, 0, 2, :at, :at, 'broken', false, '', :replayed)`,
        { brand, id: i + (brand === t.brandId ? 0 : 100), at: start, replayed: i === 0 ? start : null },
      )
      await t.db.query(
        "insert into drop_counts (brand_id, door, reason, hour, n) values (:brand, 'v1', :reason, date_trunc('hour', :at::timestamptz), 1)",
        {
          brand,
          reason: `r${i}`,
          at: start,
        },
      )
    }
  }
  const count = async (table: string) => (await t.db.one<{ n: number }>(`select count(*)::int as n from ${table}`))!.n
  const setup = async () =>
    (
      await t.call<{ steps: { id: string; fact: { en: string } }[] }>('GET', `/api/brands/${t.brandId}/setup`, { as: t.secretKey })
    ).body.steps.find(step => step.id === 'parked')
  const audits = await count('audit')
  const { body } = await t.call<{ parked: { deletedAt: string }[] }>('GET', `/api/brands/${t.brandId}/parked`)
  expect(body.parked[0]!.deletedAt).toBe(new Date(start.getTime() + days(30)).toISOString())
  const run = () => cleanUp({ db: t.db, clock, keep, limit: 2 })
  await run()
  expect(await setup()).toBeUndefined()

  clock.advance(days(24))
  await run()
  expect((await setup())!.fact.en).toContain('4 batches with 8 lines, the first deleted on')
  expect([await count('inbox_parked'), await count('drop_counts'), await count('audit')]).toEqual([10, 10, audits])

  clock.advance(days(7))
  await run()
  expect([await count('inbox_parked'), await count('drop_counts')]).toEqual([0, 10])
  const said = async (act: string) =>
    t.db.query("select brand_id, actor, sum((detail->>'n')::int)::int as n from audit where act = :act group by 1, 2 order by n, 1", {
      act,
    })
  expect(await said('parked.expire')).toEqual(
    [t.brandId, other.brandId].sort().map(brand_id => ({ brand_id, actor: 'system:cleanup', n: 4 })),
  )

  clock.advance(days(60))
  await run()
  expect(await count('drop_counts')).toBe(0)

  clock.advance(days(310))
  await run()
  expect((await said('audit.expire')).length).toBeGreaterThan(0)
  const [old] = await t.db.query<{ n: number }>('select count(*)::int as n from audit where at < :before', {
    before: new Date(clock.now().getTime() - days(400)),
  })
  expect(old!.n).toBe(0)

  await cleanUp({ db: t.db, clock: movableClock(new Date(clock.now().getTime() + days(9000))), keep: { drops: 0, parked: 0, audit: 0 } })
  expect(await count('audit'), 'nothing is deleted when it is kept for ever').toBeGreaterThan(0)
})
