/** Inducement to share: the act of sharing must be neither a gate nor the price of a benefit. */
import type { Rule } from '../../types.ts'
import { removal, sharing } from '../penalties.ts'

export const share: Rule[] = [
  {
    id: 'WX-SHARE-01',
    family: 'share',
    name: { zh: '强制分享', en: 'Forced sharing' },
    check: ['text', 'draft'],
    severity: 'block',
    forbids: {
      zh: '分享被当成了继续使用的门槛：解锁、看答案、看结果、下载都不能先要求转发',
      en: 'Sharing is a gate here: unlocking, results, answers and downloads must not wait for a share',
    },
    penalty: sharing,
    rewrite: {
      zh: '直接展示结果，之后放一个普通的分享按钮，不分享也能继续',
      en: 'Show the result at once; a plain, optional share button may follow it',
    },
    source: 'MP-NOW 5.1; MP-2018 5.1.1; OA 3.3.1; EXT-2019',
    grade: 'A',
    from: '2018-11-16',
    tests: [
      { carrier: 'mp', surface: 'page_copy', text: '分享到群后才能查看测评结果', hit: true },
      { carrier: 'mp', surface: 'page_copy', text: '测评结果已生成，觉得有用可以转给朋友', hit: false },
    ],
  },
  {
    id: 'WX-SHARE-02',
    family: 'share',
    name: { zh: '利诱分享', en: 'Rewarded sharing' },
    check: ['text', 'draft'],
    severity: 'block',
    forbids: {
      zh: '用好处换分享：红包、优惠券、积分、抽奖机会、会员天数都不能因为转发或截图而给',
      en: 'A benefit is given for sharing: no cash, coupon, points, draw chance or membership may depend on a share or its screenshot',
    },
    penalty: sharing,
    rewrite: {
      zh: '把福利给所有参加活动的人，或与下单、签到挂钩；分享不带奖励',
      en: 'Give the benefit to everyone in the campaign, or tie it to an order or check-in; share without reward',
    },
    source: 'MP-NOW 5.1; MP-2018 5.1.2, 5.1.4; OA 3.3.1; EXT-2019; VC 4.4.1',
    grade: 'A',
    from: '2018-11-16',
    tests: [
      { carrier: 'oa', surface: 'article_body', text: '转发本文到朋友圈并截图，即可领取 20 元优惠券', hit: true },
      { carrier: 'mp', surface: 'popup', text: '下单即可领取 20 元优惠券，无需分享', hit: false },
    ],
  },
  {
    id: 'WX-SHARE-03',
    family: 'share',
    name: { zh: '胁迫煽动分享', en: 'Pressure to share' },
    check: ['text'],
    severity: 'block',
    forbids: {
      zh: '用诅咒、道德、爱国或祸福来逼人转发',
      en: 'Curses, morals, patriotism or luck are used to make people forward',
    },
    penalty: removal,
    rewrite: { zh: '觉得有用，欢迎转给需要的朋友', en: 'If it helps, feel free to pass it on' },
    source: 'MP-2018 5.1.3; OA 3.3; VC 4.4.2; EXT',
    grade: 'B',
    from: '2018-11-16',
    tests: [
      { carrier: 'oa', surface: 'article_body', text: '不转不是中国人，看到的都必须转发', hit: true },
      { carrier: 'oa', surface: 'article_body', text: '觉得有用，欢迎转给需要的朋友', hit: false },
    ],
  },
  {
    id: 'WX-SHARE-04',
    family: 'share',
    name: { zh: '助力砍价集赞类任务', en: 'Recruit-friends tasks' },
    check: ['text', 'draft'],
    severity: 'block',
    on: { mp: 'warn' },
    forbids: {
      zh: '要拉够几个人、集够赞或卡片才给好处：助力、砍价、集赞、邀请 N 人',
      en: 'A benefit waits for recruited friends, likes or cards: boosts, bargains, collecting, inviting N',
    },
    penalty: sharing,
    rewrite: {
      zh: '改为固定价拼团（规则写清）或不拉人的会员价；小程序里可在好友本人完成首单后给固定、已公示的奖励',
      en: 'A fixed-price group buy with clear rules, or a member price; in a Mini Program a fixed, disclosed benefit after the friend’s own order',
    },
    source: 'EXT-2019; MP-2020; MP-NOW 5.1; OA 3.3.1',
    grade: 'C',
    from: '2019-10-28',
    tests: [
      { carrier: 'h5', surface: 'page_copy', text: '邀请 3 位好友助力，免费领取保温杯', hit: true },
      { carrier: 'mp', surface: 'page_copy', text: '2 人拼团价 39 元，未成团 24 小时内原路退款', hit: false },
    ],
  },
  {
    id: 'WX-SHARE-05',
    family: 'share',
    name: { zh: '收益随机或规则不明的分享活动', en: 'Uncertain gain for inviting' },
    check: ['text', 'draft'],
    severity: 'block',
    forbids: {
      zh: '分享或邀请能得到什么不确定：看运气、“最高”、不写要几个人',
      en: 'What sharing or inviting brings is uncertain: by chance, “up to”, or without the number of friends',
    },
    penalty: sharing,
    rewrite: {
      zh: '写清步骤、人数、确定的好处、库存和截止时间，不设随机',
      en: 'State steps, number of people, the exact benefit, stock and end time; no chance',
    },
    source: 'MP-2020 1.1, 1.2',
    grade: 'C',
    from: '2020-12-25',
    tests: [
      { carrier: 'mp', surface: 'page_copy', text: '邀请好友拆红包，最高可得 888 元，金额随机', hit: true },
      { carrier: 'mp', surface: 'page_copy', text: '每日签到得 2 积分，连签 7 天再得 10 积分', hit: false },
    ],
  },
  {
    id: 'WX-SHARE-06',
    family: 'share',
    name: { zh: '明示暗示的分享引导样式', en: 'Urging style for sharing' },
    carriers: ['mp', 'oa', 'h5'],
    check: ['text', 'draft'],
    severity: 'warn',
    forbids: {
      zh: '没有奖励，但用命令口吻或箭头、仿分享弹窗催人分享',
      en: 'No reward, yet commands, arrows or a look-alike dialog push people to share',
    },
    penalty: { zh: '小程序 5.1 违规通知', en: 'Mini Program notice under 5.1' },
    rewrite: { zh: '只留一个按功能命名的普通分享按钮', en: 'One neutral share button named after what it does' },
    source: 'MP-NOW 5.1; MP-2018 5.1',
    grade: 'A',
    from: '2018-11-16',
    tests: [
      { carrier: 'oa', surface: 'article_body', text: '请务必转发到三个群', hit: true },
      { carrier: 'oa', surface: 'article_body', text: '点右下角可以收藏本文', hit: false },
    ],
  },
]
