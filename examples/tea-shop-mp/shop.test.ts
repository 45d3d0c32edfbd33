import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Collector, Platform, startCollector } from '@wematrix/miniprogram/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'

const folder = fileURLToPath(new URL('.', import.meta.url))
const phone = new Platform()
let collector: Collector

beforeAll(async () => {
  collector = await startCollector()
  const { settings } = await import('./miniprogram/settings.ts')
  settings.endpoint = collector.url
  const wx = Object.assign(phone.wx, {
    canIUse: () => true,
    openOfficialAccountProfile: () => {},
    reserveChannelsLive: ({ success }: { success(result: { state: number }): void }) => success({ state: 6 }),
  })
  Object.assign(globalThis, { wx, App: phone.App, Page: phone.Page, getApp: phone.getApp })
  await import('./miniprogram/app.ts')
  const { pages } = JSON.parse(readFileSync(`${folder}miniprogram/app.json`, 'utf8')) as { pages: string[] }
  for (const route of pages) await phone.loadPage(route, () => import(/* @vite-ignore */ `${folder}miniprogram/${route}.ts`))
})
afterAll(() => collector.close())

it('fits the platform’s own types', () => {
  execFileSync(process.execPath, [fileURLToPath(new URL('../../node_modules/typescript/bin/tsc', import.meta.url)), '-p', folder], {
    stdio: 'pipe',
  })
})

it('tells the whole way from an article card to an order and a live reservation', async () => {
  phone.launch({ path: 'pages/article/article', scene: 1058, query: { tea: 'shuixian', article: 'a12' } })
  phone.pages.at(-1)!.buy!()
  const order = phone.pages.at(-1)!
  order.order!()
  order.follow!()
  phone.openPage('/pages/live/live').reserve!()
  phone.hide()
  const calls = await collector.until(8)
  expect(calls.map(call => (call.type === 'track' ? call.event : call.type))).toEqual([
    'mp.launch',
    'content.read',
    'mp.page',
    'mp.page',
    'order.create',
    'entry.open',
    'mp.page',
    'channels.reserve',
  ])
  expect(calls[4]).toMatchObject({ properties: { product: 'shuixian', value_fen: 12800 }, context: { wechat: { unionid: 'union-lin' } } })
})
