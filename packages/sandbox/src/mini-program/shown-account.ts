/** The Official Account that a Mini Program shows in its follow component. */
import { getShownAccount, listShowableAccounts, setShownAccount } from '@wematrix/wechat'
import { type Call, needsPlatform, on, Refusal } from '../api/on.ts'

/** Accounts of the brand that a Mini Program may show. Throws 48001 for other kinds of caller. */
function showable(call: Call) {
  needsPlatform(call)
  const { realm, account } = call
  if (account.spec.kind !== 'mini_program') throw new Refusal(48001, 'api unauthorized')
  return realm.accounts().filter(({ spec }) => spec.kind === 'official_account')
}

on(listShowableAccounts, (call, { page, num }) => {
  const from = Number(page)
  const size = Number(num)
  if (!(from >= 0) || !(size >= 1 && size <= 20)) throw new Refusal(40097, 'invalid args: page or num')
  const accounts = showable(call)
  return {
    errcode: 0,
    errmsg: 'ok',
    total_num: accounts.length,
    biz_info_list: accounts
      .slice(from * size, from * size + size)
      .map(({ spec }) => ({ nickname: spec.name, appid: spec.appId, headimg: '' })),
  }
})

on(getShownAccount, call => {
  const accounts = showable(call)
  const shown = accounts.find(({ spec }) => spec.appId === call.account.miniProgram.shownAccount)
  return {
    errcode: 0,
    errmsg: 'ok',
    can_open: accounts.length > 0 ? (1 as const) : (0 as const),
    is_open: shown ? (1 as const) : (0 as const),
    ...(shown ? { appid: shown.spec.appId, nickname: shown.spec.name, headimg: '' } : {}),
  }
})

on(setShownAccount, (call, input) => {
  const accounts = showable(call)
  if (input.wxa_subscribe_biz_flag === 0) {
    delete call.account.miniProgram.shownAccount
    return
  }
  if (input.wxa_subscribe_biz_flag !== 1) throw new Refusal(40097, 'invalid args: wxa_subscribe_biz_flag')
  if (!accounts.some(({ spec }) => spec.appId === input.appid)) throw new Refusal(40013, 'invalid appid')
  call.account.miniProgram.shownAccount = input.appid
})
