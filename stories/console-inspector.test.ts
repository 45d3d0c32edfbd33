/** The sandbox's own page in a real browser: a developer tries a product by hand and sees what went over the wire. */
import { type Sandbox, startSandbox } from '@wematrix/sandbox'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type TestProduct, testProduct } from '../packages/sandbox/src/testing/product.ts'
import { type Look, openPage, startBrowser, wide } from './browser.ts'

const noon = new Date('2026-11-22T04:00:00Z')
const hostile = '<img src=x onerror="document.title=1"><script>document.title=2</script>'
let browser: Browser
let sandbox: Sandbox
let product: TestProduct

beforeAll(async () => {
  sandbox = await startSandbox({ people: 60, clock: { now: noon, frozen: true }, delivery: { pausesMs: { other: [0], shop: [0] } } })
  sandbox.realm.account('service').faults = {}
  product = await testProduct(sandbox.realm.account('service').spec, 'safe', sandbox.clock)
  await sandbox.connect({ account: 'service', callback: `${product.url}/callback` })
  browser = await startBrowser()
})
afterAll(async () => {
  await browser?.close()
  await product?.close()
  await sandbox?.close()
})

async function look(tab: string, at: Look = wide) {
  const opened = await openPage(browser, at)
  await opened.page.goto(`${sandbox.url}/inspector#${tab}`)
  await opened.page.locator('header .state').filter({ hasText: /./ }).waitFor()
  return opened
}

it('lets somebody follow and write by hand, and shows callback, answer and the phone’s bubble by itself', async () => {
  const { page, complaints } = await look('callbacks')
  await page.getByText('还没有推送').waitFor()
  product.answers.push({ reply: { type: 'text', content: `欢迎 ${hostile}` } })
  await page.getByRole('button', { name: '关注', exact: true }).click()
  await page.getByRole('log').getByText('欢迎').waitFor()
  await page
    .getByRole('row', { name: /subscribe/ })
    .getByText('被动回复')
    .waitFor()
  product.answers.push({ status: 500, body: hostile })
  await page.getByLabel('内容').fill(`在吗 ${hostile}`)
  await page.getByRole('button', { name: '发消息' }).click()
  await page
    .getByRole('row', { name: /^\S+ text/ })
    .getByText('应答不对 500')
    .waitFor()
  await page.getByRole('button', { name: 'text' }).click()
  await page.getByRole('heading', { name: '明文' }).waitFor()
  expect(await page.locator('pre').first().textContent()).toContain(`在吗 ${hostile}`)
  expect(await page.locator('pre').nth(1).textContent()).toContain('<Encrypt>')
  await page.getByRole('button', { name: '再发一次' }).click()
  await page.getByRole('row', { name: /重复/ }).getByText('success').waitFor()
  expect(product.callbacks.map(({ fields }) => fields.MsgId).slice(1)).toEqual([
    product.callbacks[1]!.fields.MsgId,
    product.callbacks[1]!.fields.MsgId,
  ])
  expect(await page.title()).toBe('沙盒检查器')
  expect(complaints).toEqual([])
  await page.context().close()
})

it('moves the clock, adds and ends a fault, loads a plan and says what is wrong with one', async () => {
  const { page, complaints } = await look('faults')
  await page.getByRole('button', { name: '+1 h' }).click()
  await page.locator('header').getByText('13:00:00').waitFor()
  expect(sandbox.clock.ms()).toBe(noon.getTime() + 3_600_000)
  await page.getByLabel('加一个故障').selectOption('busy')
  await page.getByLabel('数值').fill('1')
  await page.getByRole('button', { name: '加上' }).click()
  await page.getByRole('button', { name: '移除 系统繁忙 -1' }).waitFor()
  expect(sandbox.realm.state.faults).toEqual({ busy: 1 })
  await page.getByRole('button', { name: '移除 系统繁忙 -1' }).click()
  await page.getByText('没有故障，一切正常。').waitFor()
  await page.getByLabel('计划（JSON）').fill('{ "steps": [\n{ "fault": "slow" }] }')
  await page.getByRole('button', { name: '载入计划' }).click()
  await page.getByRole('alert').filter({ hasText: 'plan:2: steps[0].fault must be one of' }).waitFor()
  await page.getByLabel('计划（JSON）').fill('{ "name": "try", "steps": [{ "fault": "busy", "to": "+1h" }] }')
  await page.getByRole('button', { name: '载入计划' }).click()
  await page.getByText('生效中', { exact: true }).waitFor()
  await page.getByRole('button', { name: '停止计划' }).click()
  await page.getByText('没有在跑的计划').waitFor()
  // The refused plan is the one complaint: Chromium logs every answer of 400.
  expect(complaints.filter(one => !one.includes('400'))).toEqual([])
  await page.context().close()
})

it('finds a person, and keeps language and theme', async () => {
  const { page, complaints } = await look('people')
  await page.getByLabel('搜索名字、openid、UnionID、手机号').fill(sandbox.person('p17').openids.mini_program!)
  await page.getByRole('button', { name: 'p17' }).click()
  await expect.poll(() => page.locator('#person').inputValue()).toBe('p17')
  await page.getByRole('button', { name: 'English' }).click()
  await page.getByRole('link', { name: 'Callbacks' }).waitFor()
  await page.getByRole('button', { name: 'Switch between dark and light' }).click()
  expect(await page.locator('html').getAttribute('data-theme')).toBe('dark')
  expect(complaints).toEqual([])
  await page.context().close()
})

it.each(['zh', 'en'] as const)('fits a phone’s width in %s, every tab of it', async lang => {
  const { page, complaints } = await look('accounts', { width: 375, height: 812, theme: 'dark', lang })
  for (const tab of ['accounts', 'callbacks', 'calls', 'people', 'faults', 'phone']) {
    await page.locator(`nav a[href="#${tab}"]`).click()
    await page.locator(`body[data-tab="${tab}"]`).waitFor()
    expect(await page.evaluate(() => document.documentElement.scrollWidth), tab).toBe(375)
  }
  expect(complaints).toEqual([])
  await page.context().close()
})

it('asks for the control token where one is set, and says so when the sandbox is gone', async () => {
  const guarded = await startSandbox({ world: 'empty', controlToken: 'tea' })
  const { page } = await openPage(browser)
  await page.goto(`${guarded.url}/inspector`)
  await page.getByLabel('控制令牌').fill('tea')
  await page.getByRole('button', { name: '进入' }).click()
  await page.getByText('空白茶铺会员').first().waitFor()
  await guarded.close()
  await page.getByRole('alert').filter({ hasText: '沙盒没有应答' }).waitFor()
  await page.context().close()
})
