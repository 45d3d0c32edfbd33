/** What the inspector's page shows of the world at once: accounts, calls, callbacks, faults, and what one can do by hand. */
import { findEndpoint } from '@wematrix/wechat'
import { dayOf } from '../days.ts'
import { planView } from '../fault-plans/index.ts'
import { dailyLimit } from '../quotas.ts'
import type { Engine } from '../sandbox.ts'
import { crowdCount } from '../state/crowd.ts'
import type { Realm } from '../state/realm.ts'
import type { AccountState } from '../state/state.ts'

const mostRows = 120
const mostQuotas = 8

/** A call of the API as it was answered. `code` is the errcode, or WeChat Pay's word; `at` the world's time, `ms` real. */
export type ApiCall = {
  at: number
  method: string
  path: string
  appId: string
  code: number | string
  status: number
  ms: number
}

export function inspectorView({ realm, callbacks, calls }: Engine) {
  const names = new Map(realm.accounts().map(({ spec }) => [spec.appId, spec.alias]))
  return {
    world: { name: realm.world.name, seed: realm.world.seed, people: realm.world.persons.length + realm.state.strangers.length },
    clock: realm.clock.state,
    accounts: realm.accounts().map(account =>
      accountView(
        realm,
        account,
        callbacks.log.findLast(({ appId }) => appId === account.spec.appId),
      ),
    ),
    calls: calls
      .last(mostRows)
      .reverse()
      .map(({ appId, ...call }) => ({ ...call, account: names.get(appId) ?? '' })),
    callbacks: callbacks.log
      .slice(-mostRows)
      .reverse()
      .map(({ attempts, appId, openid, ...delivery }) => ({
        ...delivery,
        account: names.get(appId) ?? appId,
        person: realm.findByOpenid(openid)?.name ?? '',
        tries: attempts.length,
        last: attempts.at(-1) ?? null,
      })),
    faults: realm.state.faults,
    plan: planView(realm),
    choices: choicesOf(realm),
  }
}

function accountView(realm: Realm, account: AccountState, last: Engine['callbacks']['log'][number] | undefined) {
  const { spec, connection, faults, followers } = account
  return {
    ...spec,
    connection: connection ?? null,
    last: last ? { id: last.id, at: last.at, what: last.what, state: last.state, attempt: last.attempts.at(-1) ?? null } : null,
    followers: [...followers.values()].filter(({ subscribed }) => subscribed).length + crowdCount(account),
    quotas: quotasOf(realm, account),
    faults,
  }
}

/** Today's calls, most used first, with the limit of the day where there is one. */
function quotasOf(realm: Realm, account: AccountState) {
  const today = `${dayOf(realm.clock.ms())} `
  return [...account.used]
    .flatMap(([key, used]) => (key.startsWith(today) ? [{ path: key.slice(today.length), used }] : []))
    .sort((a, b) => b.used - a.used)
    .slice(0, mostQuotas)
    .map(({ path, used }) => {
      const row = (findEndpoint('POST', path) ?? findEndpoint('GET', path))?.endpoint.row
      return { path, used, limit: (row && dailyLimit(account, row)) ?? null }
    })
}

/** What the buttons offer: items of menus, ways into the Mini Program, templates, and what waits to be paid. */
function choicesOf(realm: Realm) {
  const menus = realm.accounts().flatMap(({ spec, menu, consoleMenu }) => {
    const made = (consoleMenu ?? []).flatMap(button => button.sub_button?.list ?? [button])
    const items = [...(menu?.button ?? []).flatMap(button => ('sub_button' in button ? button.sub_button : [button])), ...made]
    return items.map(({ name }) => ({ account: spec.alias, item: name }))
  })
  const templates = realm
    .accounts()
    .flatMap(({ spec, templates }) =>
      [...templates].flatMap(([id, { title, kind }]) => (kind === 'subscribe' ? [{ account: spec.alias, id, title }] : [])),
    )
  return {
    menus,
    templates,
    ways: Object.keys(realm.world.habits.waysIn),
    orders: [...realm.state.pay.orders.values()]
      .filter(({ state }) => state === 'NOTPAY')
      .slice(-10)
      .map(({ out_trade_no, description, total }) => ({ order: out_trade_no, description, fen: total })),
  }
}
