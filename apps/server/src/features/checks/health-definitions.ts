import type { CarrierKind } from '../carriers/schema.ts'
import type { HealthFigure } from './outside-schema.ts'

type Words = { zh: string; en: string }

const callers: CarrierKind[] = ['official_account', 'mini_program', 'channels', 'shop']

const of = (figure: HealthFigure | 'spike', kinds: CarrierKind[], name: Words, zh: string, en: string) => ({
  ...{ figure, name, definition: { zh, en }, kinds },
})

/** What each figure of the board counts, of which accounts, and what it cannot see. */
export const healthDefinitions = [
  of(
    'rejects',
    ['official_account', 'mini_program'],
    { zh: '被拒', en: 'Rejects' },
    '群发结果不是“send success”的次数，加上发布结果为原创校验失败、失败、审核不通过或事后被平台封禁的次数，加上接口以内容违规（87014、87015、87017）拒绝的次数。按事件发生日。',
    'Mass messages whose result is not “send success”, publications that failed, were rejected in the audit or banned later, and calls refused for their content (87014, 87015, 87017). By the day it happened.',
  ),
  of(
    'blocks',
    ['official_account', 'mini_program'],
    { zh: '拒收', en: 'Refused by people' },
    '因对方拒收而没有送达的模板消息与订阅消息：推送结果为“failed:user block”或 43101，加上接口返回 43101、43116 的次数。',
    'Template and subscription messages that did not reach somebody who refuses them: results “failed:user block” or 43101, and calls that answered 43101 or 43116.',
  ),
  of(
    'complaints',
    ['shop'],
    { zh: '投诉', en: 'Complaints' },
    '微信小店纠纷单的推送次数。公众号与小程序的投诉微信不经接口告知，这里看不到。',
    'Pushes about disputes of a WeChat Shop. Complaints about accounts and Mini Programs are told by no interface and cannot be seen here.',
  ),
  of(
    'unfollows',
    ['official_account'],
    { zh: '取关', en: 'Unfollows' },
    '取消关注的推送次数；同一个人一天内两次算两次。',
    'Pushes of people who stopped following; the same person twice on a day counts twice.',
  ),
  of(
    'spike',
    ['official_account'],
    { zh: '取关突增', en: 'Unfollow spike' },
    '当天取关不少于 10，且超过此前 28 天日取关中位数的 3 倍。',
    'At least 10 unfollows on the day, and more than three times the median of the 28 days before.',
  ),
  of(
    'quotaRefusals',
    callers,
    { zh: '超额', en: 'Quota refusals' },
    '微信因当日额度用尽或调用过快而拒绝的接口调用次数。',
    'Calls that WeChat refused because the day’s quota was used up or they came too fast.',
  ),
  of(
    'otherRefusals',
    callers,
    { zh: '其他拒绝', en: 'Other refusals' },
    '微信以其他错误码拒绝的接口调用次数；没有答复的不算。',
    'Calls that WeChat refused with any other code; calls without an answer are left out.',
  ),
]
