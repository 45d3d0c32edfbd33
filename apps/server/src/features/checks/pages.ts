/**
 * Pages of the brand's Mini Programs. WeChat tells an account's own server of none, and events only of those that somebody opened,
 * so the list is that of app.json, given by an operator. Each change is followed by a reading of everything live.
 */
import type { Context } from '../../context.ts'
import { AppError } from '../../errors.ts'
import { loadSql } from '../../infra/sql.ts'
import { actorOf, rulesChange, whoIs } from './brand-checks.ts'
import type { AppPages } from './pages-schema.ts'
import { scanAfterChange } from './scans.ts'

const sql = loadSql(new URL('./pages.sql', import.meta.url), ['list_apps', 'write_pages', 'delete_pages'])

type Row = { id: string; name: string; pages: string[] | null; by: string | null; at: Date | null }

export async function listPages(ctx: Context): Promise<AppPages[]> {
  const rows = await ctx.db.query<Row>(sql.list_apps, { brand_id: ctx.brandId })
  const who = await whoIs(
    ctx,
    rows.map(({ by }) => by),
  )
  return rows.map(({ id, name, pages, by, at }) => ({
    ...{ carrierId: id, name },
    known: pages ? { pages, by: who(by!), at: at!.toISOString() } : null,
  }))
}

/** Throws `not_found` for what is no Mini Program of the brand, `invalid_input` for what is no app.json. */
export async function setPages(ctx: Context, carrierId: string, app: Record<string, unknown>): Promise<AppPages> {
  const pages = pagesOf(app)
  await appOf(ctx, carrierId)
  await ctx.transaction(async ctx => {
    await rulesChange(ctx.db, ctx.brandId)
    const row = { brand_id: ctx.brandId, carrier_id: carrierId, pages, by: actorOf(ctx), at: ctx.clock.now() }
    await ctx.db.query(sql.write_pages, row)
    await ctx.audit('checks.pages.set', carrierId, { pages: pages.length })
    await scanAfterChange(ctx)
  })
  return appOf(ctx, carrierId)
}

/** Throws `not_found` when none were known. */
export async function forgetPages(ctx: Context, carrierId: string): Promise<void> {
  await ctx.transaction(async ctx => {
    await rulesChange(ctx.db, ctx.brandId)
    if (!(await ctx.db.one(sql.delete_pages, { brand_id: ctx.brandId, carrier_id: carrierId })))
      throw new AppError('not_found', 'The pages of this Mini Program are not known.')
    await ctx.audit('checks.pages.forget', carrierId)
    await scanAfterChange(ctx)
  })
}

async function appOf(ctx: Context, carrierId: string): Promise<AppPages> {
  const found = (await listPages(ctx)).find(app => app.carrierId === carrierId)
  if (!found) throw new AppError('not_found', 'The brand has no such Mini Program.')
  return found
}

/** WeChat takes far fewer. */
const mostPages = 2000
const longestPath = 300

/** Pages of an app.json, those of subpackages with their root. Pure. Throws `invalid_input`. */
export function pagesOf(app: Record<string, unknown>): string[] {
  const packages = [app.subPackages, app.subpackages].flatMap(list => (Array.isArray(list) ? (list as unknown[]) : []))
  const inside = packages.flatMap(one => {
    const { root = '', pages } = (one ?? {}) as { root?: unknown; pages?: unknown }
    return textsOf(pages).map(page => `${String(root).replace(/\/+$/, '')}/${page}`)
  })
  const pages = [...new Set([...textsOf(app.pages), ...inside].map(page => page.trim().replace(/^\/+/, '')))].filter(page => page !== '')
  if (textsOf(app.pages).length === 0 || pages.length > mostPages || pages.some(page => page.length > longestPath)) {
    const words = {
      zh: '这不是小程序的 app.json：应有 pages 数组，列出各页面的路径。请上传项目里的 app.json。',
      en: 'This is no app.json of a Mini Program: it has an array "pages" of paths. Give the app.json of the project.',
    }
    throw new AppError('invalid_input', words.en, { words, details: [{ path: '/app/pages', message: 'an array of paths' }] })
  }
  return pages
}

const textsOf = (list: unknown): string[] => (Array.isArray(list) ? list.filter(one => typeof one === 'string') : [])
