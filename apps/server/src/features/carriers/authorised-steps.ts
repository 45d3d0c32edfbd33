/** The checks of an account behind a third-party platform: is it authorised, does its token work. */
import { getCallbackIps, WechatError, WechatUnreachable } from '@wematrix/wechat'
import type { Context } from '../../context.ts'
import type { CarrierRow } from './carriers.ts'
import type { VerificationStep } from './schema.ts'
import { answeredWith, callAdvice } from './token-health.ts'

/** Calls WeChat once with the account's token, which needs ticket, platform and authorisation. */
export async function askPlatform(ctx: Context, row: CarrierRow, at: string): Promise<VerificationStep[]> {
  try {
    const { ip_list: list } = await getCallbackIps(await ctx.wechat(row.id), undefined)
    const authorised = {
      zh: `已授权给“${row.platform_name}”，持有 ${row.sets?.length ?? 0} 个权限集。`,
      en: `Authorised to “${row.platform_name}” with ${row.sets?.length ?? 0} permission sets.`,
    }
    const answers = {
      zh: `接口可用；微信的回调来自 ${list.length} 个地址。`,
      en: `The API answers; WeChat's callbacks come from ${list.length} addresses.`,
    }
    return [
      { id: 'credentials', state: 'ok', fact: authorised, help: null, at },
      { id: 'ip_list', state: 'ok', fact: answers, help: null, at },
    ]
  } catch (error) {
    return refused(error, at)
  }
}

function refused(error: unknown, at: string): VerificationStep[] {
  const waits = { zh: '等待授权生效。', en: 'Waits for the authorisation.' }
  if (error instanceof WechatUnreachable)
    return [
      { id: 'credentials', state: 'failed', fact: { zh: '微信没有应答。', en: 'WeChat did not answer.' }, help: null, at },
      { id: 'ip_list', state: 'waiting', fact: waits, help: null, at: null },
    ]
  if (!(error instanceof WechatError)) throw error
  const fact = answeredWith(error)
  const help = callAdvice(error.errcode, error.endpoint.split(' ')[1] ?? '') ?? null
  if (error.errcode !== 61004)
    return [
      { id: 'credentials', state: 'failed', fact, help, at },
      { id: 'ip_list', state: 'waiting', fact: waits, help: null, at: null },
    ]
  const ip = /\bip:?\s+([0-9a-fA-F.:]+)/.exec(error.errmsg)?.[1]
  return [
    {
      id: 'credentials',
      state: 'waiting',
      fact: { zh: '微信要先放行本服务器的 IP。', en: 'WeChat wants this server’s address on the platform’s list first.' },
      help: null,
      at,
    },
    { id: 'ip_list', state: 'failed', fact, help, at, ...(ip ? { ip } : {}) },
  ]
}
