import { expect, it } from 'vitest'
import { testApp } from '../../testing/app.ts'

type Page = { people: { id: string; lastSeenAt: string | null }[]; cursor: string | null }

it('lists people by the day they were last seen on, each once over all pages, merged ones as one, the never seen last', async () => {
  const t = await testApp()
  const acts: [no: number, at: string, event?: string][] = [
    [1, '2026-03-05T04:00:00.000Z'],
    [2, '2026-03-01T04:00:00.000Z'],
    [3, '2026-03-09T04:00:00.000Z'],
    [3, '2026-03-02T04:00:00.000Z'],
    [4, '2026-03-05T05:00:00.000Z'],
    [5, '2026-02-01T04:00:00.000Z'],
    // Who is written to was not there.
    [2, '2026-03-20T04:00:00.000Z', 'message.sent'],
    // Counts as 5 since a merge.
    [6, '2026-03-07T04:00:00.000Z'],
    [8, '2026-03-05T03:00:00.000Z'],
  ]
  const rows = acts.map(([person, at, event = 'a.b'], n) =>
    JSON.stringify({ brand: t.brandId, person, occurred_at: at, event, carrier: 'mini_program', batch: 1, n, received_at: at }),
  )
  await t.events.insert('events', `${rows.join('\n')}\n`, { token: t.brandId })
  await t.events.insert(
    'person_merges',
    `${JSON.stringify({ brand: t.brandId, from_person: 6, into_person: 5, undone: 0, version: 1 })}\n`,
    {
      token: `${t.brandId}-m`,
    },
  )
  await t.db.query(
    'insert into persons (brand_id, no, created_at, merged_into) select :brand, no, now(), case when no = 6 then 5 end from generate_series(1, 9) no',
    { brand: t.brandId },
  )
  const pages = async (query: string) => {
    const pages: string[][] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const path: string = `/api/brands/${t.brandId}/people?${query}${cursor && `&cursor=${cursor}`}`
      const { status, body } = await t.call<Page>('GET', path)
      expect(status, t.logged().slice(-3000)).toBe(200)
      pages.push(body.people.map(person => person.id))
      cursor = body.cursor
    }
    return pages
  }
  expect(await pages('limit=50')).toEqual([['per_3', 'per_5', 'per_4', 'per_1', 'per_8', 'per_2', 'per_9', 'per_7']])
  expect(await pages('limit=2')).toEqual([['per_3', 'per_5'], ['per_4', 'per_8'], ['per_1', 'per_2'], ['per_9', 'per_7'], []])
  expect((await pages('limit=1&sort=seen')).flat()).toEqual(['per_3', 'per_5', 'per_8', 'per_4', 'per_1', 'per_2', 'per_9', 'per_7'])
  expect((await pages('limit=3&sort=newest')).flat()).toEqual(['per_9', 'per_8', 'per_7', 'per_5', 'per_4', 'per_3', 'per_2', 'per_1'])
  const other = await t.brand('Other')
  expect((await t.call<Page>('GET', `/api/brands/${other.brandId}/people`, { as: other.cookie })).body.people).toEqual([])
  expect((await t.call('GET', `/api/brands/${t.brandId}/people?sort=newest&cursor=WyIyMDI2IiwxXQ`)).status).toBe(400)
})
