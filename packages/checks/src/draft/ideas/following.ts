/** Ideas 6 to 10: ways to followers. */
import type { Idea } from './idea.ts'

const close = { present: true, works: true, afterSeconds: 0, taps: 1, sizePx: 32 }

export const followingIdeas: Idea[] = [
  {
    no: 6,
    section: '二.2',
    name: { zh: '关注后回复“福利”领券', en: 'Follow, reply “福利”, get a coupon' },
    aim: { zh: '把到店的人变成老客', en: 'Turn visitors into regulars' },
    verdict: 'block',
    breaks: ['WX-FOLLOW-02', 'WX-MSG-04'],
    idea: {
      kind: 'entry',
      carrier: 'cross',
      draft: {
        label: '关注公众号，回复“福利”领券',
        aim: 'follow',
        target: { kind: 'official_account' },
        offers: [{ kind: 'coupon', conditions: [{ act: 'follow' }, { act: 'reply' }], fixed: true }],
      },
    },
    instead: {
      zh: '券在完成页直接领，不用关注',
      en: 'The coupon is claimed on the finish page, without following',
    },
    compliant: {
      kind: 'entry',
      carrier: 'mp',
      draft: {
        label: '领取 5 元券',
        pageRole: 'finish',
        aim: 'service',
        target: { kind: 'mini_program_page', path: 'pages/coupon/claim', title: '领券', subject: 'own', exists: true },
        offers: [{ kind: 'coupon', conditions: [], fixed: true }],
        skippable: true,
      },
    },
  },
  {
    no: 7,
    section: '二.2',
    name: { zh: '“关注…+ 新人专属福利”', en: '“Follow + newcomer’s benefit”' },
    aim: { zh: '说清关注的好处', en: 'Say what following is good for' },
    verdict: 'block',
    breaks: ['WX-FOLLOW-02'],
    idea: {
      kind: 'follow_component',
      carrier: 'mp',
      draft: { text: '关注公众号，领取新人专属福利', pageRole: 'pay_success', onThisPage: 1, sameSubject: true },
    },
    instead: { zh: '写关注后真正收到的服务', en: 'Name the service that followers really get' },
    compliant: {
      kind: 'follow_component',
      carrier: 'mp',
      draft: { text: '关注公众号，接收预约提醒与使用指南', pageRole: 'pay_success', onThisPage: 1, sameSubject: true, skippable: true },
    },
  },
  {
    no: 8,
    section: '二.2',
    name: { zh: '停留 5 秒弹“关注领优惠券”', en: 'After 5 s: “follow and get a coupon”' },
    aim: { zh: '留住正在看的人', en: 'Hold people who are looking' },
    verdict: 'block',
    breaks: ['WX-FOLLOW-02'],
    idea: {
      kind: 'popup',
      carrier: 'mp',
      draft: {
        body: '关注公众号领 10 元优惠券',
        pageRole: 'detail',
        aim: 'follow',
        trigger: { on: 'dwell', seconds: 5 },
        close,
        offers: [{ kind: 'coupon', conditions: [{ act: 'follow' }], fixed: true }],
      },
    },
    instead: {
      zh: '弹窗直接给券：有关闭按钮，24 小时内一次',
      en: 'The popup gives the coupon itself: with a close mark, once in 24 hours',
    },
    compliant: {
      kind: 'popup',
      carrier: 'mp',
      draft: {
        body: '这款今天可用 10 元优惠券，满 50 元可用',
        button: '领取',
        pageRole: 'detail',
        aim: 'coupon',
        trigger: { on: 'dwell', seconds: 5 },
        close,
        offers: [{ kind: 'coupon', conditions: [], fixed: true }],
        state: { popupsInLast24h: 0 },
      },
    },
  },
  {
    no: 9,
    section: '二.2',
    name: { zh: '停留 3 秒或点“返回”时弹窗', en: 'A popup after 3 s or on “back”' },
    aim: { zh: '在离开前再说一次', en: 'A last word before people leave' },
    verdict: 'block',
    breaks: ['WX-FREQ-01'],
    idea: {
      kind: 'popup',
      carrier: 'mp',
      draft: { body: '看看门店的其他护理', pageRole: 'detail', aim: 'notice', trigger: { on: 'back' }, close },
    },
    instead: {
      zh: '停留 5 秒以上，或在完成一步之后；从不拦返回',
      en: 'After at least 5 s or a finished step; never on back',
    },
    compliant: {
      kind: 'popup',
      carrier: 'mp',
      draft: { body: '看看门店的其他护理', pageRole: 'finish', aim: 'notice', trigger: { on: 'step', step: 'order_paid' }, close },
    },
  },
  {
    no: 10,
    section: '二.2',
    name: { zh: '发货通知写“关注公众号查看物流”', en: 'A shipping notice that asks to follow' },
    aim: { zh: '借发货时机带来关注', en: 'Followers by way of the parcel' },
    verdict: 'block',
    breaks: ['WX-MSG-01', 'WX-FOLLOW-01'],
    idea: {
      kind: 'message_template',
      carrier: 'mp',
      draft: {
        title: '新品通知',
        body: '关注公众号查看物流，另有新品上市',
        scene: '发货',
        eventScene: '发货',
        purpose: 'marketing',
        gates: [{ act: 'follow', opens: '物流' }],
      },
    },
    instead: {
      zh: '通知里只写物流；订单页上放关注组件',
      en: 'The notice carries the logistics; the order page shows the follow component',
    },
    compliant: {
      kind: 'message_template',
      carrier: 'mp',
      draft: {
        title: '订单发货提醒',
        body: '您的订单已发货，预计明天送达',
        scene: '发货',
        eventScene: '发货',
        purpose: 'service',
        eventId: true,
      },
    },
  },
]
