/** Ideas 1 to 5: campaigns that pay for sharing, following or liking. */
import type { Idea } from './idea.ts'

const dates = { rulesPage: true, start: '2026-09-01', end: '2026-09-30' }

export const sharingIdeas: Idea[] = [
  {
    no: 1,
    section: '四.2',
    name: { zh: '转发短视频截图抽奖', en: 'Share a video, send the screenshot, join a draw' },
    aim: { zh: '让更多人知道活动', en: 'Make more people know of the campaign' },
    verdict: 'block',
    breaks: ['WX-SHARE-02', 'WX-TRADE-04'],
    idea: {
      kind: 'campaign',
      carrier: 'cross',
      draft: {
        steps: ['分享视频号短视频到朋友圈', '把截图发到公众号，即可参加抽奖'],
        offers: [{ kind: 'draw_chance', conditions: [{ act: 'share' }], fixed: false }],
      },
    },
    instead: {
      zh: '期间下单的人都自动参加，规则页写全；分享按钮照常保留，不带奖励；直播里用官方福袋',
      en: 'Every order in the window takes part, with a full rules page; sharing stays possible without reward; in live use the official lottery tool',
    },
    compliant: {
      kind: 'draw',
      carrier: 'mp',
      draft: {
        prizes: [{ name: '保温杯', valueFen: 9900, count: 10 }],
        entry: '活动期间下单自动参与',
        drawAt: '2026-10-01 12:00',
        method: '由系统随机抽取，名单在活动页公布',
        claim: '公布后 7 日内凭订单到店领取',
        organiser: '青山茶铺',
        contact: '小程序在线客服',
        ...dates,
      },
    },
  },
  {
    no: 2,
    section: '四.2',
    name: { zh: '关注两号享 8 折', en: '20% off for following two accounts' },
    aim: { zh: '下单的同时留住老客', en: 'Orders now, and people who stay' },
    verdict: 'block',
    breaks: ['WX-FOLLOW-02'],
    idea: {
      kind: 'campaign',
      carrier: 'cross',
      draft: {
        rules: '关注公众号和视频号，小程序下单享 8 折',
        steps: ['关注公众号', '关注视频号', '小程序下单'],
        offers: [{ kind: 'discount', conditions: [{ act: 'follow', count: 2 }, { act: 'order' }], fixed: true }],
        ...dates,
      },
    },
    instead: {
      zh: '8 折给所有下单的人，或按消费形成的会员等级；付款后放一个可关闭的关注模块，写订单通知',
      en: 'The discount for everyone, or by member level from purchases; after paying, a closable follow module that promises order news',
    },
    compliant: {
      kind: 'campaign',
      carrier: 'mp',
      draft: {
        rules: '9 月内小程序下单一律 8 折',
        steps: ['小程序下单'],
        offers: [{ kind: 'discount', conditions: [{ act: 'order' }], fixed: true }],
        ...dates,
      },
    },
  },
  {
    no: 3,
    section: '四.2',
    name: { zh: '同时关注两号领多载体专属券', en: 'A coupon for people on all carriers' },
    aim: { zh: '奖励跨载体的老客', en: 'Reward people who come by several carriers' },
    verdict: 'block',
    breaks: ['WX-FOLLOW-02'],
    idea: {
      kind: 'campaign',
      carrier: 'cross',
      draft: {
        rules: '同时关注公众号和视频号，可领取多载体专属券',
        steps: ['关注公众号与视频号', '打开小程序领券'],
        offers: [{ kind: 'coupon', conditions: [{ act: 'follow', count: 2 }, { act: 'visit' }], fixed: true }],
        ...dates,
      },
    },
    instead: {
      zh: '奖励使用而不是关注：第二次下单后自动到账',
      en: 'Reward use instead of following: it arrives after the second order',
    },
    compliant: {
      kind: 'campaign',
      carrier: 'mp',
      draft: {
        rules: '第二次下单后，账户自动到账一张 10 元券',
        steps: ['完成第二次下单'],
        offers: [{ kind: 'coupon', conditions: [{ act: 'order', count: 2 }], fixed: true }],
        ...dates,
      },
    },
  },
  {
    no: 4,
    section: '四.2',
    name: { zh: '留言加点赞得双倍积分', en: 'Double points for a comment and a like' },
    aim: { zh: '提高互动', en: 'More interaction' },
    verdict: 'block',
    breaks: ['WX-INTERACT-01'],
    idea: {
      kind: 'campaign',
      carrier: 'cross',
      draft: {
        rules: '公众号留言加视频号点赞，得双倍积分',
        steps: ['公众号留言', '视频号点赞'],
        offers: [{ kind: 'points', conditions: [{ act: 'comment' }, { act: 'like' }], fixed: true }],
        ...dates,
      },
    },
    instead: {
      zh: '积分给消费、签到和如实评价（任何星级都一样）',
      en: 'Points for purchases, check-ins and honest reviews of any rating',
    },
    compliant: {
      kind: 'campaign',
      carrier: 'mp',
      draft: {
        rules: '消费 1 元得 1 积分，每日签到得 2 积分，如实评价任何星级都得 10 积分',
        steps: ['消费、签到或评价'],
        offers: [{ kind: 'points', conditions: [{ act: 'order' }, { act: 'check_in' }, { act: 'review' }], fixed: true }],
        ...dates,
      },
    },
  },
  {
    no: 5,
    section: '四.2',
    name: { zh: '“分享 3 人”简化为“分享 1 人”', en: 'One friend instead of three' },
    aim: { zh: '让规则简单，人人能参加', en: 'Simple rules that everyone can meet' },
    verdict: 'block',
    breaks: ['WX-SHARE-02'],
    idea: {
      kind: 'campaign',
      carrier: 'cross',
      draft: {
        rules: '分享给 1 个好友，立得 5 元券',
        steps: ['分享给 1 个好友'],
        people: 1,
        offers: [{ kind: 'coupon', conditions: [{ act: 'share', count: 1 }], fixed: true }],
        ...dates,
      },
    },
    instead: {
      zh: '去掉分享，一步一个条件。确要邀请时只在小程序里做：好友本人完成首单后给固定奖励，并由人确认',
      en: 'Drop sharing: one step, one condition. If inviting is needed: Mini Program only, a fixed benefit after the friend’s own first order, confirmed by a person',
    },
    compliant: {
      kind: 'campaign',
      carrier: 'mp',
      draft: {
        rules: '首次下单立减 5 元',
        steps: ['首次下单'],
        offers: [{ kind: 'coupon', conditions: [{ act: 'order', count: 1 }], fixed: true }],
        ...dates,
      },
    },
  },
]
