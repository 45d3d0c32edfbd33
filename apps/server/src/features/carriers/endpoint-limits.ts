/**
 * How often, beyond the numbers of a row: by month, by person, ever. Only what WeChat's pages say; the day's and the
 * minute's limits stand in the rows themselves.
 * Source: reference of the Official Account 1, 1.4, 5.4, 6.1–6.3 and of the Mini Program 2, 3.
 */
import type { AccountType } from './schema.ts'

type Words = { zh: string; en: string }
export type Rhythm = { perMonth?: number; words?: Words }

const clearings: Rhythm = {
  perMonth: 10,
  words: { zh: '两种清空方式合计', en: 'Both ways of clearing together' },
}
const consent: Rhythm = { words: { zh: '用户每同意一次可发 1 条', en: '1 for each consent of the person' } }
const codes: Rhythm = {
  words: { zh: '与另一种有限量码合计，总共 10 万个', en: '100,000 codes ever, together with the other limited kind' },
}
const links: Rhythm = {
  words: { zh: '与另一种链接合计；链接最长 30 天有效', en: 'Together with the other kind of link; a link lives 30 days at most' },
}

const rhythms: Record<string, Rhythm> = {
  clearQuota: clearings,
  clearQuotaBySecret: clearings,
  clearApiQuota: { perMonth: 50 },
  getStableToken: { words: { zh: '强制刷新每天 20 次，间隔至少 30 秒', en: 'Forced refresh 20 a day, at least 30 s apart' } },
  getRequestByRid: { words: { zh: '只能查 7 天内的请求', en: 'Requests of the last 7 days only' } },
  sendCustomMessage: {
    words: {
      zh: '每位用户：发来消息后 48 小时内 5 条；关注、扫码、点菜单后 1 分钟内 3 条',
      en: 'Per person: 5 within 48 h after a message; 3 within 1 minute after a follow, scan or menu click',
    },
  },
  sendTemplateMessage: { words: { zh: '只能发给已关注的人；额度随粉丝数增加', en: 'To followers only; the limit grows with them' } },
  sendServiceSubscribeMessage: consent,
  sendSubscribeMessage: consent,
  sendOneTimeMessage: consent,
  setIndustry: { perMonth: 1 },
  addTemplate: { words: { zh: '最多 25 个模板；类目每月改 5 次', en: '25 templates at most; categories change 5 times a month' } },
  previewMass: { words: { zh: '按微信号预览每天 100 次', en: '100 a day by WeChat id' } },
  createQrCode: { words: { zh: '永久二维码总共 10 万个', en: '100,000 permanent codes ever' } },
  getPathCode: codes,
  createSquareCode: codes,
  generateScheme: links,
  generateUrlLink: links,
  generateShortLink: { words: { zh: '永久短链接总共 10 万个', en: '100,000 permanent links ever' } },
  getPhoneNumber: { words: { zh: '每个 code 一次；1000 次免费后按次收费', en: 'Once per code; charged by call after 1,000 free ones' } },
  getPaidUnionid: { words: { zh: '支付后 5 分钟内', en: 'Within 5 minutes after the payment' } },
  checkText: { words: { zh: '该用户近 2 小时内用过小程序', en: 'The person used the app within 2 h' } },
  checkMedia: { words: { zh: '该用户近 2 小时内用过小程序', en: 'The person used the app within 2 h' } },
  getUserRiskRank: { words: { zh: '该用户近 2 小时内用过小程序', en: 'The person used the app within 2 h' } },
  askToConfirmReceipt: { words: { zh: '每笔订单 1 次', en: 'Once an order' } },
}

const massToAll: Record<'service' | 'subscription', Rhythm> = {
  service: { perMonth: 4, words: { zh: '每位用户每月最多收到 4 条群发', en: 'A person gets 4 mass messages a month at most' } },
  subscription: { words: { zh: '每天群发 1 次', en: '1 mass message a day' } },
}

/** What limits an endpoint beside its day and minute, for this type of account. */
export function rhythmOf(name: string, type: AccountType): Rhythm {
  if ((name === 'sendMass' || name === 'sendMassTo') && (type === 'service' || type === 'subscription')) return massToAll[type]
  return rhythms[name] ?? {}
}
