/**
 * What an operator does in the console, done in a real browser on a server that nobody has set up: the first owner, a
 * brand, an account with WeChat's answer, a key shown once, somebody who only looks, a file read in, a merge undone.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Sandbox, startSandbox } from '@wematrix/sandbox'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openPage, openScreen, type Session, startBrowser } from './browser.ts'
import { type Program, startProgram, until } from './program.ts'

let browser: Browser
let sandbox: Sandbox
let program: Program
let session: Session
let brand = ''

beforeAll(async () => {
  sandbox = await startSandbox({ people: 50, seed: 3 })
  program = await startProgram(['serve'], { LOG_LEVEL: 'error', WEMATRIX_WECHAT_BASE_URL: sandbox.url })
  await until('it is ready', 90_000, async () => (await fetch(program.url)).ok, program.alive)
  browser = await startBrowser()
})
afterAll(async () => {
  await browser?.close()
  await program?.close()
  await sandbox?.close()
})

/** A screen of the brand, signed in as its owner. */
const visit = (path: string) => openScreen(browser, `${program.url}/b/${brand}/${path}`, session)
const brandOf = (page: Page) => new URL(page.url()).pathname.split('/')[2] ?? ''

it('asks for the owner once, and lets the owner add a brand', async () => {
  const { page } = await openPage(browser)
  await page.goto(program.url)
  await page.waitForURL('**/welcome')
  await page.getByLabel('品牌名称').fill('松风茶社')
  await page.getByLabel('邮箱').fill('owner@tea.example')
  await page.getByLabel('密码').fill('a long password')
  await page.click('button[type=submit]')
  await page.waitForURL('**/overview')
  const first = brandOf(page)
  await page.locator('.nav-brand').click()
  await page.getByRole('menuitem', { name: '创建品牌' }).click()
  await page.waitForURL('**/new-brand')
  await page.getByLabel('品牌名称').fill('山野茶铺')
  await page.click('button[type=submit]')
  await page.waitForURL('**/overview')
  brand = brandOf(page)
  expect(brand).not.toBe(first)
  await page.locator('.nav-brand strong', { hasText: '山野茶铺' }).waitFor()
  session = await page.context().storageState()
  await page.context().close()
})

it('connects an account from the set-up list; WeChat’s answers tick the checks', async () => {
  const account = sandbox.accounts.find(({ alias }) => alias === 'service')!
  const { page, complaints } = await visit('overview')
  await page.locator('.setup-step a', { hasText: '接入公众号' }).click()
  await page.waitForURL('**/carriers/new?kind=official_account')
  await page.locator('#name').fill(account.name)
  await page.locator('#appId').fill(account.appId)
  await page.locator('#appSecret').fill(account.appSecret!)
  await page.getByText('创建并生成回调').click()
  await page.locator('.copy-field').nth(2).waitFor()
  const [callback, token, encodingAesKey] = await page.locator('.copy-field code').allTextContents()
  const answer = await fetch(`${sandbox.control}/connect`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ account: 'service', callback, token, encodingAesKey }),
  })
  expect(await answer.json()).toMatchObject({ verified: true })
  await page.getByText('立即检查').click()
  await page.locator('.verify', { hasText: '微信已校验回调地址' }).waitFor()
  await page.locator('.verify', { hasText: '微信接受了 AppID 与 AppSecret' }).waitFor()
  await page.getByText('完成，查看载体').click()
  await page.waitForURL('**/carriers/car_*')
  expect(complaints).toEqual([])
  // A wrong secret is found out at WeChat before it replaces the right one.
  await page.getByRole('button', { name: '更换密钥' }).click()
  await page.locator('.ant-drawer').getByText('AppSecret', { exact: true }).click()
  await page.locator('.ant-drawer').getByText('回调的 Token 与 EncodingAESKey', { exact: true }).click()
  await page.locator('#appSecret').fill('not the secret')
  await page.getByRole('button', { name: '向微信验证并开始更换' }).click()
  await page.locator('.problem-line').waitFor()
  expect(await page.locator('.problem-line').textContent()).toContain('微信不接受')
  await page.locator('.ant-drawer-close').click()
  await page.locator('#appSecret').waitFor({ state: 'detached' })
  expect(await page.content()).not.toContain('not the secret')
  await page.context().close()
})

