/** Ideas 11 to 18: notices, live, content, surveys, profiles. */
import type { Target } from '../parts.ts'
import type { Idea } from './idea.ts'

const close = { present: true, works: true, afterSeconds: 0, taps: 1, sizePx: 32 }
const booking: Target = {
  kind: 'mini_program_page',
  path: 'pages/booking/neck',
  title: '肩颈护理预约',
  tags: ['肩颈护理'],
  subject: 'own',
  exists: true,
}

export const servingIdeas: Idea[] = [
  {
    no: 11,
    section: '四.2',
    name: { zh: '“已过去 30 天，建议再次预约”', en: '“30 days have passed, book again”' },
    aim: { zh: '提醒复购', en: 'A reminder to come back' },
    verdict: 'block',
    breaks: ['WX-MSG-03'],
    idea: {
      kind: 'message_template',
      carrier: 'mp',
      draft: {
        title: '服务提醒',
        body: '距上次护理已过去 30 天，建议再次预约巩固',
        scene: '预约',
        eventScene: '30 天未到店',
        purpose: 'marketing',
        eventId: false,
      },
    },
    instead: {
      zh: '在上次预约时问一句，对方点了才发；否则在额度内给关注者发文章',
      en: 'Ask at the last booking and send only to those who said yes; else an article to followers within the quota',
    },
    compliant: {
      kind: 'subscribe_request',
      carrier: 'mp',
      draft: { text: '是否在 30 天后提醒您预约？', trigger: 'tap', templates: [{ id: 'booking_reminder', kind: 'one_off' }] },
    },
  },
  {
    no: 12,
    section: '三.2',
    name: { zh: '评论“想要”抽 10 位', en: 'Comment “want it”, ten winners' },
    aim: { zh: '让直播间热起来', en: 'A lively live' },
    verdict: 'block',
    breaks: ['WX-INTERACT-01'],
    idea: {
      kind: 'live_plan',
      carrier: 'ch',
      draft: {
        title: '周五试用会',
        lines: [{ atMinutes: 5, text: '评论“想要”，抽 10 位送试用装' }],
        items: [],
        offers: [{ kind: 'draw_chance', conditions: [{ act: 'comment' }], fixed: false }],
      },
    },
    instead: { zh: '用视频号官方福袋，规则在福袋里公布', en: 'The official lottery tool of Channels, with its published rules' },
    compliant: {
      kind: 'live_plan',
      carrier: 'ch',
      draft: {
        title: '周五试用会',
        lines: [
          { atMinutes: 5, text: '大家想先看哪一款，可以在评论区告诉我' },
          { atMinutes: 12, text: '我们先讲成分，再讲用法' },
        ],
        items: [],
      },
    },
  },
  {
    no: 13,
    section: '二.3',
    name: { zh: '置顶二维码，“关注回复清单领”', en: 'A pinned QR code, “follow and reply for the list”' },
    aim: { zh: '把直播观众带到公众号', en: 'Bring viewers to the account' },
    verdict: 'block',
    breaks: ['WX-FOLLOW-02'],
    idea: {
      kind: 'live_plan',
      carrier: 'ch',
      draft: {
        title: '护理清单',
        lines: [{ atMinutes: 5, text: '关注公众号，回复“清单”领取资料', diversion: true }],
        items: [],
        offers: [{ kind: 'material', conditions: [{ act: 'follow' }, { act: 'reply' }], fixed: true }],
      },
    },
    instead: {
      zh: '公众号与视频号绑定；挂载小程序页面，人人可看清单',
      en: 'Bind the account to Channels; mount the Mini Program page where everyone reads the list',
    },
    compliant: {
      kind: 'live_plan',
      carrier: 'ch',
      draft: {
        title: '护理清单',
        lines: [
          { atMinutes: 5, text: '清单在下方小程序页面里，大家都能看', diversion: true },
          { atMinutes: 8, text: '先说第一项，热敷' },
          { atMinutes: 12, text: '再说第二项，拉伸' },
        ],
        items: [],
      },
    },
  },
  {
    no: 14,
    section: '三.1',
    name: { zh: '养生内容同页购买', en: 'Health content with a buying link' },
    aim: { zh: '内容带来预约', en: 'Content that brings bookings' },
    verdict: 'block',
    breaks: ['AD-MED-01', 'AD-ID-01'],
    idea: {
      kind: 'article',
      carrier: 'oa',
      draft: {
        title: '肩颈护理能治疗失眠',
        paragraphs: [{ text: '坚持三次，根治失眠和颈椎病。' }],
        inserts: [{ kind: 'mini_program_card', title: '肩颈护理预约', target: booking }],
        genre: 'knowledge',
        sells: true,
        tags: ['肩颈护理'],
      },
    },
    instead: {
      zh: '只写普通服务和感受，不提疾病；标“广告”',
      en: 'Ordinary service and sensation, no disease; marked as an advertisement',
    },
    compliant: {
      kind: 'article',
      carrier: 'oa',
      draft: {
        title: '久坐之后，肩颈这样放松',
        paragraphs: [
          { text: '坐一小时起来走两分钟，肩膀向后转十圈，颈部慢慢左右各看五次。' },
          { text: '需要帮忙时可以预约肩颈护理。', promotion: true },
        ],
        inserts: [{ kind: 'mini_program_card', title: '肩颈护理预约', target: booking }],
        genre: 'knowledge',
        sells: true,
        adMark: true,
        tags: ['肩颈护理'],
      },
    },
  },
  {
    no: 15,
    section: '三.3',
    name: { zh: '问卷自动弹出', en: 'A survey that pops up by itself' },
    aim: { zh: '听到用户的意见', en: 'Hear what people think' },
    verdict: 'block',
    breaks: ['WX-FREQ-01'],
    idea: {
      kind: 'popup',
      carrier: 'mp',
      draft: { body: '请填写 8 题问卷', pageRole: 'home', aim: 'survey', trigger: { on: 'enter' }, close },
    },
    instead: { zh: '服务结束之后，最多 5 题，可以跳过', en: 'After the service, at most 5 questions, with a skip' },
    compliant: {
      kind: 'popup',
      carrier: 'mp',
      draft: {
        body: '这次服务还满意吗？三道题，可以跳过',
        pageRole: 'finish',
        aim: 'survey',
        trigger: { on: 'step', step: 'service_finished' },
        close,
      },
    },
  },
  {
    no: 16,
    section: '四.1',
    name: { zh: '用 UnionID 合并三载体画像', en: 'One profile over three carriers' },
    aim: { zh: '认出同一个人，说合适的话', en: 'Know one person everywhere and say what fits' },
    verdict: 'warn',
    breaks: ['WX-PRIV-09', 'WX-PRIV-07'],
    idea: {
      kind: 'journey',
      carrier: 'cross',
      draft: {
        steps: [
          { carrier: 'mp', act: '下单' },
          { carrier: 'oa', act: '推送' },
        ],
        joins: ['mp', 'oa', 'ch'],
        personalised: true,
        usesUnionId: true,
        bound: true,
      },
    },
    instead: {
      zh: '告知合并哪些载体、为什么，逐人保存同意；有关闭开关，注销时一并删除',
      en: 'Say which carriers are joined and why, keep each person’s consent; an off switch, and erasure across all stores',
    },
    compliant: {
      kind: 'journey',
      carrier: 'cross',
      draft: {
        steps: [
          { carrier: 'mp', act: '下单' },
          { carrier: 'oa', act: '推送' },
        ],
        joins: ['mp', 'oa', 'ch'],
        joinNotice: true,
        joinConsent: true,
        personalised: true,
        offSwitch: true,
        tagDeletion: true,
        usesUnionId: true,
        bound: true,
        sameSubject: true,
      },
    },
  },
  {
    no: 17,
    section: '四.1',
    name: { zh: '流失用户专属高额券', en: 'A large coupon for people who left' },
    aim: { zh: '请老客回来', en: 'Bring people back' },
    verdict: 'warn',
    breaks: ['WX-PRIV-07'],
    idea: {
      kind: 'benefit',
      carrier: 'mp',
      draft: { text: '老友回归价 59 元', priceFen: 5900, listPriceVaries: true, offers: [{ kind: 'coupon', conditions: [], fixed: true }] },
    },
    instead: {
      zh: '标价对所有人一致；召回券写明统一条件，符合的人都能领',
      en: 'One public price; a recall coupon with stated, uniform conditions for all who meet them',
    },
    compliant: {
      kind: 'benefit',
      carrier: 'mp',
      draft: {
        text: '满 90 天未到店的会员可领 10 元券',
        priceFen: 8900,
        listPriceVaries: false,
        offers: [{ kind: 'coupon', conditions: [], fixed: true }],
      },
    },
  },
  {
    no: 18,
    section: '二.1',
    name: { zh: '文中插卡片加“首单立减 20 元”', en: 'Cards in an article with “20 yuan off”' },
    aim: { zh: '从文章到下单', en: 'From reading to ordering' },
    verdict: 'warn',
    breaks: ['AD-ID-01', 'WX-FREQ-04'],
    idea: {
      kind: 'article',
      carrier: 'oa',
      draft: {
        title: '办公室肩颈放松三个动作',
        paragraphs: [{ text: '肩膀向后转十圈，颈部左右各看五次，再伸一次懒腰。' }, { text: '首单立减 20 元。' }],
        inserts: [1, 2, 3].map(() => ({ kind: 'mini_program_card', title: '肩颈护理预约', target: booking })),
        genre: 'experience',
        sells: true,
        tags: ['肩颈护理'],
      },
    },
    instead: { zh: '标“广告”，最多两张卡片', en: 'Marked as an advertisement, two cards at most' },
    compliant: {
      kind: 'article',
      carrier: 'oa',
      draft: {
        title: '办公室肩颈放松三个动作',
        paragraphs: [{ text: '肩膀向后转十圈，颈部左右各看五次，再伸一次懒腰。' }, { text: '首单立减 20 元。', promotion: true }],
        inserts: [1, 2].map(() => ({ kind: 'mini_program_card', title: '肩颈护理预约', target: booking })),
        genre: 'experience',
        sells: true,
        adMark: true,
        tags: ['肩颈护理'],
      },
    },
  },
]
