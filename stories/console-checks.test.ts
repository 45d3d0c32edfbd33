/**
 * The page 合规 in a real browser: copy is pasted, marked, put right and taken back; words of the brand; a waiver;
 * a pack whose difference is shown, put in force, and opens a task over what an account shows; one that fails its own examples.
 */
import { type Sandbox, startSandbox } from '@wematrix/sandbox'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { wechat } from '../packages/checks/src/packs/index.ts'
import { openScreen, type Session, signIn, startBrowser, wide } from './browser.ts'
import { type Program, startProgram, until } from './program.ts'
import { type StoryBrand, setUp, storyOwner } from './running-server.ts'

let browser: Browser
let sandbox: Sandbox
let program: Program
let brand: StoryBrand
let session: Session

beforeAll(async () => {
  sandbox = await startSandbox({ people: 20, seed: 3 })
  program = await startProgram(['serve'], { LOG_LEVEL: 'error', WEMATRIX_WECHAT_BASE_URL: sandbox.url })
  brand = await (await setUp(program)).brand('松风茶社')
  browser = await startBrowser()
  await until('the console is built', 90_000, async () => (await fetch(program.url)).ok, program.alive)
  session = await signIn(browser, program.url, storyOwner)
})
afterAll(async () => {
  await browser?.close()
  await program?.close()
  await sandbox?.close()
})

const visit = (path: string, look = wide) => openScreen(browser, `${program.url}/b/${brand.id}/${path}`, session, look)

const breach = '转发本文到朋友圈并截图，即可领取 20 元优惠券'
const copy = `秋茶上新。${breach}。欢迎到店品茶。`
const verdict = (page: Page, is: 'block' | 'warn' | 'pass') => page.locator(`[data-verdict=${is}][aria-busy=false]`).waitFor()

it('marks what is wrong in pasted copy, puts a rewrite in its place, and takes it back', async () => {
  const { page, complaints } = await visit('checks?carrier=oa&surface=article_body')
  const field = page.locator('.check-paper textarea')
  await field.fill(copy)
  await verdict(page, 'block')
  const marked = (await page.locator('.check-marks mark').allTextContents()).join('')
  expect(marked.length).toBeGreaterThan(0)
  expect(breach).toContain(marked)
  const finding = page.locator('.finding[data-rule=WX-SHARE-02]')
  expect(await finding.innerText()).toMatch(/利诱分享[\s\S]*后果[\s\S]*依据/)
  expect(decodeURIComponent(page.url())).not.toContain('转发')

  await field.press('Control+Home')
  await field.press('F8')
  expect(await field.evaluate((area: HTMLTextAreaElement) => area.value.slice(area.selectionStart, area.selectionEnd))).toBe(
    await page.locator('.finding.active .finding-quote').first().innerText(),
  )

  await finding.getByRole('button', { name: '用这句替换' }).click()
  await page.getByText('已替换为').waitFor()
  expect(await field.inputValue()).not.toBe(copy)
  await page.getByRole('button', { name: '撤销替换' }).click()
  expect(await field.inputValue()).toBe(copy)
  await verdict(page, 'block')
  await field.press('Control+z')
  expect(await field.inputValue()).not.toBe(copy)

  // What was written stays while other screens are looked at, and the place is in the address.
  await page.locator('.ant-segmented-item', { hasText: '规则' }).click()
  await page.locator('.ant-segmented-item', { hasText: '检查' }).click()
  expect(await field.inputValue()).toContain('秋茶上新')
  await field.fill('秋茶上新，欢迎到店品茶。')
  await verdict(page, 'pass')
  expect(complaints).toEqual([])
  await page.context().close()
})

it('finds words of the brand from the moment that they are kept, tried out before', async () => {
  const { page, complaints } = await visit('checks?view=rules')
  await page.getByRole('button', { name: '新建规则' }).click()
  const drawer = page.locator('.ant-drawer')
  await drawer.locator('#name').fill('不提竞品')
  await drawer.locator('#words').fill('隔壁茶馆\n云雾山庄')
  await drawer.locator('#reason').fill('品牌手册第三章')
  await drawer.locator('#rewrite').fill('同行')
  await drawer.locator('#brand-trial').fill('比隔壁茶馆更香')
  await drawer.locator('[data-found="1"] mark', { hasText: '隔壁茶馆' }).waitFor()
  await drawer.getByRole('button', { name: /保\s*存/ }).click()
  await page.locator('[data-brand-rule]', { hasText: '不提竞品' }).waitFor()

  await page.locator('.ant-segmented-item', { hasText: '检查' }).click()
  const field = page.locator('.check-paper textarea')
  await field.fill('我们的茶比隔壁茶馆更香。')
  await page.locator('.check-marks mark.block', { hasText: '隔壁茶馆' }).waitFor()
  await page.getByRole('button', { name: '用这句替换' }).click()
  expect(await field.inputValue()).toBe('我们的茶比同行更香。')
  expect(complaints).toEqual([])
  await page.context().close()
})