it('shows a key once, and ends it when it is revoked', async () => {
  const { page, complaints } = await visit('settings')
  await page.getByRole('button', { name: '新建密钥' }).click()
  await page.locator('.ant-modal #name').fill('服务器')
  await page.locator('.ant-modal').getByText('私密').click()
  await page.locator('.ant-modal button[type=submit]').click()
  const key = (await page.locator('[data-panel=once] code').textContent()) ?? ''
  await page.getByText('已保存，关闭').click()
  await page.locator('[data-panel=once]').waitFor({ state: 'detached' })
  expect(await page.content()).not.toContain(key)
  const read = async () =>
    (await fetch(`${program.url}/api/brands/${brand}/metrics`, { headers: { authorization: `Bearer ${key}` } })).status
  expect(await read()).toBe(200)
  await page.locator('tr', { hasText: '服务器' }).getByText('吊销').click()
  await page.locator('.ant-modal-confirm-btns .ant-btn-dangerous').click()
  await page.locator('tr', { hasText: '已吊销' }).waitFor()
  expect(await read()).toBe(401)
  expect(complaints).toEqual([])
  await page.context().close()
})

it('offers nothing to somebody who only looks, and nobody can remove the last owner', async () => {
  const { page } = await visit('settings?tab=members')
  await page.getByRole('button', { name: '添加成员' }).click()
  await page.locator('.ant-modal #email').fill('viewer@tea.example')
  await page.locator('.ant-modal .ant-select').click()
  await page.locator('.ant-select-item-option', { hasText: '只读' }).click()
  await page.locator('.ant-modal button[type=submit]').click()
  const password = (await page.locator('[data-panel=once] code').textContent()) ?? ''
  await page.getByText('已保存，关闭').click()
  const viewer = await openPage(browser)
  await viewer.page.goto(program.url)
  await viewer.page.waitForURL('**/sign-in')
  await viewer.page.fill('input[type=email]', 'viewer@tea.example')
  await viewer.page.fill('input[type=password]', password)
  await viewer.page.click('button[type=submit]')
  await viewer.page.waitForURL('**/overview')
  viewer.complaints.length = 0
  for (const path of ['carriers', 'imports', 'settings']) {
    await viewer.page.goto(`${program.url}/b/${brand}/${path}`)
    await viewer.page.waitForFunction(() => document.querySelector('main.page h1') && !document.querySelector('.skeleton'))
    expect([path, await viewer.page.locator('main .ant-btn-primary, main .ant-btn-dangerous, main [role=alert]').count()]).toEqual([
      path,
      0,
    ])
  }
  expect(viewer.complaints).toEqual([])
  await viewer.page.context().close()
  await page.locator('tr', { hasText: 'owner@tea.example' }).getByText('移除').click()
  await page.locator('.ant-modal-confirm-btns .ant-btn-dangerous').click()
  await page.getByText('请先把另一位成员设为所有者').waitFor()
  await page.context().close()
})

/** Reads a file in through the screen; gives what its row says when it is done. */
async function importFile(name: string, text: string, say?: (page: Page) => Promise<void>): Promise<string> {
  const file = join(program.dataDir, name)
  writeFileSync(file, text)
  const { page, complaints } = await visit('imports/new')
  await page.setInputFiles('input[type=file]', file)
  await page.locator('[data-panel=preview]').waitFor()
  await say?.(page)
  await page.getByRole('button', { name: /^导入 / }).click()
  await page.waitForURL('**/imports')
  const row = page.locator('.import[data-import=done]', { hasText: name })
  await row.waitFor()
  await row.locator('.import-head').click()
  const said = await row.innerText()
  expect(complaints).toEqual([])
  await page.context().close()
  return said
}

it('reads a file in after showing what it becomes, and says which rows were bad and why', async () => {
  const rows = ['openid,appId,unionid,付款时间,amount', 'oA,wx1,u1,2026-11-01 10:00,12.5', 'oB,wx2,,2026-11-02 10:00,8', 'oC,wx2,,昨天,8']
  const said = await importFile('orders.csv', rows.join('\n'), async page => {
    await page.getByText('还不知道哪一列是时间').waitFor()
    await page.locator('[data-field=time]').click()
    await page.locator('.ant-select-item-option', { hasText: '付款时间' }).click()
    await page.locator('[data-panel=preview]', { hasText: '¥12.50' }).waitFor()
  })
  expect(said).toContain('收下 2 行')
  expect(said).toContain('“昨天”不是时间')
})

