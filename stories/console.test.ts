/**
 * The console in a real browser over a real brand: every screen at two widths, in both themes and languages, without an
 * error, a missing word or a sideways scroll; from an edge of the map to its entries to its people; files and addresses.
 * Uses the server at WEMATRIX_URL (with WEMATRIX_EMAIL, WEMATRIX_PASSWORD) when given, else starts a demo of its own.
 */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Look, type Opened, openPage, type Session, startBrowser, wide } from './browser.ts'
import { runDemo } from './running-demo.ts'

const looks: Look[] = [
  wide,
  { width: 1440, height: 900, theme: 'dark', lang: 'en' },
  { width: 375, height: 812, theme: 'dark', lang: 'zh' },
  { width: 375, height: 812, theme: 'light', lang: 'en' },
]
const screens = [
  'overview',
  'overview?view=sankey',
  'funnel',
  'funnel?by=entry',
  'retention',
  'retention?grain=week&count=rolling',
  'paths',
  'paths?of=entry',
  'people',
  'checks',
  'checks?carrier=ch&surface=live_script',
  'checks?view=rules',
  'checks?view=updates',
  'checks?view=health&days=90',
  'checks?view=ideas',
  'checks/rules/WX-DIVERT-01',
  'carriers',
  'carriers/new',
  'carriers/new?kind=shop',
  'carriers/new?kind=official_account&mode=component',
  'imports',
  'imports/new',
  'metrics',
  'settings',
  'settings?tab=members',
  'settings?tab=brand',
  'settings?tab=platform',
  'settings?tab=alarms',
  'settings?tab=account',
]

let browser: Browser
let demo: { url: string; email: string; password: string; close(): Promise<void> }
let session: Session
let brand = ''

beforeAll(async () => {
  const { WEMATRIX_URL: url, WEMATRIX_EMAIL: email = '', WEMATRIX_PASSWORD: password = '' } = process.env
  demo = url ? { url, email, password, close: async () => {} } : await runDemo({ people: 1500 })
  browser = await startBrowser()
})
afterAll(async () => {
  await browser?.close()
  await demo?.close()
})

const open = (look: Look, state?: Session): Promise<Opened> => openPage(browser, look, state)

/** Goes to a screen and waits until nothing is on its way. */
async function visit(page: Page, path: string) {
  await page.goto(`${demo.url}/b/${brand}/${path}`)
  await page.waitForSelector('main.page h1')
  await page.waitForFunction(() => !document.querySelector('.skeleton'), undefined, { timeout: 60_000 })
}

it('signs in, and says what is wrong when the password is', async () => {
  const { page } = await open(wide)
  await page.goto(demo.url)
  await page.waitForURL('**/sign-in')
  await page.fill('input[type=email]', demo.email)
  await page.fill('input[type=password]', 'not the password')
  await page.click('button[type=submit]')
  await page.waitForSelector('[role=alert]')
  await page.fill('input[type=password]', demo.password)
  await page.click('button[type=submit]')
  await page.waitForURL('**/overview')
  brand = new URL(page.url()).pathname.split('/')[2] ?? ''
  session = await page.context().storageState()
  expect(brand).toMatch(/^brd_/)
  await page.context().close()
})

