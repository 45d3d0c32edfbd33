/**
 * The two pages that an account's administrator sees: where the link leads, and where WeChat sends them back. Anyone may open
 * them; what they can do is in the state of the address, which nobody can guess and which serves once.
 */
import { TicketMissing, WechatError, WechatUnreachable } from '@wematrix/wechat'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Context } from '../../context.ts'
import { AppError } from '../../errors.ts'
import { createLimiter } from '../../infra/rate-limit.ts'
import { type FinishDeps, finishByRedirect, isDeadCode } from './finish.ts'
import { type Lang, outcomes, type Trouble, troubles } from './page-words.ts'
import type { Outcome } from './schema.ts'
import { linksAgain, type PageRow, startByState } from './start.ts'

export type PageDeps = Pick<Context, 'db' | 'clock' | 'log'> & {
  finishDeps(request: FastifyRequest): FinishDeps
  contextOf(brandId: string): Context
}

const open = { config: { access: 'public' as const }, schema: { hide: true } }

export function authorisationPages(app: FastifyInstance, deps: PageDeps): void {
  // A state cannot be guessed; this keeps those who try from asking the database for long.
  const tries = createLimiter({ burst: 60, perSecond: 1, clock: deps.clock })

  async function found(request: FastifyRequest): Promise<{ row?: PageRow; state: string }> {
    const { state } = request.params as { state: string }
    if (state.length > 100 || tries.take(request.ip) > 0) return { state }
    const row = await startByState(deps.db, state)
    return row ? { row, state } : { state }
  }

  app.get('/authorise/:state', open, async (request, reply) => {
    const { row, state } = await found(request)
    const lang = langOf(request)
    if (!row) return troublePage(reply, lang, 'unknown')
    if (row.outcome) return outcomePage(reply, lang, row, row.outcome)
    if (row.code_hash) return troublePage(reply, lang, 'used')
    if (row.link_until <= deps.clock.now()) return troublePage(reply, lang, 'expired')
    const { settings } = deps.finishDeps(request)
    const carrier = row.carrier_id
      ? await deps.db.one<{ app_id: string }>('select app_id from carriers where brand_id = :brand and id = :id', {
          brand: row.brand_id,
          id: row.carrier_id,
        })
      : undefined
    return send(reply, 200, lang, startPage(lang, row, linksAgain(settings, row, state, carrier?.app_id), deps.clock.now()))
  })

  app.get('/authorise/:state/done', open, async (request, reply) => {
    const { row } = await found(request)
    const lang = langOf(request)
    if (!row) return troublePage(reply, lang, 'unknown')
    const { auth_code: code } = request.query as { auth_code?: unknown }
    if (typeof code !== 'string' || code === '' || code.length > 500)
      return row.outcome ? outcomePage(reply, lang, row, row.outcome) : troublePage(reply, lang, 'no_code')
    try {
      const outcome = await finishByRedirect(deps.contextOf(row.brand_id), deps.finishDeps(request), row, code)
      return typeof outcome === 'string' ? troublePage(reply, lang, outcome) : outcomePage(reply, lang, row, outcome)
    } catch (error) {
      deps.log.warn({ err: error, authorisation: row.id }, 'an authorisation was not finished')
      return troublePage(reply, lang, troubleOf(error))
    }
  })
}

function troubleOf(error: unknown): Trouble {
  if (error instanceof TicketMissing) return 'no_ticket'
  if (isDeadCode(error)) return 'code_dead'
  if (error instanceof WechatError || error instanceof WechatUnreachable || error instanceof AppError) return 'not_now'
  throw error
}

const statuses: Record<Trouble, number> = {
  unknown: 404,
  expired: 410,
  used: 409,
  code_dead: 410,
  no_code: 400,
  no_ticket: 503,
  not_now: 503,
}

function troublePage(reply: FastifyReply, lang: Lang, trouble: Trouble): FastifyReply {
  const { title, text } = troubles[trouble]
  return send(reply, statuses[trouble], lang, `<h1 class="bad">${safe(title[lang])}</h1><p>${safe(text[lang])}</p>`)
}

function outcomePage(reply: FastifyReply, lang: Lang, row: PageRow, outcome: Outcome): FastifyReply {
  const { title, text, good } = outcomes[outcome.result]
  const where = outcome.carrierId ? `/b/${row.brand_id}/carriers/${outcome.carrierId}` : `/b/${row.brand_id}/carriers`
  const back = lang === 'zh' ? '我是操作人，回到控制台' : 'I am the operator: back to the console'
  const names = [
    [lang === 'zh' ? '账号' : 'Account', outcome.name],
    [lang === 'zh' ? '品牌' : 'Brand', row.brand_name],
    [lang === 'zh' ? '服务商' : 'Agency', row.platform_name],
  ]
  return send(
    reply,
    good ? 200 : 409,
    lang,
    `<h1 class="${good ? 'good' : 'bad'}">${safe(title[lang])}</h1><p>${safe(text[lang])}</p>${list(names)}<p><a href="${safe(where)}">${back}</a></p>`,
  )
}