it('undoes a merge after showing what it gives back', async () => {
  await importFile('late.csv', 'openid,appId,unionid,time,amount\noB,wx2,u1,2026-11-03 10:00,5\n')
  const { page, complaints } = await visit('people?q=oB')
  await until('the two are one', 120_000, async () => {
    await page.reload()
    await page.locator('.person-link').first().click({ timeout: 10_000 })
    await page.getByRole('button', { name: '撤销合并' }).waitFor({ timeout: 10_000 })
    return true
  })
  await page.getByRole('button', { name: '撤销合并' }).click()
  const preview = page.locator('[data-panel=merge-preview]')
  await preview.getByText(/会拿回/).waitFor()
  expect(await preview.innerText()).toMatch(/openid/)
  await page.locator('.ant-modal-footer .ant-btn-dangerous').click()
  await page.locator('.merge .chip', { hasText: '已撤销' }).waitFor()
  expect(complaints).toEqual([])
  await page.context().close()
})

it('reads an account’s followers, says what only people can mend, and goes on when it is mended', async () => {
  const account = sandbox.accounts.find(({ alias }) => alias === 'service')!
  const whitelist = (ipWhitelist: string[] | null) =>
    fetch(`${sandbox.control}/account`, { method: 'POST', body: JSON.stringify({ account: 'service', ipWhitelist }) })
  const { page, complaints } = await visit('carriers')
  await page.locator('a', { hasText: account.name }).first().click()
  await page.waitForURL('**/carriers/car_*')
  const mended = await page.request.patch(`${program.url}/api/brands/${brand}/carriers/${new URL(page.url()).pathname.split('/').at(-1)}`, {
    headers: { 'x-wematrix': 'story' },
    data: { appSecret: account.appSecret },
  })
  expect(mended.status()).toBe(200)
  await whitelist(['203.0.113.1'])
  const card = page.locator('section.card', { hasText: '关注者回填' })
  await card.getByRole('button', { name: '开始回填' }).click()
  await card.locator('[role=alert]', { hasText: '40164' }).waitFor()
  await whitelist(null)
  await card.getByRole('button', { name: '继续' }).click()
  await card.locator('.chip', { hasText: '已完成' }).waitFor()
  const following = sandbox.realm.account('service').followers
  const count = [...following.values()].filter(({ subscribed }) => subscribed).length
  expect(count).toBeGreaterThan(5)
  await card.getByText(`${count} / ${count} 人`).waitFor()
  expect(complaints).toEqual([])
  await page.context().close()
})

it('reads a table of the Channels assistant in, shows what a later one would replace, and the figures as totals only', async () => {
  const made = await visit('carriers')
  const channels = await made.page.request.post(`${program.url}/api/brands/${brand}/carriers`, {
    headers: { 'x-wematrix': 'story' },
    data: { kind: 'channels', name: '山野视频号', appId: 'wxchannels0001' },
  })
  expect(channels.status()).toBe(201)
  await made.page.context().close()
  const yesterday = new Date(Date.now() + 8 * 3_600_000 - 86_400_000).toISOString().slice(0, 10)
  const { page, complaints } = await visit('imports/figures')
  const read = async (name: string, plays: string) => {
    const file = join(program.dataDir, name)
    writeFileSync(file, `数据总览\n日期,播放量,完播率\n${yesterday},${plays},35%\n合计,9,\n`)
    await page.goto(`${program.url}/b/${brand}/imports/figures`)
    await page.setInputFiles('input[type=file]', file)
    await page.locator('[data-panel=figures-preview]').waitFor()
  }
  await read('first.csv', '1.2万')
  await page.getByRole('button', { name: '导入 2 个数字' }).click()
  await page.locator('[data-figures]', { hasText: 'first.csv' }).waitFor()
  await read('second.csv', '12500')
  await page.locator('[data-panel=figures-preview] tr', { hasText: '12,000' }).getByText('12,500').waitFor()
  await page.getByText('这些列以前导入过').waitFor()
  await page.getByRole('button', { name: '导入 1 个数字' }).click()
  const row = page.locator('[data-figures]', { hasText: 'second.csv' })
  await row.locator('.import-head').click()
  await row.getByText('12,000').waitFor()
  await row.getByText('在载体页查看').click()
  const card = page.locator('section.card', { hasText: '微信官方统计' })
  await card.locator('.official', { hasText: '12,500' }).waitFor()
  await card.getByText('仅汇总').waitFor()
  expect(complaints).toEqual([])
  await page.context().close()
})
