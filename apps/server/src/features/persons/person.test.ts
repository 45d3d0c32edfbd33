import { beforeAll, expect, it } from 'vitest'
import { type CountedBrand, countedBrand } from '../../testing/counted-brand.ts'

let t: CountedBrand
beforeAll(async () => {
  t = await countedBrand()
})

it('shows one person over all carriers, saying what is concluded', async () => {
  const person = await t.get<{ id: string; mergedFrom: string[]; events: number; highNeed: boolean; interests: object[] }>('/people/per_3')
  expect(person).toMatchObject({
    id: 'per_1',
    mergedFrom: ['per_3'],
    events: 5,
    orders: 2,
    valueFen: 5000,
    highNeed: true,
    interests: [{ topic: 'oolong', score: 2 }],
  })
  type Timeline = { items: { id: string; recordedAs: string; honesty: string }[]; cursor: string | null }
  const first = await t.get<Timeline>('/people/per_1/timeline?limit=3')
  const second = await t.get<Timeline>(`/people/per_1/timeline?limit=3&cursor=${first.cursor}`)
  expect([...first.items, ...second.items].map(item => item.id)).toEqual(['evt_1_4', 'evt_1_3', 'evt_1_2', 'evt_1_1', 'evt_1_0'])
  expect(second.items.at(-1)).toMatchObject({ recordedAs: 'per_3', honesty: 'inferred' })
  expect((await t.call('GET', `${t.base}/people/per_99`)).status).toBe(404)
  expect((await t.get<{ people: object[] }>('/people?q=per_3')).people).toMatchObject([{ id: 'per_1' }])
  expect((await t.get<{ people: object[] }>('/people')).people).toHaveLength(3)
  await t.get('/conflicts')
})