function startPage(lang: Lang, row: PageRow, links: { scanLink: string; phoneLink: string }, now: Date): string {
  const minutes = Math.max(1, Math.floor((row.link_until.getTime() - now.getTime()) / 60_000))
  const words =
    lang === 'zh'
      ? {
          title: `授权给“${row.platform_name}”`,
          what: '授权后，服务商可以按你勾选的权限集读取这个账号的数据并代为调用接口。你可以随时在微信后台取消授权。',
          scan: '在电脑上打开微信扫码页',
          phone: '在手机微信里授权',
          who: '须由账号的管理员扫码并在手机上确认。',
          until: `链接 ${minutes} 分钟内有效，只能用一次。`,
          brand: '品牌',
        }
      : {
          title: `Authorise “${row.platform_name}”`,
          what: 'The agency may then read this account’s data and call its APIs, within the permission sets you tick. You can withdraw at any time in WeChat’s console.',
          scan: 'On a computer: open WeChat’s QR page',
          phone: 'On a phone, inside WeChat',
          who: 'An administrator of the account scans and confirms on the phone.',
          until: `The link is good for ${minutes} more minutes and for one use.`,
          brand: 'Brand',
        }
  // WeChat looks at the page that the link was opened from: it must be told our domain.
  const link = (href: string, text: string, primary: boolean) =>
    `<p><a class="button${primary ? ' primary' : ''}" referrerpolicy="origin" href="${safe(href)}">${text}</a></p>`
  return `<h1>${safe(words.title)}</h1>${list([[words.brand, row.brand_name]])}<p>${words.what}</p>
<div class="wide">${link(links.scanLink, words.scan, true)}</div><div class="phone">${link(links.phoneLink, words.phone, true)}</div>
<p class="small">${words.who}<br>${words.until}</p>`
}

const list = (rows: string[][]) => `<dl>${rows.map(([name, value]) => `<dt>${safe(name!)}</dt><dd>${safe(value!)}</dd>`).join('')}</dl>`

const style = `:root{color-scheme:light dark;--bg:#f4f6f8;--card:#fff;--ink:#1b2430;--faint:#667085;--line:#e3e7ec;--go:#07c160;--bad:#c4320a}
@media(prefers-color-scheme:dark){:root{--bg:#0f141a;--card:#181f27;--ink:#e6eaf0;--faint:#98a2b3;--line:#2a333d;--go:#3ecf7f;--bad:#f79009}}
*{box-sizing:border-box}body{margin:0;min-height:100vh;display:grid;place-items:center;background:var(--bg);color:var(--ink);font:16px/1.7 system-ui,"PingFang SC","Noto Sans CJK SC",sans-serif}
main{width:min(30rem,calc(100vw - 2rem));margin:1rem;padding:1.75rem;background:var(--card);border:1px solid var(--line);border-radius:14px}
h1{font-size:1.3rem;line-height:1.4;margin:0 0 .75rem}h1.good{color:var(--go)}h1.bad{color:var(--bad)}p{margin:.75rem 0}
dl{display:grid;grid-template-columns:auto 1fr;gap:.25rem 1rem;margin:1rem 0}dt{color:var(--faint)}dd{margin:0;font-weight:600;overflow-wrap:anywhere}
a{color:inherit}.button{display:block;text-align:center;padding:.7rem 1rem;border-radius:9px;border:1px solid var(--line);text-decoration:none}
.button.primary{background:#07c160;border-color:#07c160;color:#fff;font-weight:600}.small{font-size:.85rem;color:var(--faint)}
.phone{display:none}@media(max-width:640px){.wide{display:none}.phone{display:block}}`

function send(reply: FastifyReply, status: number, lang: Lang, body: string): FastifyReply {
  return reply
    .code(status)
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(
      `<!doctype html><html lang="${lang === 'zh' ? 'zh-CN' : 'en'}"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex"><link rel="icon" href="data:,"><title>wematrix</title><style>${style}</style><main>${body}</main></html>`,
    )
}

function langOf(request: FastifyRequest): Lang {
  return /^en\b/i.test(request.headers['accept-language'] ?? '') ? 'en' : 'zh'
}

function safe(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
