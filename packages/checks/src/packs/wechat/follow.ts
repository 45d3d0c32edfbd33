/** Inducement to follow, to like and to comment. */
import type { Rule } from '../../types.ts'
import { channelsRemoval, following } from '../penalties.ts'

export const follow: Rule[] = [
  {
    id: 'WX-FOLLOW-01',
    family: 'follow',
    name: { zh: '强制关注', en: 'Forced following' },
    check: ['text', 'draft'],
    severity: 'block',
    forbids: {
      zh: '关注被当成了门槛：功能、答案、全文、订单、物流、取号都不能先要求关注',
      en: 'Following is a gate here: functions, answers, full text, orders and deliveries must not wait for it',
    },
    penalty: following,
    rewrite: { zh: '先把内容给出来，之后再邀请关注，并且可以跳过', en: 'Show the content first; offer following afterwards with a skip' },
    source: 'MP-2018 3.9, 5.1.1; OA 3.3.2; EXT; S 五.1',
    grade: 'B',
    from: '2018-11-16',
    tests: [
      { carrier: 'mp', surface: 'page_copy', text: '关注公众号后才能查看物流信息', hit: true },
      { carrier: 'mp', surface: 'page_copy', text: '物流信息如下，也可以关注公众号接收进度', hit: false },
    ],
  },
  {
    id: 'WX-FOLLOW-02',
    family: 'follow',
    name: { zh: '利诱关注', en: 'Rewarded following' },
    check: ['text', 'draft'],
    severity: 'block',
    forbids: {
      zh: '用好处换关注：优惠券、折扣、礼品、积分、抽奖都不能以关注为条件',
      en: 'A benefit is given for following: no coupon, discount, gift, points or draw may depend on it',
    },
    penalty: following,
    rewrite: {
      zh: '写关注后真正收到什么：“关注公众号，接收订单进度和使用指南”；优惠券给所有人',
      en: 'Say what the account really sends: “Follow for order news and guides”; give the coupon to everybody',
    },
    source: 'MP-2018 5.1.2; OA 3.3.2; VC 4.4.1',
    grade: 'B',
    from: '2018-11-16',
    tests: [
      { carrier: 'mp', surface: 'popup', text: '关注公众号领 10 元优惠券', hit: true },
      { carrier: 'mp', surface: 'follow_module', text: '关注公众号，接收订单进度和使用指南', hit: false },
    ],
  },
  {
    id: 'WX-FOLLOW-03',
    family: 'follow',
    name: { zh: '胁迫误导关注', en: 'Threats to make people follow' },
    check: ['text'],
    severity: 'block',
    forbids: { zh: '用损失、威胁或像系统通知的口吻逼人关注', en: 'Loss, threats or system-like wording push people to follow' },
    penalty: following,
    rewrite: { zh: '平实地说关注有什么用，并且可以关掉', en: 'Say plainly what following is good for; let people close it' },
    source: 'MP-2018 5.1.3; VC 4.4.2',
    grade: 'B',
    from: '2018-11-16',
    tests: [
      { carrier: 'mp', surface: 'popup', text: '不关注公众号将无法退款', hit: true },
      { carrier: 'mp', surface: 'popup', text: '退款已受理，1–3 个工作日到账', hit: false },
    ],
  },
  {
    id: 'WX-INTERACT-01',
    family: 'interact',
    name: { zh: '利诱点赞评论', en: 'Rewarded likes and comments' },
    carriers: ['ch', 'oa'],
    check: ['text', 'draft'],
    severity: 'warn',
    on: { ch: 'block' },
    forbids: {
      zh: '用好处换点赞、评论、在看、收藏或弹幕',
      en: 'A benefit is given for a like, comment, collection or danmaku',
    },
    penalty: {
      zh: '视频号：减少推荐、下架、中断直播；公众号：按诱导点赞处理',
      en: 'Channels: less recommendation, removal, live stopped; account: handled as induced likes',
    },
    rewrite: {
      zh: '直播用官方福袋并公布规则；公众号只提真问题不设奖，或按质量评选并写全规则',
      en: 'In live use the official lottery tool with published rules; on accounts ask a real question without a prize',
    },
    source: 'VC 4.4.1, guide 6.3; OA 3.3',
    grade: 'A',
    from: '2020-01-22',
    tests: [
      { carrier: 'ch', surface: 'live_script', text: '评论区打“想要”，抽 10 位送试用装', hit: true },
      { carrier: 'ch', surface: 'live_script', text: '大家想先看哪一款，可以在评论区告诉我', hit: false },
    ],
  },
  {
    id: 'WX-INTERACT-02',
    family: 'interact',
    name: { zh: '误触胁迫互动', en: 'Tricked or threatened interaction' },
    carriers: ['ch', 'oa'],
    check: ['text'],
    severity: 'block',
    forbids: {
      zh: '骗人误触屏幕，或用祸福逼人点赞',
      en: 'People are tricked into tapping, or threatened or blessed into liking',
    },
    penalty: channelsRemoval,
    rewrite: { zh: '删掉这句', en: 'Leave it out' },
    source: 'VC guide 6.1, 6.2; VC 4.4.2',
    grade: 'A',
    from: '2020-01-22',
    tests: [
      { carrier: 'ch', surface: 'video_caption', text: '屏幕上有根头发，你能擦掉吗', hit: true },
      { carrier: 'ch', surface: 'video_caption', text: '这款梳子不容易缠头发', hit: false },
    ],
  },
]
