import { expect, it } from 'vitest'
import { movableClock } from '../../../infra/clock.ts'
import { testApp } from '../../../testing/app.ts'

it('suggests by the entry’s name, and by its id when it is the brand’s own', async () => {
  const t = await testApp({ clock: movableClock('2026-03-12T04:00:00.000Z') })
  const at = '2026-03-02T04:00:00.000'
  const people = Array.from({ length: 120 }, (_, i) => ({ person: i + 1, entry: i < 60 ? 'oa-menu' : 'spring-poster', buys: i < 50 }))
  const events = people.flatMap(({ person, entry, buys }) => [
    { person, event: 'mp.launch', n: person * 2, entry, source: 'official_account', occurred_at: at },
    ...(buys ? [{ person, event: 'order.pay', n: person * 2 + 1, occurred_at: '2026-03-02T05:00:00.000' }] : []),
  ])
  const common = { brand: t.brandId, batch: 1 }
  const lines = (rows: object[]) => rows.map(row => JSON.stringify({ ...common, ...row })).join('\n')
  await t.events.insert('events', lines(events.map(event => ({ carrier: 'mini_program', received_at: at, ...event }))), { token: 'events' })
  const edge = { source: 'official_account', target: 'mini_program', arrived_at: at, basis: 'named', live: 1, version: 1 }
  await t.events.insert('edges', lines(people.map(({ person, entry }) => ({ ...edge, person, entry, n: person * 2 }))), { token: 'edges' })
  const path = `/api/brands/${t.brandId}/flow/entries?from=2026-03-01&to=2026-03-12`
  const { body } = await t.call<{ suggestion: { zh: string; en: string } }>('GET', path)
  expect(body.suggestion.zh).toMatch(/^「公众号菜单」转化 83\.3%，明显高于「spring-poster」的 0\.0%/)
  expect(body.suggestion.en).toMatch(/^“Account menu” converts 83\.3%, surely more than “spring-poster” with 0\.0%/)
})
