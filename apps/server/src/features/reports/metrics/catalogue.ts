/** What does each measure mean? The only place where a measure is defined in words; answers, pages and exports quote it. */
import type { Metric } from './schema.ts'

type Entry = Omit<Metric, 'id'>
const metric = (
  unit: Entry['unit'],
  honesty: Entry['honesty'],
  report: string,
  name: [string, string],
  definition: [string, string],
): Entry => ({
  name: { zh: name[0], en: name[1] },
  definition: { zh: definition[0], en: definition[1] },
  unit,
  honesty,
  report,
})

export const catalogue = {
  people: metric(
    'people',
    'person-level',
    'kpis',
    ['活跃用户', 'Active people'],
    [
      '在所选日期内至少有一次自己行为的用户数；合并后的用户只计一次，系统发出的消息和券不算行为。',
      'People with at least one act of their own in the range; merged people count once; messages and coupons sent to them are no act.',
    ],
  ),
  'new-people': metric(
    'people',
    'person-level',
    'trend',
    ['新增用户', 'New people'],
    ['历史上第一次有行为的日子落在所选日期内的用户数。', 'People whose first act in all history falls into the range.'],
  ),
  'unified-people': metric(
    'people',
    'person-level',
    'kpis',
    ['新打通用户', 'Newly unified people'],
    [
      '在所选日期内被认出第二个账号（另一个 appid 下的 openid）的用户数。',
      'People whose second account (an openid of another app) became known in the range.',
    ],
  ),
  'retention-7': metric(
    'share',
    'person-level',
    'kpis',
    ['7 日留存率', '7-day retention'],
    [
      '首次活跃后第 7 天落在所选日期内的用户中，第 7 天当天再次活跃的比例。',
      'Of the people whose 7th day after their first active day lies in the range, those active on exactly that day.',
    ],
  ),
  'retention-30': metric(
    'share',
    'person-level',
    'kpis',
    ['30 日留存率', '30-day retention'],
    [
      '首次活跃后第 30 天落在所选日期内的用户中，第 30 天当天再次活跃的比例。',
      'Of the people whose 30th day after their first active day lies in the range, those active on exactly that day.',
    ],
  ),
  'multi-carrier': metric(
    'share',
    'person-level',
    'multi-carrier',
    ['多载体率', 'Multi-carrier rate'],
    [
      '所选日期内活跃用户中，用过小程序、公众号、视频号里两个及以上的比例。',
      'Of the people active in the range, those seen on two or more of Mini Program, Official Account and Channels.',
    ],
  ),
  'repurchase-30': metric(
    'share',
    'person-level',
    'repurchase',
    ['30 日复购率', '30-day repurchase'],
    [
      '首单后第 30 天落在所选日期内的买家中，首单次日起 30 天内又在另一天下单的比例。',
      'Of the buyers whose 30th day after the first order lies in the range, those with an order on a later day within 30 days.',
    ],
  ),
  orders: metric(
    'orders',
    'person-level',
    'kpis',
    ['支付订单', 'Paid orders'],
    ['所选日期内的支付事件数，不扣退款。', 'Payments in the range; refunds are not taken off.'],
  ),
  gmv: metric(
    'fen',
    'person-level',
    'kpis',
    ['成交额', 'GMV'],
    ['所选日期内支付金额之和，不扣退款。', 'Sum of payments in the range; refunds are not taken off.'],
  ),
  events: metric(
    'events',
    'person-level',
    'trend',
    ['事件', 'Events'],
    ['所选日期内记录的事件数，含系统发出的。', 'Events recorded in the range, those sent to people included.'],
  ),
  flow: metric(
    'events',
    'inferred',
    'flow',
    ['载体流转', 'Flow between carriers'],
    [
      '从甲到乙的一次到达：用户在乙上的事件写明来源是甲（具名），或没有来源而该用户上一个事件在甲且不超过时间窗（推断）。转化＝到达后同一用户在规定天数内完成目标，不论窗口是否已满；区间为 95% Wilson。',
      'An arrival from A to B: an event of a person on B that names A as its source (named), or has no source while the person’s event before lies on A within the window (inferred). Converted: the same person reaches the goal within the given days after arriving, whether or not the days are over; 95 % Wilson interval.',
    ],
  ),
  coverage: metric(
    'share',
    'person-level',
    'flow',
    ['可打通率', 'Coverage'],
    ['一条边上，到达者有 UnionID 的到达所占比例。', 'Share of an edge’s arrivals whose person has a UnionID.'],
  ),
  entries: metric(
    'events',
    'person-level',
    'flow/entries',
    ['入口', 'Entries'],
    [
      '同一条边上按入口分开的到达、人数、转化；空名表示入口未知。',
      'Arrivals, people and conversion of an edge by the entry they came through; no name means the entry is not known.',
    ],
  ),
  funnel: metric(
    'people',
    'person-level',
    'funnel',
    ['漏斗', 'Funnel'],
    [
      '按（时间，到达次序）严格向前走完各步的人数；任何一次第一步都可作起点，取走得最远的；一个事件只算一步；末步减首步不超过时间窗。第一步必须在所选日期内。',
      'People who pass the steps strictly forward in (time, arrival); any first step may start, the best start counts; one event serves one step; last minus first is within the window. The first step lies in the range.',
    ],
  ),
  'funnel-times': metric(
    'seconds',
    'person-level',
    'funnel/times',
    ['每步耗时', 'Time per step'],
    [
      '走完全部步骤的人里，从上一步到这一步所用时间的中位数；从第一个能走完的起点算起，每一步取最早的一次。各步中位数之和不等于整体中位数。',
      'Of the people who complete all steps, the median time from the step before; the way begins with the first start that can complete and takes every step as early as it comes. Medians of steps do not add up to the median of the whole.',
    ],
  ),
  retention: metric(
    'share',
    'person-level',
    'retention',
    ['留存', 'Retention'],
    [
      '第 0 天是首次活跃日。第 n 天：当天活跃（exact）、当天或以后活跃（rolling）、第 1 至 n 天任一天活跃（range）；分母是第 n 天已可观察的用户。',
      'Day 0 is the first active day. For n: active on that day (exact), on it or later (rolling), on any day 1 to n (range), of the people whose day n can be observed.',
    ],
  ),
  'retention-triangle': metric(
    'people',
    'person-level',
    'retention/triangle',
    ['留存三角', 'Retention triangle'],
    [
      '按首次活跃的日、周或月分组，之后每期活跃的人数；只列可观察的格子。',
      'People by day, week or month of first activity and how many are active each period after; only observable cells.',
    ],
  ),
  repurchase: metric(
    'share',
    'person-level',
    'repurchase',
    ['复购', 'Repurchase'],
    [
      '首单日 + n 不晚于观察末日的买家中，首单之后另一天、n 天之内又下单的比例。',
      'Of the buyers whose first order day + n is not after the last day observed, those with an order on a later day within n days.',
    ],
  ),
  lifecycle: metric(
    'people',
    'person-level',
    'lifecycle',
    ['生命周期', 'Lifecycle'],
    [
      '按首次活跃所在周分组：来（首次活跃）→ 留（规定天数内另一天再来）→ 转（规定天数内完成目标）→ 复（首次目标后规定天数内另一天再次完成）。',
      'By week of first activity: traffic (first seen) → stay (back on another day within the days given) → convert (goal within the days given) → repurchase (the goal again on a later day within the days given).',
    ],
  ),
  diagnoses: metric(
    'share',
    'person-level',
    'diagnoses',
    ['单载体诊断', 'One-carrier diagnoses'],
    [
      '三种单载体失灵：视频号来的人留不住、小程序的服务没落地、公众号的触达没扩散；各看首次接触后 7 天内的行为，区间整体低于阈值才判失灵。',
      'Three ways a carrier fails alone: people from Channels do not stay, service in the Mini Program does not land, reach of the Official Account does not spread; each looks 7 days ahead of the first contact and is failing only when the whole interval is below the threshold.',
    ],
  ),
  paths: metric(
    'people',
    'person-level',
    'paths',
    ['路径', 'Paths'],
    [
      '用户在所选日期内依次经过的载体、入口或事件；连续重复算一次，取前几步。',
      'The carriers, entries or events people pass in turn in the range; repeats in a row count once; the first steps are shown.',
    ],
  ),
  timeline: metric(
    'events',
    'person-level',
    'timeline',
    ['时间线', 'Timeline'],
    [
      '一个人在所有载体上的事件。身份由 openid、UnionID 或已验证手机确定的为个人级；因合并而归到此人的为推断。',
      'Everything one person did on all carriers. Person-level when recorded under this person’s ids; inferred when it came to this person by a merge.',
    ],
  ),
  official: metric(
    'events',
    'aggregate-only',
    'official',
    ['微信官方统计', 'WeChat’s own figures'],
    ['微信给出的汇总数，不能落到人，只并列展示。', 'Totals WeChat gives; they cannot be joined to people and are only shown beside.'],
  ),
} as const satisfies Record<string, Entry>

export type MetricId = keyof typeof catalogue
