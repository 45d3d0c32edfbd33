import { getCallbackIps, reactionTo, WechatError, WechatUnreachable } from '@wematrix/wechat'
import type { Context } from '../../context.ts'
import { loadSql } from '../../infra/sql.ts'
import { addDays, dayOf, shanghai, startOfDay } from '../../stats/calendar.ts'
import { peopleAdvice } from './call-advice.ts'
import { noAnswer } from './calls.ts'
import { carrierRow } from './carriers.ts'
import { calls, type RefusalRow } from './rights.ts'
import type { TokenHealth, TokenRefusal, TokenTest } from './schema.ts'
import { tokenDates } from './token-dates.ts'

const sql = loadSql(new URL('./diagnosis.sql', import.meta.url), ['refreshes', 'last_refresh'])

const days = 7

type Words = { zh: string; en: string }
const words = (zh: string, en: string): Words => ({ zh, en })

const renewed = words(
  '产品会换一个新令牌并重试一次，通常不用处理。一天里出现很多次，说明另有系统在强制刷新同一账号的令牌：让它改用稳定版接口且不强制刷新。',
  'The product fetches a new token and tries once more; usually there is nothing to do. Many a day mean that another system forces new tokens for this account: let it use the stable endpoint without forcing.',
)
const stopped = words(
  '到微信后台查看账号状态，恢复之前所有调用都会失败。',
  'Look at the account in WeChat’s console; until it is well again all calls fail.',
)

const scanAgain = words(
  '品牌没有授权第三方平台，或已收回授权：请管理员重新扫码授权。',
  'The account did not authorise the platform, or took it back: its administrator has to scan again.',
)
const noTicket = words(
  '没有收到有效的 component_verify_ticket：到“设置 → 服务商平台”检查授权事件 URL，或重新启动推送。',
  'No fresh component_verify_ticket has come: check the authorisation event URL under Settings → Platform, or start the pushes again.',
)
const platformSecret = words(
  '第三方平台的 AppSecret 不对或已被重置：在“设置 → 服务商平台”里更新。',
  'The AppSecret of the third-party platform is wrong or was reset: update it under Settings → Platform.',
)

/** What to do by code. Only these concern the token or the account as a whole. */
const advice: Record<number, Words> = {
  [noAnswer]: words(
    '检查服务器到 api.weixin.qq.com 的网络、DNS 与代理；偶尔一次可以不管。',
    'Check network, DNS and proxy towards api.weixin.qq.com; a single one does not matter.',
  ),
  40001: renewed,
  40014: renewed,
  42001: renewed,
  40013: words(
    'AppID 不对：归档这个载体，用正确的 AppID 重新连接。',
    'The AppID is wrong: archive the carrier and connect it with the right one.',
  ),
  40125: words(
    'AppSecret 不对或已被重置：在“更换密钥”里填入新的。',
    'The AppSecret is wrong or was reset: enter the new one under “Change secrets”.',
  ),
  40164: words(
    '把本服务器的出口 IP 加入微信后台的 IP 白名单；“测试令牌”会显示该填哪个地址。',
    'Put this server’s outgoing address on WeChat’s IP list; “Test the token” shows which.',
  ),
  40243: words(
    'AppSecret 被冻结：在微信后台解冻，或重置后到“更换密钥”填入新的。',
    'The AppSecret is frozen: unfreeze it in WeChat’s console, or reset it and enter the new one under “Change secrets”.',
  ),
  45009: words(
    '取令牌的次数用完：别的系统也在取。北京时间零点恢复，急用可在“额度”里清空。',
    'The calls for tokens are used up; another system fetches them too. They come back at midnight Beijing time, or clear the quota.',
  ),
  45011: words('调用太频繁，一分钟后自动恢复。', 'Too many calls in a minute; it is well again after one.'),
  50004: stopped,
  50007: stopped,
  61003: scanAgain,
  61004: words(
    '把本服务器的出口 IP 填进第三方平台的“白名单 IP 地址列表”。',
    'Put this server’s outgoing address on the third-party platform’s list of addresses.',
  ),
  61005: noTicket,
  61006: noTicket,
  61023: scanAgain,
  89503: words(
    '微信要求管理员确认这个 IP：请管理员在微信里点确认。',
    'WeChat asks the administrator to confirm this address: confirm it in WeChat.',
  ),
  89506: words(
    '管理员在 24 小时内拒绝过这个 IP：请管理员同意，之后再试。',
    'The administrator refused this address within 24 hours: let them agree, then try again.',
  ),
  89507: words(
    '管理员在 1 小时内拒绝过这个 IP：请管理员同意，之后再试。',
    'The administrator refused this address within the hour: let them agree, then try again.',
  ),
}
const onTokenCallsOnly = new Set([45009, 45011])
const tokenPaths = new Set(['/cgi-bin/stable_token', '/cgi-bin/token'])

