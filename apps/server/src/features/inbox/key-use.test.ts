import { setTimeout as pause } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { movableClock } from '../../infra/clock.ts'
import { testIntake } from '../../testing/intake.ts'

it('keeps when a key was last used, to the minute and not per request', async () => {
  const clock = movableClock()
  const intake = await testIntake({ clock })
  const brand = await intake.brand()
  const key = await intake.key(brand)
  await intake.key(brand)
  const used = async () =>
    (
      await intake.db.query<{ at: Date | null }>('select last_used_at as at from api_keys where brand_id = :brand order by at nulls last', {
        brand,
      })
    ).map(row => row.at?.getTime() ?? null)
  const writes = async () =>
    (await intake.db.one<{ n: number }>(
      'select xmin::text::bigint as n from api_keys where brand_id = :brand and last_used_at is not null',
      { brand },
    ))!.n
  const call = async () => {
    // As if the record had grown old meanwhile.
    intake.doors.directory.forget()
    const { status } = await intake.post('/v1/track', { event: 'a.b', userId: 'u' }, { authorization: `Bearer ${key}` })
    expect(status).toBe(200)
  }
  const start = clock.now().getTime()
  await call()
  await expect.poll(used).toEqual([start, null])
  const first = await writes()
  clock.advance(50_000)
  await call()
  await pause(50)
  expect(await writes()).toBe(first)
  clock.advance(20_000)
  await call()
  await expect.poll(used).toEqual([start + 70_000, null])
})