it.each(looks)('shows every screen at $width px, $theme, $lang without complaint', async look => {
  const { page, complaints } = await open(look, session)
  const found: string[] = []
  for (const path of screens) {
    await visit(page, path)
    const seen = await page.evaluate(() => ({
      tooWide: document.documentElement.scrollWidth - innerWidth,
      text: document.body.innerText,
      title: document.title,
      alerts: [...document.querySelectorAll('[role=alert]')].map(alert => alert.textContent ?? ''),
      theme: document.documentElement.dataset.theme,
      lang: document.documentElement.lang,
    }))
    if (seen.tooWide > 0) found.push(`${path}: ${seen.tooWide}px too wide`)
    if (/\bundefined\b|\bNaN\b|\[object |\{\w+\}/.test(seen.text)) found.push(`${path}: a word is missing`)
    if (!seen.title.includes('wematrix')) found.push(`${path}: title ${seen.title}`)
    found.push(...seen.alerts.map(alert => `${path}: ${alert}`))
    expect([seen.theme, seen.lang]).toEqual([look.theme, look.lang === 'zh' ? 'zh-CN' : 'en'])
  }
  expect([...found, ...complaints]).toEqual([])
  await page.context().close()
})

it('leads from an edge of the map to its entries, to the people, to one person', async () => {
  const { page, complaints } = await open(wide, session)
  await visit(page, 'overview?range=90d')
  await page.waitForSelector('.edge-label')
  expect(await page.locator('.edge-label').count()).toBe(6)
  await page.locator('[data-edge="official_account>mini_program"]').click()
  await page.waitForSelector('[data-panel=edge] .entry')
  expect(new URL(page.url()).searchParams.get('edge')).toBe('official_account>mini_program')
  await page.locator('[data-panel=edge] .entry .drill').first().click()
  await page.waitForSelector('.person-link')
  await page.locator('.person-link').first().click()
  await page.waitForSelector('.moment')
  expect(await page.locator('.identity').count()).toBeGreaterThan(0)
  expect(complaints).toEqual([])
  await page.context().close()
})

it('leads from a number to its definition among all others, and back', async () => {
  const { page, complaints } = await open(wide, session)
  await visit(page, 'overview?range=90d')
  await page.locator('[data-kpi=multi-carrier] .icon-button').click()
  await page.getByText('在定义目录中查看').click()
  await page.waitForURL('**/metrics#multi-carrier')
  await page.locator('#multi-carrier.chosen').waitFor()
  await page.goBack()
  await page.waitForURL('**/overview?range=90d')
  await visit(page, 'funnel?range=90d')
  await page.locator('[data-step-seconds]').first().waitFor()
  expect(await page.locator('[data-step-seconds]').count()).toBe(2)
  expect(complaints).toEqual([])
  await page.context().close()
})

it('shows what WeChat reports of an account beside what arrived from it, as totals', async () => {
  const { page, complaints } = await open(wide, session)
  await visit(page, 'carriers')
  await page.locator('.carrier-tile', { hasText: '公众号 · 服务号' }).click()
  await page.locator('[data-figure="oa.new_user"]').click()
  expect(new URL(page.url()).searchParams.get('figure')).toBe('oa.new_user')
  expect(await page.locator('[data-figure="oa.new_user"]').innerText()).toContain('本系统')
  expect(await page.locator('.card', { hasText: '微信官方统计' }).locator('.honesty').first().innerText()).toContain('仅汇总')
  expect(complaints).toEqual([])
  await page.context().close()
})

it('says of an account what it may call and why not, how much is left today, and how its token and callback are', async () => {
  const { page, complaints } = await open(wide, session)
  await visit(page, 'carriers')
  await page.locator('.carrier-tile', { hasText: '公众号 · 服务号' }).click()
  const view = (name: string) => page.locator('.ant-segmented-item', { hasText: name }).click()
  await view('接口权限')
  await page.locator('[data-endpoint=sendTemplateMessage]').waitFor()
  await page.locator('.count', { hasText: '不可用' }).click()
  await page.locator('[data-endpoint=linkMiniProgram]', { hasText: '权限集 33' }).waitFor()
  expect(new URL(page.url()).searchParams.get('allowed')).toBe('no')
  expect(await page.locator('.endpoint-row.yes').count()).toBe(0)
  await view('额度')
  await page.locator('[data-quota="/cgi-bin/stable_token"]').waitFor()
  await view('令牌与回调')
  await page.getByRole('button', { name: '测试令牌' }).click()
  await page.locator('.token-tested.ok').waitFor()
  expect(await page.locator('.card', { hasText: '微信的计数与本系统的计数' }).count()).toBe(1)
  expect(complaints).toEqual([])
  await page.context().close()
})

it('keeps the filters of a screen in its address', async () => {
  const { page } = await open(wide, session)
  await visit(page, 'retention?range=90d&grain=week&count=rolling')
  await page.reload()
  await page.waitForSelector('.triangle')
  const search = new URL(page.url()).searchParams
  expect([search.get('range'), search.get('grain'), search.get('count')]).toEqual(['90d', 'week', 'rolling'])
  await page.locator('.nav-link', { hasText: '漏斗' }).click()
  await page.waitForURL('**/funnel**')
  expect(new URL(page.url()).searchParams.get('range')).toBe('90d')
  await page.context().close()
})

it('gives CSV that Excel reads as UTF-8, and the map as a PNG', async () => {
  const { page } = await open(wide, session)
  await visit(page, 'overview')
  for (const report of ['kpis', 'flow', 'flow/entries', 'trend', 'lifecycle', 'retention', 'repurchase', 'multi-carrier', 'paths']) {
    const answer = await page.request.get(`${demo.url}/api/brands/${brand}/${report}?format=csv`)
    expect([report, answer.status(), (await answer.body()).subarray(0, 3).toString('hex')]).toEqual([report, 200, 'efbbbf'])
  }
  await page.locator('.flow-card [aria-label="导出"]').click()
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByText('导出 PNG 图片').click()])
  expect(download.suggestedFilename()).toMatch(/^wematrix-map.*\.png$/)
  await page.context().close()
})

it('is worked by keys: the palette, the search, the list of keys', async () => {
  const { page } = await open(wide, session)
  await visit(page, 'overview')
  await page.keyboard.press('Control+k')
  await page.waitForSelector('.palette-input:focus')
  await page.keyboard.type('留存')
  await page.waitForSelector('.palette-item[aria-selected="true"] >> text=留存')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/retention**')
  await page.waitForSelector('.palette-input', { state: 'detached' })
  await page.keyboard.press('?')
  await page.waitForSelector('.shortcuts')
  await page.keyboard.press('Escape')
  await visit(page, 'people')
  await page.keyboard.press('/')
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('INPUT')
  await page.context().close()
})
