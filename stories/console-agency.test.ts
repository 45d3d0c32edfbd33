/**
 * An agency in a real browser: its platform is registered and gets its ticket, an administrator scans, the account becomes a
 * carrier whose events arrive, and taking the authorisation back shows at once.
 */
import { type Sandbox, startSandbox } from '@wematrix/sandbox'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openPage, openScreen, type Session, startBrowser } from './browser.ts'
import { asked, cookieFrom, type Program, startProgram, until } from './program.ts'

let browser: Browser
let sandbox: Sandbox
let program: Program
let session: Session
let brand = ''

beforeAll(async () => {
  sandbox = await startSandbox({ people: 50, seed: 3 })
  program = await startProgram(['serve'], { LOG_LEVEL: 'error', WEMATRIX_WECHAT_BASE_URL: sandbox.url })
  await until('it is ready', 90_000, async () => (await fetch(program.url)).ok, program.alive)
  const cookie = await cookieFrom(`${program.url}/api/owner`, {
    email: 'owner@agency.example',
    password: 'a long password',
    brandName: '山野茶铺',
  })
  const { brands } = await asked<{ brands: { id: string }[] }>(`${program.url}/api/session`, { cookie })
  brand = brands[0]!.id
  const [name = '', value = ''] = cookie.split('=')
  const { hostname } = new URL(program.url)
  session = {
    cookies: [{ name, value, domain: hostname, path: '/', httpOnly: true, secure: false, sameSite: 'Lax', expires: -1 }],
    origins: [],
  }
  browser = await startBrowser()
})
afterAll(async () => {
  await browser?.close()
  await program?.close()
  await sandbox?.close()
})

const visit = (path: string) => openScreen(browser, `${program.url}/b/${brand}/${path}`, session)
/** What stands in the copy field beside a label. */
const copied = (page: Page, label: string) =>
  page
    .locator('.copy-field', { has: page.getByRole('button', { name: label }) })
    .locator('code')
    .textContent()

it('registers the platform, pastes its values at WeChat, and sees the ticket come', async () => {
  const { component } = sandbox.realm.state
  const { page, complaints } = await visit('settings?tab=platform')
  await page.locator('#name').fill('一棵树服务商')
  await page.locator('#appId').fill(component.appId)
  await page.locator('#appSecret').fill(component.appSecret)
  await page.getByRole('button', { name: '登记平台' }).click()
  await page.locator('[data-panel=ticket][data-state=none]').waitFor()
  const values = {
    eventUrl: await copied(page, '授权事件接收 URL'),
    messageUrl: await copied(page, '消息与事件接收 URL'),
    token: await copied(page, '消息校验 Token'),
    encodingAesKey: await copied(page, '消息加解密 Key'),
  }
  expect(values.messageUrl).toContain('/$APPID$')
  await fetch(`${sandbox.control}/component`, { method: 'POST', body: JSON.stringify(values) })
  await page.locator('[data-panel=ticket][data-state=fresh]').waitFor()
  await page.reload()
  await page.locator('[data-panel=platform-paste]').waitFor()
  expect(await page.content()).not.toContain(values.token)
  expect(complaints).toEqual([])
  await page.context().close()
})

it('connects an account by its administrator’s scan; its events arrive; taken back, it says so', async () => {
  const { page, complaints } = await visit('carriers/new?kind=official_account')
  await page.getByRole('radio', { name: /授权给服务商/ }).click()
  await page.getByRole('button', { name: '生成授权链接' }).click()
  const link = (await copied(page, '授权链接')) ?? ''

  // The administrator is nobody here: a browser of their own, without a session.
  const guest = await openPage(browser)
  await guest.page.goto(link)
  await guest.page.getByText('授权给“一棵树服务商”').waitFor()
  await guest.page.getByText('山野茶铺').waitFor()
  const scan = (await guest.page.locator('.wide a').getAttribute('href')) ?? ''
  const { redirect } = (await sandbox.act('authorise', 'lin', { account: 'service', link: scan })) as unknown as { redirect: string }
  await guest.page.goto(redirect)
  await guest.page.getByText('授权成功').waitFor()
  await guest.page.goto(redirect.replace(/auth_code=[^&]+/, 'auth_code=another'))
  await guest.page.getByText('授权链接已经用过').waitFor()
  await guest.page.context().close()

  const { name, appId } = sandbox.accounts.find(({ alias }) => alias === 'service')!
  await page.locator('[data-panel=scan][data-state=done]').waitFor()
  await page.locator('.verify', { hasText: '已授权给“一棵树服务商”' }).waitFor()
  await page.getByText('完成，查看载体').click()
  await page.waitForURL('**/carriers/car_*')
  await page.locator('h1', { hasText: name }).waitFor()
  await page.locator('[data-authorisation=authorised]').waitFor()
  expect(await copied(page, '回调地址')).toContain(`/${appId}`)

  await sandbox.act('follow', 'lin', { account: 'service' })
  await page.locator('.verify', { hasText: '已收到来自微信的有效回调' }).waitFor({ timeout: 60_000 })

  await sandbox.act('withdraw', 'lin', { account: 'service' })
  await page.locator('.lost', { hasText: '授权已收回' }).waitFor({ timeout: 60_000 })
  await page.getByRole('link', { name: '重新授权' }).first().click()
  await page.getByText(`重新授权“${name}”`).waitFor()
  expect(complaints).toEqual([])
  await page.context().close()
})
