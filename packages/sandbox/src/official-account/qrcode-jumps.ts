/** Rules by which a scan of the account's own code opens a Mini Program (扫服务号二维码打开小程序). */
import { addQrCodeJump, deleteQrCodeJump, listQrCodeJumps, publishQrCodeJump, type QrCodeJump } from '@wematrix/wechat'
import { type Call, on, Refusal } from '../api/on.ts'
import type { AccountState, QrCode } from '../state/state.ts'
import { needsService } from './capabilities.ts'
import { isLinked } from './mini-program-links.ts'

/** Rules an account may publish a month; the reference names the field, not the figure. */
const publishQuota = 10_000
const invalid = (name: string) => new Refusal(40035, `invalid parameter: ${name}`)

function ruleOf({ account }: Call, prefix: unknown) {
  needsService(account)
  const rule = account.official.jumps.get(String(prefix))
  if (!rule) throw invalid('prefix has no rule')
  return rule
}

/** `prefix` is the `url` of one of the account's codes. */
function checkRule(call: Call, rule: QrCodeJump): void {
  const { account, realm } = call
  needsService(account)
  if (![...account.qrCodes.values()].some(({ url }) => url === rule.prefix)) throw invalid('prefix is no code of this account')
  if (!isLinked(account, rule.appid)) throw new Refusal(40013, 'invalid appid: this mini program is not linked to the account')
  if (!rule.path || !realm.world.content.pages.includes(rule.path.replace(/^\//, '').split('?')[0]!))
    throw new Refusal(40165, 'invalid weapp pagepath')
  if (![0, 1].includes(rule.is_edit)) throw invalid('is_edit')
  if (rule.open_version !== undefined && ![1, 2, 3].includes(rule.open_version)) throw invalid('open_version')
  if (rule.permit_sub_rule !== undefined && ![1, 2].includes(rule.permit_sub_rule)) throw invalid('permit_sub_rule')
  if (rule.debug_url && (!Array.isArray(rule.debug_url) || rule.debug_url.length > 5)) throw invalid('debug_url')
}

on(addQrCodeJump, (call, rule) => {
  checkRule(call, rule)
  const { jumps } = call.account.official
  const former = jumps.get(rule.prefix)
  if (rule.is_edit === 0 && former) throw invalid('prefix has a rule')
  if (rule.is_edit === 1 && !former) throw invalid('prefix has no rule')
  if (former?.published) throw invalid('a published rule cannot be changed')
  const { prefix, appid, path, is_edit, open_version, permit_sub_rule, debug_url } = rule
  jumps.set(prefix, {
    prefix,
    appid,
    path,
    is_edit,
    open_version: open_version ?? 3,
    permit_sub_rule: permit_sub_rule ?? 1,
    debug_url: debug_url ?? [],
    published: false,
    at: call.now,
  })
})

on(listQrCodeJumps, ({ account }, { appid, get_type = 0, prefix_list, page_num, page_size }) => {
  needsService(account)
  if (!appid) throw invalid('appid')
  if (![0, 1, 2].includes(get_type)) throw invalid('get_type')
  const all = [...account.official.jumps.values()].filter(rule => rule.appid === appid).sort((a, b) => b.at - a.at)
  let part = all.slice(0, 10_000)
  if (get_type === 1) {
    if (!Array.isArray(prefix_list) || prefix_list.length > 200) throw invalid('prefix_list')
    part = all.filter(({ prefix }) => prefix_list.includes(prefix))
  } else if (get_type === 2) {
    if (!Number.isInteger(page_num) || !Number.isInteger(page_size) || page_num! < 1 || page_size! < 1 || page_size! > 200)
      throw invalid('page_num, page_size')
    part = all.slice((page_num! - 1) * page_size!, page_num! * page_size!)
  }
  return {
    errcode: 0,
    errmsg: 'ok',
    qrcodejump_open: 1 as const,
    qrcodejump_pub_quota: publishQuota - [...account.official.jumps.values()].filter(({ published }) => published).length,
    list_size: part.length,
    total_count: all.length,
    rule_list: part.map(({ is_edit: _edit, at: _at, published, ...rule }) => ({ ...rule, state: published ? 2 : 1 })),
  }
})

on(publishQrCodeJump, (call, { prefix }) => {
  ruleOf(call, prefix).published = true
})
on(deleteQrCodeJump, (call, { prefix, appid }) => {
  if (ruleOf(call, prefix).appid !== appid) throw invalid('appid')
  call.account.official.jumps.delete(prefix)
})

/** The page that a scan of this code opens instead of telling the account; before publishing only its debug addresses do. */
export function jumpOf(account: AccountState, code: QrCode): { appid: string; path: string } | undefined {
  for (const rule of account.official.jumps.values())
    if (rule.published ? code.url.startsWith(rule.prefix) : rule.debug_url?.includes(code.url))
      return { appid: rule.appid, path: rule.path }
  return undefined
}