/** The advice for a code, undefined when it says nothing about token or account. */
export function tokenAdvice(errcode: number, path: string): Words | undefined {
  if (path.startsWith('/cgi-bin/component/') && (errcode === 40125 || errcode === 40001)) return platformSecret
  if (onTokenCallsOnly.has(errcode) && !tokenPaths.has(path)) return undefined
  // At the token itself 40001 says that the AppSecret is wrong.
  return errcode === 40001 && tokenPaths.has(path) ? advice[40125] : advice[errcode]
}

/** WeChat's code with its meaning, without its own text: that may repeat what was sent. */
export const answeredWith = ({ errcode, meaning }: WechatError): Words =>
  words(`微信返回 ${errcode}：${meaning.zh}。`, `WeChat answered ${errcode}: ${meaning.en}.`)

/** The same for every code that people must mend, whatever was called. */
export function callAdvice(errcode: number, path: string): Words | undefined {
  return tokenAdvice(errcode, path) ?? peopleAdvice(errcode, path)
}

export async function tokenHealth(ctx: Context, id: string, hasSecret: boolean): Promise<TokenHealth> {
  const row = await carrierRow(ctx, id)
  const nowMs = ctx.clock.now().getTime()
  const today = dayOf(nowMs, shanghai)
  const first = addDays(today, 1 - days)
  const asked = { brand_id: ctx.brandId, carrier_id: id }
  const [token, refreshes, last, refused] = await Promise.all([
    tokenDates(ctx, row),
    ctx.db.query<{ day: string; n: number }>(sql.refreshes, { ...asked, since: new Date(startOfDay(first, shanghai)) }),
    ctx.db.one<{ by: string }>(sql.last_refresh, asked),
    ctx.db.query<RefusalRow>(calls.refusals_of, { ...asked, since: first }),
  ])
  return {
    source: row.platform_id ? 'component' : hasSecret ? 'stable' : null,
    ...token,
    refreshedBy: last?.by ?? null,
    days: Array.from({ length: days }, (_, at) => addDays(first, at)).map(day => ({
      day,
      refreshes: refreshes.find(row => row.day === day)?.n ?? 0,
    })),
    refusals: refusalsOf(refused),
  }
}

/** One line a code, with the endpoint of its newest refusal. */
function refusalsOf(rows: readonly RefusalRow[]): TokenRefusal[] {
  const byCode = new Map<number, TokenRefusal>()
  for (const { errcode, path, n, last_at, rid } of rows) {
    const todo = callAdvice(errcode, path)
    if (!todo) continue
    const known = byCode.get(errcode)
    if (known) known.n += n
    else byCode.set(errcode, { errcode, meaning: meaningOf(errcode, path), advice: todo, n, lastAt: last_at.toISOString(), path, rid })
  }
  return [...byCode.values()]
}

function meaningOf(errcode: number, path: string): Words {
  return errcode === noAnswer ? words('微信没有应答', 'WeChat did not answer') : reactionTo(errcode, path).meaning
}

/** Calls WeChat once. Throws `conflict` when there is no AppSecret. */
export async function testTokenNow(ctx: Context, id: string): Promise<TokenTest> {
  const client = await ctx.wechat(id)
  const started = performance.now()
  const took = () => Math.round(performance.now() - started)
  try {
    await getCallbackIps(client, undefined)
    return { ok: true, tookMs: took(), errcode: null, meaning: null, advice: null, ip: null }
  } catch (error) {
    if (error instanceof WechatUnreachable)
      return { ok: false, tookMs: took(), errcode: noAnswer, meaning: meaningOf(noAnswer, ''), advice: advice[noAnswer]!, ip: null }
    if (!(error instanceof WechatError)) throw error
    const path = error.endpoint.split(' ')[1] ?? ''
    const ip = error.errcode === 40164 ? (/invalid ip ([0-9a-fA-F.:]+)/.exec(error.errmsg)?.[1] ?? null) : null
    return {
      ok: false,
      tookMs: took(),
      errcode: error.errcode,
      meaning: error.meaning,
      advice: callAdvice(error.errcode, path) ?? null,
      ip,
    }
  }
}
