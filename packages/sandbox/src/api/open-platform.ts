/**
 * Binding to the brand's Open Platform account: who is bound sees UnionIDs, from then on. Third-party platforms alone may call; only what
 * was bound by API may be unbound by it.
 */
import { bindOpenAccount, createOpenAccount, getOpenAccount, hasOpenAccount, isSameEntity, unbindOpenAccount } from '@wematrix/wechat'
import { type Call, needsPlatform, on, Refusal } from './on.ts'

const mostBound = 100

/** Throws 48001, 40013 for the appid of another account, 89000 when it is bound, 89004 when there are too many. */
function bind(call: Call, appid: string | undefined): void {
  const { realm, account } = call
  checkCaller(call, appid)
  if (account.spec.kind === 'channels') throw new Refusal(48001, 'api unauthorized: a Channels account cannot be bound')
  if (realm.state.bound.has(account.spec.appId)) throw new Refusal(89000, 'account has bound open')
  if (realm.state.bound.size >= mostBound) throw new Refusal(89004, 'the limit of bound accounts is reached')
  realm.state.bound.add(account.spec.appId)
  account.official.boundByApi = true
}

function checkCaller(call: Call, appid: string | undefined): void {
  needsPlatform(call)
  if (appid !== undefined && appid !== call.account.spec.appId) throw new Refusal(40013, 'invalid appid')
}

function checkBound({ realm, account }: Call): void {
  if (!realm.state.bound.has(account.spec.appId)) throw new Refusal(89002, 'open not exists')
}

on(createOpenAccount, (call, { appid }) => {
  bind(call, appid)
  return { errcode: 0, errmsg: 'ok', open_appid: call.realm.state.openAppId }
})
on(bindOpenAccount, (call, { appid, open_appid }) => {
  needsPlatform(call)
  if (open_appid !== call.realm.state.openAppId) throw new Refusal(89001, 'not same contractor')
  bind(call, appid)
})
on(unbindOpenAccount, (call, { appid, open_appid }) => {
  checkCaller(call, appid)
  checkBound(call)
  if (open_appid !== call.realm.state.openAppId) throw new Refusal(89001, 'not same contractor')
  if (!call.account.official.boundByApi) throw new Refusal(89003, 'open was not created by api')
  call.realm.state.bound.delete(call.account.spec.appId)
  delete call.account.official.boundByApi
})
on(getOpenAccount, (call, { appid }) => {
  checkCaller(call, appid)
  checkBound(call)
  return { errcode: 0, errmsg: 'ok', open_appid: call.realm.state.openAppId }
})
on(hasOpenAccount, call => {
  needsPlatform(call)
  return { errcode: 0, errmsg: 'ok', have_open: call.realm.state.bound.has(call.account.spec.appId) }
})
/** Brand and platform are one company in every world, unless a test says otherwise. */
on(isSameEntity, call => {
  needsPlatform(call)
  if (call.account.spec.kind !== 'mini_program') throw new Refusal(48001, 'api unauthorized: Mini Programs only')
  return { errcode: 0, errmsg: 'ok', same_entity: call.account.official.habit.sameEntity }
})
