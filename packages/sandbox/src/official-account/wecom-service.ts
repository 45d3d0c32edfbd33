/** The WeCom company whose customer service a Mini Program uses. */

import { bindWecomService, getWecomService, unbindWecomService } from '@wematrix/wechat'
import { on, Refusal } from '../api/on.ts'
import { seconds } from '../days.ts'

on(getWecomService, ({ account }) => {
  const bond = account.official.wecom
  return bond ? { errcode: 0, errmsg: 'ok', entityName: '山野茶业有限公司', corpid: bond.corpid, bindTime: seconds(bond.boundAt) } : {}
})
on(bindWecomService, ({ account, now }, { corpid }) => {
  if (!/^ww[0-9a-z]{6,}$/i.test(corpid ?? '')) throw new Refusal(40035, 'invalid parameter: corpid')
  if (account.official.wecom) throw new Refusal(65417, 'a company is bound already')
  account.official.wecom = { corpid, boundAt: now }
})
on(unbindWecomService, ({ account }, { corpid }) => {
  if (account.official.wecom?.corpid !== corpid) throw new Refusal(65417, 'this company is not bound')
  delete account.official.wecom
})
