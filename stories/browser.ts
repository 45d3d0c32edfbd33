/** A real browser for stories of the console: pages that remember what went wrong in them. */
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { findChromium } from '../scripts/ensure-tools.mjs'

export type Look = { width: number; height: number; theme: 'light' | 'dark'; lang: 'zh' | 'en' }
export type Session = Awaited<ReturnType<BrowserContext['storageState']>>
/** `complaints`: errors of the page's console, uncaught ones, and answers of 500 and above. */
export type Opened = { page: Page; complaints: string[] }

export const wide: Look = { width: 1440, height: 900, theme: 'light', lang: 'zh' }

export function startBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: findChromium() ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  })
}

/** A window of its own, signed in when given a session. */
export async function openPage(browser: Browser, look: Look = wide, session?: Session): Promise<Opened> {
  const context = await browser.newContext({
    viewport: { width: look.width, height: look.height },
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    colorScheme: look.theme,
    reducedMotion: 'reduce',
    ...(session ? { storageState: session } : {}),
  })
  await context.addInitScript(lang => localStorage.setItem('wm-lang', lang), look.lang)
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', message => message.type() === 'error' && complaints.push(message.text()))
  page.on('pageerror', error => complaints.push(error.message))
  page.on('response', answer => answer.status() >= 500 && complaints.push(`${answer.status()} ${answer.url()}`))
  return { page, complaints }
}

/** A screen of the console as somebody signed in sees it, once it stands. */
export async function openScreen(browser: Browser, address: string, session: Session, look: Look = wide): Promise<Opened> {
  const opened = await openPage(browser, look, session)
  await opened.page.goto(address)
  await opened.page.waitForSelector('main.page h1')
  return opened
}

/** Signs in at the server, without the form. */
export async function signIn(browser: Browser, url: string, data: { email: string; password: string }): Promise<Session> {
  const { page } = await openPage(browser)
  await page.request.post(`${url}/api/session`, { data })
  const session = await page.context().storageState()
  await page.context().close()
  return session
}