it('lets a rule pass while a waiver holds, says who granted it, and stops it again when it ends', async () => {
  const { page, complaints } = await visit('checks/rules/WX-SHARE-02')
  await page.getByRole('button', { name: '给予豁免' }).click()
  // The panel moves while it opens: a tap may meet it under way.
  await until('a day is chosen', 15_000, async () => {
    await page.locator('.ant-drawer .ant-picker').click()
    await page.locator('.ant-picker-presets li', { hasText: '7' }).first().click()
    return (await page.locator('.ant-drawer .ant-picker input').inputValue()) !== ''
  })
  await page.locator('.ant-drawer #reason').fill('平台已书面同意')
  await page.locator('.ant-drawer button[type=submit]').click()
  await page.locator('.ant-drawer').waitFor({ state: 'hidden' })
  const waiver = page.locator('[data-waiver][data-state=in_force]')
  expect(await waiver.innerText()).toMatch(/平台已书面同意[\s\S]*story/)

  const check = async (is: 'block' | 'warn' | 'pass') => {
    await page.goto(`${program.url}/b/${brand.id}/checks`)
    await page.locator('.check-paper textarea').fill('转发本文到朋友圈，即可领取优惠券')
    await verdict(page, is)
  }
  await check('pass')
  await page.locator('.finding', { hasText: '已豁免' }).waitFor()
  await page.goto(`${program.url}/b/${brand.id}/checks/rules/WX-SHARE-02`)
  await waiver.getByRole('button', { name: '立即结束' }).click()
  await page.locator('.ant-modal-confirm-btns .ant-btn-dangerous').click()
  await page.locator('[data-waiver][data-state=ended]').waitFor()
  await check('block')
  expect(complaints).toEqual([])
  await page.context().close()
})

it('shows what a pack changes before it holds; in force, what newly fails becomes a task', async () => {
  const account = sandbox.accounts.find(({ alias }) => alias === 'service')!
  await brand.carrier({ token: 'storytoken', appId: account.appId, appSecret: account.appSecret, name: account.name } as never)
  await brand.post('checks/scans', { fetch: true })
  await until('the account is read back', 30_000, async () => {
    const { counts } = await brand.get<{ counts: { pass: number; warn: number; block: number } }>('checks/reviews?live=true&kind=menu')
    return counts.pass + counts.warn + counts.block > 0
  })

  const { page, complaints } = await visit('checks?view=updates')
  await page.getByRole('button', { name: '上传规则包' }).click()
  await page.setInputFiles('input[type=file]', {
    name: 'pack.json',
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify(stricter)),
  })
  const difference = page.locator('.pack-difference')
  await difference.waitFor()
  for (const kind of ['added', 'removed', 'changed']) expect(await difference.locator(`[data-diff=${kind}]`).innerText()).toMatch(/1$/)
  await difference.locator('[data-changed=WX-CONT-04]', { hasText: /需确认[\s\S]*拦截/ }).waitFor()
  await difference.locator('[data-state=done] [data-change]').first().waitFor()

  await difference.locator('.ant-btn-primary').click()
  await page.locator('.ant-modal-confirm-btns .ant-btn-primary').click()
  await page.locator('[data-scan][data-state=done]').waitFor()
  const task = page.locator('[data-task]', { hasText: '菜单里不写品名' }).first()
  await task.locator('input[type=checkbox]').click()
  await page.locator('.ant-segmented-item', { hasText: '已处理' }).click()
  await page.locator('[data-task]', { hasText: '菜单里不写品名' }).first().waitFor()
  await page.locator('[data-pack="wechat@2099.1"]', { hasText: '生效中' }).waitFor()
  expect(complaints).toEqual([])
  await page.context().close()
})

it('puts a pack that fails its own examples in force only when a person says why', async () => {
  const { page, complaints } = await visit('checks?view=updates')
  await page.getByRole('button', { name: '上传规则包' }).click()
  await page.setInputFiles('input[type=file]', {
    name: 'pack.json',
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify(failing)),
  })
  await page.locator('.pack-difference [data-failed=HOUSE-TEA-01]').waitFor()
  await page.locator('.pack-difference .ant-btn-primary').click()
  const asked = page.locator('.ant-modal-confirm')
  await asked.locator('[data-failed=HOUSE-TEA-01]', { hasText: '绿茶上新' }).waitFor()
  const go = asked.getByRole('button', { name: '仍然启用' })
  expect(await go.isDisabled()).toBe(true)
  await asked.locator('textarea').fill('例子写错了，下一版改正')
  await go.click()
  const line = page.locator('[data-pack="house-tea@1"]')
  await line.locator('.chip', { hasText: '例子未通过' }).waitFor()
  expect(await line.innerText()).toContain('生效中')
  expect(complaints).toEqual([])
  await page.context().close()
})

/** The product's pack with a rule more, one less and one stricter; the new one fails every menu. */
const words = (text: string) => ({ zh: text, en: text })
const stricter = {
  ...wechat,
  version: '2099.1',
  rules: [
    ...wechat.rules
      .filter(({ id }) => id !== 'WX-SHARE-06')
      .map(rule => (rule.id === 'WX-CONT-04' ? { ...rule, severity: 'block' } : rule)),
    {
      ...{ id: 'WX-MENU-TEA', family: 'interface', name: words('菜单里不写品名'), check: ['text', 'draft'], severity: 'warn' },
      ...{
        forbids: words('菜单里不写具体品名'),
        penalty: words('无'),
        rewrite: words('写动作'),
        source: 'D',
        grade: 'D',
        from: '2026-01-01',
      },
      words: { words: ['商城', '点单', '会员', '门店', '茶', '服务'] },
    },
  ],
}

/** Its rule should find tea and looks for coffee. */
const failing = {
  id: 'house-tea',
  version: '1',
  name: words('茶'),
  from: '2026-01-01',
  rules: [
    {
      ...{ id: 'HOUSE-TEA-01', family: 'content', name: words('不提茶'), check: ['text'], severity: 'warn', source: 'S', grade: 'S' },
      ...{ from: '2026-01-01', forbids: words('不提茶'), penalty: words('无'), rewrite: words('换'), words: { words: ['咖啡'] } },
      tests: [{ carrier: 'oa', surface: 'title', text: '绿茶上新', hit: true }],
    },
  ],
}
