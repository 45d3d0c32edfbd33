/**
 * Permission sets (权限集) that an account grants to a third-party platform, and which of them a path needs.
 * Source: developers.weixin.qq.com, third-party platform, pages offical_account_authority, miniprogram_authority, channel_authority.
 */

type SetRow = { zh: string; en: string; exclusive?: true }

/** The sets this package's endpoints need. Exclusive ones are held by one platform at a time. */
export const permissionSets: Readonly<Record<number, SetRow>> = {
  1: { zh: '消息管理', en: 'messages' },
  2: { zh: '用户管理', en: 'users' },
  3: { zh: '账号服务', en: 'account service, QR codes' },
  4: { zh: '网页服务', en: 'web pages', exclusive: true },
  7: { zh: '群发与通知', en: 'mass send, articles and template messages' },
  11: { zh: '素材管理', en: 'materials' },
  15: { zh: '自定义菜单', en: 'menu' },
  17: { zh: '小程序码管理', en: 'Mini Program codes' },
  18: { zh: '小程序开发与数据分析', en: 'Mini Program development and statistics', exclusive: true },
  19: { zh: '小程序客服管理', en: 'Mini Program customer service' },
  24: { zh: '开放平台账号（公众号）', en: 'Open Platform account of an Official Account', exclusive: true },
  25: { zh: '开放平台账号（小程序）', en: 'Open Platform account of a Mini Program', exclusive: true },
  30: { zh: '小程序基本信息', en: 'Mini Program settings' },
  33: { zh: '小程序管理', en: 'links between Official Account and Mini Program' },
  89: { zh: '服务号订阅通知', en: 'subscription notices of a service account' },
  131: { zh: '小店订单', en: 'shop orders' },
  143: { zh: '视频号留资', en: 'Channels leads' },
  175: { zh: '小店罗盘', en: 'shop compass' },
  176: { zh: '视频号达人数据', en: 'Channels data' },
  177: { zh: '视频号橱窗', en: 'Channels window' },
}

/** Paths by their beginning; the longest that fits counts. Several sets: any one of them will do. */
const needs: readonly (readonly [prefix: string, sets: readonly number[]])[] = [
  ['/cgi-bin/menu/', [15]],
  ['/cgi-bin/get_current_selfmenu_info', [15]],
  ['/cgi-bin/user/', [2]],
  ['/cgi-bin/tags/', [2]],
  ['/cgi-bin/qrcode/', [3]],
  ['/cgi-bin/shorten/', [3]],
  ['/cgi-bin/ticket/', [4]],
  ['/sns/oauth2/', [4]],
  ['/cgi-bin/message/custom/', [1, 19]],
  ['/cgi-bin/message/mass/', [7]],
  ['/cgi-bin/message/template/', [7]],
  ['/cgi-bin/template/', [7]],
  ['/cgi-bin/message/subscribe/bizsend', [89]],
  ['/cgi-bin/message/subscribe/send', [18]],
  ['/cgi-bin/draft/', [7, 11]],
  ['/cgi-bin/freepublish/', [7, 11]],
  ['/cgi-bin/material/', [11]],
  ['/cgi-bin/media/', [11, 18, 1, 19]],
  ['/cgi-bin/open/', [24, 25]],
  ['/cgi-bin/wxopen/wxamplink', [33]],
  ['/cgi-bin/wxopen/wxampunlink', [33]],
  ['/wxa/getwxacode', [17, 18]],
  ['/cgi-bin/wxaapp/', [17, 18]],
  ['/wxa/', [18]],
  ['/wxaapi/', [18, 89]],
  ['/sns/component/jscode2session', [18]],
  ['/sns/jscode2session', [18]],
  ['/datacube/getweanalysis', [18]],
  ['/channels/ec/order/', [131]],
]

/** Sets any of which lets a platform call this path; empty when none is asked. */
export function setsFor(path: string): readonly number[] {
  let best: readonly [string, readonly number[]] | undefined
  for (const row of needs) if (path.startsWith(row[0]) && (!best || row[0].length > best[0].length)) best = row
  return best?.[1] ?? []
}
