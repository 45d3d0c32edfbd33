import { createClient, getStableToken, WechatError } from '@wematrix/wechat'
import type { Context } from '../../context.ts'
import { AppError } from '../../errors.ts'
import { checkedBaseUrl } from './base-url.ts'
import type { CarrierRow, CarrierSettings } from './carriers.ts'

/**
 * Asks WeChat for a token with an AppSecret before it is kept. The stable token is the account's own, so asking disturbs nobody.
 * Throws `secret_refused`, and what else WeChat says: then nothing is proved and nothing changes.
 */
export async function proveSecret(
  ctx: Context,
  settings: Pick<CarrierSettings, 'wechatBaseUrl'>,
  row: Pick<CarrierRow, 'app_id' | 'base_url'>,
  appSecret: string,
): Promise<void> {
  const baseUrl = row.base_url ? checkedBaseUrl(row.base_url, settings.wechatBaseUrl) : settings.wechatBaseUrl
  try {
    await getStableToken(createClient({ credentials: { appId: row.app_id, appSecret }, baseUrl, clock: ctx.clock }), {
      grant_type: 'client_credential',
    })
  } catch (cause) {
    if (cause instanceof WechatError && (cause.errcode === 40125 || cause.errcode === 40001))
      throw new AppError('secret_refused', `WeChat does not take this AppSecret (${cause.errcode}); the one in place was not touched.`, {
        cause,
      })
    throw cause
  }
}
