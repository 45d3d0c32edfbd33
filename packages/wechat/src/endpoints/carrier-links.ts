/**
 * Links among a brand's carriers: which mini programs an Official Account links, which account a mini program shows. Only with the token
 * of an account that a third-party platform looks after (permission sets 33 and 18).
 */
import { endpointsOf } from '../endpoint.ts'
import { openPlatform } from './sources.ts'

const link = endpointsOf({ method: 'POST', auth: 'access_token', accounts: ['open_platform'], source: openPlatform('openapi') })

/** `status` 1 linked, 2 waiting for the mini program's admin, 3 refused by it, 12 waiting for the account's admin. Refused ones may lack `appid`. */
export type LinkedMiniProgram = {
  status: 1 | 2 | 3 | 12
  appid?: string
  username: string
  nickname: string
  headimg_url: string
  selected?: 0 | 1
  nearby_display_status?: 0 | 1
  released?: 0 | 1
  email?: string
  source?: string
  func_infos?: { id: number; name: string; status: 0 | 1 }[]
}

/** The mini programs an Official Account links, or asked to link. An empty body answers 44002: the client sends `{}`. Source: doc/oplatform/openApi */
export const listLinkedMiniPrograms = link<undefined, { wxopens: { items: LinkedMiniProgram[] } }>('/cgi-bin/wxopen/wxamplinkget')

/** Asks to link a mini program; both admins confirm on the phone. 1003, 1005 an admin's limit. Source: doc/oplatform/openApi */
export const linkMiniProgram = link<{ appid: string; notify_users: 0 | 1; show_profile: 0 | 1 }, void>('/cgi-bin/wxopen/wxamplink', {
  checks: [
    { at: 'appid', required: true },
    { at: 'notify_users', required: true, oneOf: [0, 1] },
    { at: 'show_profile', required: true, oneOf: [0, 1] },
  ],
})

/** Ends a link. Source: doc/oplatform/openApi */
export const unlinkMiniProgram = link<{ appid: string }, void>('/cgi-bin/wxopen/wxampunlink', {
  checks: [{ at: 'appid', required: true }],
})

/** Accounts that a mini program could show, from page 0, up to 20 a page. Source: doc/oplatform/openApi */
export const listShowableAccounts = link<
  { page: number; num: number },
  { total_num: number; biz_info_list: { nickname: string; appid: string; headimg: string }[] }
>('/wxa/getwxamplinkforshow', {
  method: 'GET',
  checks: [
    { at: 'page', required: true, min: 0 },
    { at: 'num', required: true, min: 1, max: 20 },
  ],
})

/** The account that a mini program shows (关注公众号组件). Source: doc/oplatform/openApi */
export const getShownAccount = link<undefined, { can_open: 0 | 1; is_open: 0 | 1; appid?: string; nickname?: string; headimg?: string }>(
  '/wxa/getshowwxaitem',
  { method: 'GET' },
)

/** Sets it, or switches it off. Source: doc/oplatform/openApi */
export const setShownAccount = link<{ wxa_subscribe_biz_flag: 0 } | { wxa_subscribe_biz_flag: 1; appid: string }, void>(
  '/wxa/updateshowwxaitem',
  {
    checks: [
      { at: 'wxa_subscribe_biz_flag', required: true, oneOf: [0, 1] },
      { at: 'appid', when: { wxa_subscribe_biz_flag: 1 }, required: true },
    ],
  },
)
