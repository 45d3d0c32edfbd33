/**
 * Takes a picture of every screen of a running server: `node apps/console/scripts/screenshots.mjs [url] [only]`.
 * Signs in with WEMATRIX_EMAIL and WEMATRIX_PASSWORD; pictures go to `screenshots/` (not kept in git).
 */
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

const base = process.argv[2] ?? 'http://127.0.0.1:8080'
const only = process.argv[3]
const folder = fileURLToPath(new URL('../../../screenshots/', import.meta.url))
mkdirSync(folder, { recursive: true })

const looks = [
  { name: 'light', width: 1440, height: 900, theme: 'light', lang: 'zh' },
  { name: 'dark', width: 1440, height: 900, theme: 'dark', lang: 'zh' },
  { name: 'en', width: 1440, height: 900, theme: 'light', lang: 'en' },
  { name: 'phone', width: 375, height: 812, theme: 'light', lang: 'zh' },
  { name: 'phone-dark', width: 375, height: 812, theme: 'dark', lang: 'zh' },
]

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
})

for (const look of looks) {
  if (only && !only.split(',').includes(look.name)) continue
  const context = await browser.newContext({
    viewport: { width: look.width, height: look.height },
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    colorScheme: look.theme,
    reducedMotion: 'reduce',
    deviceScaleFactor: look.width < 500 ? 2 : 1,
  })
  await context.addInitScript(lang => localStorage.setItem('wm-lang', lang), look.lang)
  const page = await context.newPage()
  page.on('console', message => message.type() === 'error' && console.log(`${look.name}: ${message.text()}`))
  page.on('pageerror', error => console.log(`${look.name}: ${error.message}`))
  await page.goto(base)
  await page.waitForURL(/sign-in|overview/)
  await page.waitForTimeout(800)
  if (page.url().includes('/sign-in')) {
    await page.screenshot({ path: `${folder}${look.name}-sign-in.png` })
    await page.fill('input[type=email]', process.env.WEMATRIX_EMAIL ?? '')
    await page.fill('input[type=password]', process.env.WEMATRIX_PASSWORD ?? '')
    await page.click('button[type=submit]')
    await page.waitForURL('**/overview**')
  }
  await page.waitForURL('**/overview**')
  const brand = new URL(page.url()).pathname.split('/')[2]
  const take = async (name, path, act) => {
    await page.goto(`${base}/b/${brand}/${path}`)
    await page.waitForLoadState('networkidle').catch(() => {})
    await page
      .waitForFunction(() => !document.querySelector('.skeleton'), undefined, { timeout: 15_000 })
      .catch(() => console.log(`${look.name} ${name}: still waiting`))
    await page.waitForTimeout(700)
    await act?.()
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    if (wide > 0) console.log(`${look.name} ${name}: ${wide}px too wide`)
    await page.screenshot({ path: `${folder}${look.name}-${name}.png`, fullPage: act === undefined })
  }
  await take('overview', 'overview')
  await take('edge', 'overview?edge=official_account%3Emini_program', () => page.waitForTimeout(600))
  await take('sankey', 'overview?view=sankey', () => page.waitForTimeout(600))
  await take('funnel', 'funnel')
  await take('retention', 'retention')
  await take('paths', 'paths')
  await take('people', 'people')
  const person = await page
    .locator('.person-link')
    .first()
    .getAttribute('href')
    .catch(() => null)
  if (person) await take('person', person.split('/').slice(3).join('/'))
  await take('carriers', 'carriers')
  const carrier = await page
    .locator('.carrier-tile')
    .first()
    .getAttribute('href')
    .catch(() => null)
  if (carrier) await take('carrier', carrier.split('/').slice(3).join('/'))
  await take('connect', 'carriers/new')
  await take('settings', 'settings')
  await take('palette', 'overview', async () => {
    await page.keyboard.press('Control+k')
    await page.waitForTimeout(500)
  })
  await context.close()
}
await browser.close()
