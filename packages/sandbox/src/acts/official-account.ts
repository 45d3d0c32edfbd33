/** What a person can do with an Official Account. Each deed changes the world and pushes the callback WeChat would push. */
import type { MenuLeaf } from '@wematrix/wechat'
import { menuFor } from '../api/menu.ts'
import { allow } from '../api/messages.ts'
import type { Person } from '../facts.ts'
import { autoReply } from '../official-account/auto-replies.ts'
import { tapSentItem } from '../official-account/console-menu.ts'
import { jumpOf } from '../official-account/qrcode-jumps.ts'
import type { AccountState, QrCode } from '../state/state.ts'
import { type ActContext, type ActResult, accountFor, happened, withSlot } from './context.ts'
import { open } from './mini-program.ts'

type OnAccount = { account?: string }

/** Follows. `qr` is the scene (or ticket) of a parametric code; `scene` is the subscribe_scene. */
export function follow(
  context: ActContext,
  person: Person,
  options: OnAccount & { scene?: string; qr?: string } = {},
): ActResult | Promise<ActResult> {
  const { realm, callbacks } = context
  const account = withSlot(accountFor(context, options.account, 'service'))
  const openid = person.openids[account.spec.slot]
  const code =
    options.qr === undefined
      ? undefined
      : (account.qrCodes.get(options.qr) ?? [...account.qrCodes.values()].find(code => code.scene === options.qr))
  const qrScene = code?.scene ?? (options.qr === undefined ? undefined : String(options.qr))
  if (account.followers.get(openid)?.subscribed) {
    if (qrScene !== undefined) return scan(context, person, { ...(options.account ? { account: options.account } : {}), scene: qrScene })
    return { act: 'follow', person: person.name, account: account.spec.alias, openid, already: true }
  }
  const scene = options.scene ?? (qrScene === undefined ? 'ADD_SCENE_SEARCH' : 'ADD_SCENE_QR_CODE')
  const key = qrScene === undefined ? '' : `qrscene_${qrScene}`
  happened(context, person, account.spec.slot, 'official_account', 'oa.follow', {
    subscribe_scene: scene,
    ...(key ? { EventKey: key } : {}),
  })
  allow(account, openid, realm.clock.ms(), 3, 60_000)
  if (!account.connection?.callback) autoReply(context, account, person, undefined, true)
  callbacks.push(account, openid, { MsgType: 'event', Event: 'subscribe', EventKey: key, ...(code ? { Ticket: code.ticket } : {}) })
  return { act: 'follow', person: person.name, account: account.spec.alias, openid, subscribe_scene: scene }
}

export function unfollow(context: ActContext, person: Person, options: OnAccount = {}): ActResult {
  const account = withSlot(accountFor(context, options.account, 'service'))
  const openid = person.openids[account.spec.slot]
  const result: ActResult = { act: 'unfollow', person: person.name, account: account.spec.alias, openid }
  if (!account.followers.get(openid)?.subscribed) return { ...result, already: true }
  happened(context, person, account.spec.slot, 'official_account', 'oa.unfollow', {})
  account.allowances.delete(openid)
  context.callbacks.push(account, openid, { MsgType: 'event', Event: 'unsubscribe', EventKey: '' })
  return result
}

/** Scans a parametric code: SCAN for a follower, a follow with `qrscene_` for everybody else. */
export function scan(
  context: ActContext,
  person: Person,
  options: OnAccount & { scene?: string; ticket?: string },
): Promise<ActResult> | ActResult {
  const { realm, callbacks } = context
  const account = withSlot(accountFor(context, options.account, 'service'))
  const openid = person.openids[account.spec.slot]
  const code = options.ticket
    ? account.qrCodes.get(options.ticket)
    : [...account.qrCodes.values()].find(code => code.scene === options.scene)
  const scene = code?.scene ?? (options.scene === undefined ? undefined : String(options.scene))
  if (scene === undefined) throw new Error('Say which code is scanned: a scene, or the ticket of a code that was created.')
  if (code?.expiresAt !== undefined && code.expiresAt <= realm.clock.ms())
    return { act: 'scan', person: person.name, account: account.spec.alias, openid, expired: true }
  const jump = code && jumpOf(account, code)
  if (jump) return jumpByCode(context, person, account, code, jump)
  if (!account.followers.get(openid)?.subscribed)
    return follow(context, person, { ...(options.account ? { account: options.account } : {}), qr: scene })
  happened(context, person, account.spec.slot, 'official_account', 'oa.scan', { EventKey: scene })
  allow(account, openid, realm.clock.ms(), 3, 60_000)
  callbacks.push(account, openid, { MsgType: 'event', Event: 'SCAN', EventKey: scene, Ticket: code?.ticket ?? '' })
  return { act: 'scan', person: person.name, account: account.spec.alias, openid, scene }
}

