/** Sharing: forced, rewarded, pressed for; recruiting tasks; uncertain gains. */
import { gated, rewarded } from '../relations.ts'
import type { TextRule } from '../rule.ts'

const innocent = ['past@10', 'regardless@12']

export const shareRules: TextRule[] = [
  { id: 'WX-SHARE-01', any: gated('share'), unless: [...innocent, 'gift@6'] },
  {
    id: 'WX-SHARE-02',
    any: [
      ...rewarded('share'),
      '*share ~10 screenshot ~12 benefit',
      'screenshot ~8 share ~12 benefit',
      'share ~12 里|中|名单|当中|的人|的朋友|的家人 ~5 draw',
      '每 ~3 share ~3 一|1|次 ~8 多|加|得|送|返|benefit|draw',
      'recruit ~2 一|1 ~2 位|名|个 ~14 benefit',
      '邀请|邀|带 ~1 一位|1位|一名|1名|一个|1个 ~14 benefit',
    ],
    unless: innocent,
    insteadOf: ['WX-SHARE-01'],
  },
  {
    id: 'WX-SHARE-03',
    any: [
      '不转的|不转就|不转是|不转者|谁不转|不转不 ~14 curse|guilt|bless',
      '多转|转一次|每转 ~8 少一个|救|多一个|功德|平安',
      '是 ~5 就转|就发|就扩散|都转|请转',
      '转 ~3 积德|行善|救人|救命|保平安|传福',
      '-share ~14 curse|guilt',
      '-share ~2 不是 ~4 人|中国人|妈妈|父母|儿女',
      'share ~12 bless',
      'bless ~10 share',
      'guilt ~14 share',
      'share ~14 guilt|curse',
      '不转|不转发|不扩散|不分享|看完不转|不传 ~10 curse|guilt|bless',
      '是 ~8 就 ~4 share',
      '是 ~4 中国人|孩子妈|父母|子女|爸妈|妈妈 ~6 share',
      '当爸妈|做父母|为人父母|有良心|有爱心 ~8 share|转',
    ],
  },
  {
    id: 'WX-SHARE-04',
    any: [
      ...rewarded('recruit'),
      'recruit ~16 gift|benefit|give_strong',
      'benefit ~12 recruit',
      '砍|拆|助力|拼 ~8 money|免单|benefit',
      'people ~4 助力|来帮|帮忙|扫码|注册|进群|入群 ~14 benefit|gift',
      '差 ~3 砍|刀',
      '好友|朋友|亲友|闺蜜 ~4 帮|替|助 ~6 砍|拆|助力|加速|浇水|点一下 ',
    ].filter(phrase => !phrase.endsWith('~6')),
    unless: [...innocent, 'fair_group@16'],
    insteadOf: ['WX-SHARE-02', 'WX-SHARE-01', 'WX-SHARE-06'],
  },
  {
    id: 'WX-SHARE-05',
    any: [
      '邀请|拉人|拉得|邀得|recruit|share ~12 由 ~4 定|说了算|决定|另定|公布',
      '看运气|看缘分|看人品|神秘大奖|神秘奖励|结束后公布|活动后公布|由工作人员定|视情况|未定|待定|不固定|说不准 ~20 recruit|share|邀请|拉人',
      'share|recruit|邀请|拉人 ~20 看运气|看缘分|看人品|神秘|结束后公布|活动后公布|由工作人员|视情况|不固定|说不准|不定',
      '点进来|点开|进来 ~3 都有份|都有|都有钱|人人有|就能拆|有钱',
      '来拿钱|来领钱|送钱|发钱 ~8 点进来|点开|都有份|进来',
      '拆|领|抢 ~4 money ~6 现金|红包|到账',
      'share|recruit ~20 随机|最高|最多|高达|不等|上不封顶|看手气|拼手气|手气|运气',
      '拆|帮拆 ~10 随机|最高|最多能|不等|看手气',
      '点一下|点我|点开|点这里|戳 ~6 就有钱|有钱|领钱|拿钱|提现|现金|到账',
      '现金|红包|百元|千元 ~6 天天送|随便领|任性送|白送 ~8 差你|等你|就差',
      '我|他|她 ~3 提走|提现|提了|领到|到账 ~5 money',
    ],
    unless: innocent,
  },
  {
    id: 'WX-SHARE-06',
    any: [
      '全体|人人|大家|各位|所有人|家人们 ~8 右上角|动动手|动动手指|转|转发|share',
      '右上角 ~3 转发|分享|发|转',
      '至少|不少于|最少 ~3 group|三个|五个|两个 ~4 群|circle',
      'group|五个群|三个群|十个群 ~2 起步|起|打底|不嫌多',
      '箭头|动图|大字|手指|弹层|蒙层|样式 ~14 share|发送给|右上角|群',
      '已勾选|默认选中|已选中 ~14 群|好友|circle|发送给',
      '发送给 ~8 已勾选|已选',
      '务必|必须|一定|赶紧|赶快|马上|立刻|现在|速|速速|快|快快|立即|都给我|统统 ~8 share',
      '点|点击|戳 ~3 右上角|右上|三个点 ~12 share|发|转|发给|发送给朋友',
      'share ~6 每一个|所有|至少|越多越好|一个都别落 ~4 group|群|人|好友|circle',
      '请|麻烦|拜托|求 ~4 每个|每位|看到的 ~6 share|发|转',
    ],
    unless: [...innocent, 'optional@8'],
  },
]
