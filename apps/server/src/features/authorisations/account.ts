import type { AuthorizerInfo } from '@wematrix/wechat'
import type { AccountType, CarrierKind } from '../carriers/schema.ts'

export type AuthorisedAccount = { kind: CarrierKind; accountType: AccountType; verified: boolean; name: string; originalId: string }

/**
 * What kind of account authorised: the block that is present tells. Pure. Undefined for kinds that are no carrier (talent,
 * supplier). Only WeChat's own full verification counts as verified; half-way states give fewer rights.
 * Source: developers.weixin.qq.com/doc/oplatform/openApi/authorization-management/api_getauthorizerinfo
 */
export function accountOf(info: AuthorizerInfo): AuthorisedAccount | undefined {
  const common = { verified: info.verify_type_info?.id === 0, name: info.nick_name, originalId: info.user_name }
  if (info.MiniProgramInfo) return { ...common, kind: 'mini_program', accountType: 'mini_program' }
  if (info.channels_info) return { ...common, kind: 'channels', accountType: 'channels' }
  if (info.store_info) return { ...common, kind: 'shop', accountType: 'shop' }
  if (info.talent_info || info.supplier_info) return undefined
  return { ...common, kind: 'official_account', accountType: info.service_type_info?.id === 2 ? 'service' : 'subscription' }
}