/** A code with a rule opens the Mini Program as any code does: scene 1011, its address in `q`. The account is not told. */
async function jumpByCode(
  context: ActContext,
  person: Person,
  account: AccountState,
  code: QrCode,
  jump: { appid: string; path: string },
): Promise<ActResult> {
  const [path = '', search = ''] = jump.path.split('?')
  const query = { ...Object.fromEntries(new URLSearchParams(search)), q: encodeURIComponent(code.url) }
  const opened = await open(context, person, { account: jump.appid, scene: 1011, path, query })
  return {
    act: 'scan',
    person: person.name,
    account: account.spec.alias,
    scene: code.scene,
    opened,
    ...(opened.sdk ? { sdk: opened.sdk } : {}),
  }
}

/** Taps a menu item by its name, key or path; a jump opens the Mini Program as well. */
export async function menu(context: ActContext, person: Person, options: OnAccount & { item: string }): Promise<ActResult> {
  const { realm, callbacks } = context
  const account = withSlot(accountFor(context, options.account, 'service'))
  const openid = person.openids[account.spec.slot]
  const follows = account.followers.get(openid)?.subscribed ?? false
  if (follows && tapSentItem(realm, account, person, options.item)) {
    happened(context, person, account.spec.slot, 'official_account', 'oa.menu_click', { kind: 'console', name: options.item })
    return { act: 'menu', person: person.name, account: account.spec.alias, openid, item: options.item, pushed: false }
  }
  const leaves = menuFor(realm, account, openid).flatMap(entry =>
    'sub_button' in entry && entry.sub_button.length > 0 ? entry.sub_button : [entry as MenuLeaf],
  )
  const leaf = leaves.find(
    leaf =>
      leaf.name === options.item ||
      ('key' in leaf && leaf.key === options.item) ||
      ('pagepath' in leaf && leaf.pagepath.split('?')[0] === options.item.split('?')[0]),
  )
  if (!leaf)
    throw new Error(
      `The menu of "${account.spec.alias}" has no item "${options.item}"; it has ${leaves.map(leaf => leaf.name).join(', ') || 'none'}.`,
    )
  const result: ActResult = { act: 'menu', person: person.name, account: account.spec.alias, openid, item: leaf.name }
  if (!follows) throw new Error(`${person.name} does not follow "${account.spec.alias}" and sees no menu.`)
  const menuId = String(account.menu?.menuid ?? 0)
  if (leaf.type === 'miniprogram') {
    happened(context, person, account.spec.slot, 'official_account', 'oa.menu_click', { EventKey: leaf.pagepath, kind: 'view_miniprogram' })
    callbacks.push(account, openid, { MsgType: 'event', Event: 'view_miniprogram', EventKey: leaf.pagepath, MenuId: menuId })
    const [path = '', search = ''] = leaf.pagepath.split('?')
    const opened = await open(context, person, {
      account: leaf.appid,
      scene: 1035,
      path,
      query: Object.fromEntries(new URLSearchParams(search)),
      referrerInfo: { appId: account.spec.appId },
    })
    return { ...result, opened, ...(opened.sdk ? { sdk: opened.sdk } : {}) }
  }
  const key = 'key' in leaf ? leaf.key : 'url' in leaf ? leaf.url : ''
  happened(context, person, account.spec.slot, 'official_account', 'oa.menu_click', {
    EventKey: key,
    kind: leaf.type === 'view' ? 'VIEW' : 'CLICK',
  })
  if (leaf.type === 'click') allow(account, openid, realm.clock.ms(), 3, 60_000)
  callbacks.push(account, openid, {
    MsgType: 'event',
    Event: leaf.type === 'view' ? 'VIEW' : 'CLICK',
    EventKey: key,
    ...(leaf.type === 'view' ? { MenuId: menuId } : {}),
  })
  return result
}

/** Opens a web page of the account inside WeChat and agrees: the redirect's code. `base` asks nobody and tells the openid only. */
export function agree(context: ActContext, person: Person, options: OnAccount & { scope?: 'base' | 'userinfo' } = {}): ActResult {
  const account = withSlot(accountFor(context, options.account, 'service'))
  const code = context.phones.code(account, person, 'oauth')
  context.realm.state.codes.get(code)!.scope = `snsapi_${options.scope ?? 'base'}`
  return { act: 'agree', person: person.name, account: account.spec.alias, code }
}
