/** Files handed to the page 合规 in a real browser: pictures and videos that are looked into, the app.json of a Mini Program. */
import { readFileSync } from 'node:fs'
import { video } from '@wematrix/checks/media/mp4-sample'
import { png, soft, stripes, withCodes } from '@wematrix/checks/media/picture-sample'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openScreen, type Session, signIn, startBrowser, wide } from './browser.ts'
import { type Program, startProgram, until } from './program.ts'
import { type StoryBrand, setUp, storyOwner } from './running-server.ts'

let browser: Browser
let program: Program
let brand: StoryBrand
let session: Session

beforeAll(async () => {
  program = await startProgram(['serve'], { LOG_LEVEL: 'error' })
  brand = await (await setUp(program)).brand('松风茶社')
  browser = await startBrowser()
  await until('the console is built', 90_000, async () => (await fetch(program.url)).ok, program.alive)
  session = await signIn(browser, program.url, storyOwner)
})
afterAll(async () => {
  await browser?.close()
  await program?.close()
})

const visit = (path: string, look = wide) => openScreen(browser, `${program.url}/b/${brand.id}/${path}`, session, look)

const verdict = (page: Page, is: 'block' | 'warn' | 'pass') => page.locator(`[data-verdict=${is}][aria-busy=false]`).waitFor()

it('looks into pictures and videos: dropped, pasted or chosen, with what their place takes', async () => {
  const { page, complaints } = await visit('checks?view=media&carrier=oa&place=library_image')
  const choose = (name: string, mimeType: string, bytes: Uint8Array) =>
    page.setInputFiles('input[type=file]', { name, mimeType, buffer: Buffer.from(bytes) })
  await choose('pay.png', 'image/png', withCodes(['wxp://f2f0abc']))
  await verdict(page, 'block')
  await page.locator('.media-frame img').waitFor()
  expect(await page.locator('[data-code=private_payment]').innerText()).toContain('wxp://f2f0abc')
  expect(await page.locator('.media-box.bad').count()).toBe(1)
  expect(await page.locator('.finding[data-rule=WX-TRADE-01]').innerText()).toMatch(/图片里有个人收款码[\s\S]*后果/)

  await handOver(page, 'paste', png(520, 416, soft))
  await page.locator('.finding[data-rule=CRAFT-PICTURE-01]', { hasText: '模糊' }).waitFor()
  await handOver(page, 'drop', png(520, 416, stripes))
  await verdict(page, 'pass')
  await page.locator('.media-card', { hasText: '520 × 416' }).waitFor()
  // The same picture where it would be cut.
  await page.goto(page.url())
  await choose('wide.png', 'image/png', png(800, 800, stripes))
  await verdict(page, 'pass')
  await page.locator('.ant-segmented-item', { hasText: '视频号' }).click()
  await page.locator('[data-refused=unsupported_media_type]', { hasText: '换一个位置' }).waitFor()

  await choose('clip.mp4', 'video/mp4', video({ seconds: 95, width: 1080, height: 1920, cuts: [0, 6] }))
  await page.locator('.finding', { hasText: '时长 95 秒' }).waitFor()
  await page.locator('.media-card', { hasText: '9:16' }).waitFor()
  await choose('empty.png', 'image/png', new Uint8Array())
  await page.locator('[data-refused=empty_file]', { hasText: '重新导出' }).waitFor()
  await choose('large.png', 'image/png', new Uint8Array((20 << 20) + 1))
  await page.locator('[data-refused=too_large]', { hasText: 'wematrix check --media' }).waitFor()
  await choose('copy.pdf', 'application/pdf', Buffer.from('%PDF'))
  await page.locator('[data-refused=unsupported_media_type]', { hasText: 'MP4' }).waitFor()
  // The browser says so of an answer of 415.
  expect(complaints.filter(said => !said.includes('415'))).toEqual([])
  await page.context().close()
})

it('compares paths with the app.json that an operator gives, and says so', async () => {
  const { page, complaints } = await visit('checks?view=rules')
  const app = { kind: 'mini_program', name: '松风小程序', appId: 'wx00000000000000aa' }
  const { id } = (await brand.post<{ carrier: { id: string } }>('carriers', app)).carrier
  const path = async (path: string) => {
    const target = { kind: 'mini_program_page', path }
    const draft = { pageRole: 'home', entries: [{ label: '预约', target }] }
    const { findings } = await brand.post<{ findings: { rule: string; reason: { zh: string } }[] }>('checks/draft', { kind: 'slot', draft })
    return findings.filter(({ rule }) => rule === 'WX-CONT-12').map(({ reason }) => reason.zh)
  }
  expect(await path('pages/gone')).toEqual([])
  await page.reload()
  const line = page.locator(`[data-app=${id}]`)
  await line.getByRole('button', { name: '提供 app.json' }).click()
  const asked = page.locator('.ant-modal')
  await asked.locator('textarea').fill('{ "pages": ')
  await asked.getByRole('button', { name: /保\s*存/ }).click()
  await asked.getByText('这不是 JSON').waitFor()
  const json = readFileSync(new URL('../examples/tea-shop-mp/miniprogram/app.json', import.meta.url), 'utf8')
  await page.setInputFiles('.ant-modal input[type=file]', { name: 'app.json', mimeType: 'application/json', buffer: Buffer.from(json) })
  await page.getByText('已记下 6 个页面').waitFor()
  expect(await line.innerText()).toMatch(/6[\s\S]*story/)
  expect(await path('pages/home/home?from=oa')).toEqual([])
  expect(await path('pages/gone')).toEqual([expect.stringMatching(/没有这个页面（按 \d{4}-\d\d-\d\d 提供的 app.json）/)])
  expect(complaints).toEqual([])
  await page.context().close()
})

/** A picture as the clipboard or a drag hands it over. */
async function handOver(page: Page, how: 'paste' | 'drop', bytes: Uint8Array): Promise<void> {
  await page.evaluate(
    ([how, bytes]) => {
      const data = new DataTransfer()
      data.items.add(new File([new Uint8Array(bytes)], 'image.png', { type: 'image/png' }))
      const event =
        how === 'paste'
          ? new ClipboardEvent('paste', { clipboardData: data, bubbles: true })
          : new DragEvent('drop', { dataTransfer: data, bubbles: true })
      document.body.dispatchEvent(event)
    },
    [how, [...bytes]] as const,
  )
}
