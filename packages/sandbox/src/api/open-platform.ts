/** Binding to the brand's Open Platform account: who is bound sees UnionIDs, from then on. */
import { bindOpenAccount, createOpenAccount, getOpenAccount, hasOpenAccount, isSameEntity, unbindOpenAccount } from '@wematrix/wechat'
import { type Call, needsPlatform, on, Refusal } from './on.ts'

function bindable({ realm, account }: Call): void {
  if (account.spec.kind === 'channels') throw new Refusal(48001, 'api unauthorized: a Channels account cannot be bound')
  if (realm.state.bound.has(account.spec.appId)) throw new Refusal(89000, 'account has bound open')
}

on(createOpenAccount, call => {
  bindable(call)
  call.realm.state.bound.add(call.account.spec.appId)
  return { errcode: 0, errmsg: 'ok', open_appid: call.realm.state.openAppId }
})
on(bindOpenAccount, (call, { open_appid }) => {
  if (open_appid !== call.realm.state.openAppId) throw new Refusal(89001, 'not same contractor')
  bindable(call)
  call.realm.state.bound.add(call.account.spec.appId)
})
on(unbindOpenAccount, ({ realm, account }) => {
  if (!realm.state.bound.delete(account.spec.appId)) throw new Refusal(89002, 'open not exists')
})
on(getOpenAccount, ({ realm, account }) => {
  if (!realm.state.bound.has(account.spec.appId)) throw new Refusal(89002, 'open not exists')
  return { errcode: 0, errmsg: 'ok', open_appid: realm.state.openAppId }
})
on(hasOpenAccount, ({ realm, account }) => ({ errcode: 0, errmsg: 'ok', have_open: realm.state.bound.has(account.spec.appId) }))
/** Brand and platform are one company in every world, unless a test says otherwise. */
on(isSameEntity, call => {
  needsPlatform(call)
  if (call.account.spec.kind !== 'mini_program') throw new Refusal(48001, 'api unauthorized: Mini Programs only')
  return { errcode: 0, errmsg: 'ok', same_entity: call.account.official.habit.sameEntity }
})
