import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { basePacks } from '../packs/index.ts'
import type { Carrier, Surface } from '../types.ts'
import { createReader } from './reader.ts'
import { textRules } from './rules/index.ts'

const reader = createReader()
const rulesOf = (text: string, surface: Surface = 'page_copy', carrier: Carrier = 'mp') => [
  ...new Set(reader.read({ text, surface, carrier }).map(hit => hit.rule)),
]

/** Rule, what breaks it, what looks like it and does not. */
const cases: [rule: string, breaks: string, passes: string, surface?: Surface, carrier?: Carrier][] = [
  ['WX-SHARE-01', '把菜单发到两个群，才显示今天的密室线索', '线索在下一页，喜欢的话可以分享给队友'],
  ['WX-SHARE-02', '转给三位邻居，保洁券二十元立刻到账', '本活动不需要转发，下单就送二十元保洁券'],
  ['WX-SHARE-03', '不转的人今年走霉运', '今年的运动会照片可以转发给家人'],
  ['WX-SHARE-04', '拉满五位好友扫码，烤盘免费带回家', '两人拼团价 39 元，未成团自动退款'],
  ['WX-SHARE-05', '请好友来拆红包，金额随机，最高 500 元', '红包金额统一为 5 元，下单可用'],
  ['WX-SHARE-06', '点右上角，马上转发到三个群', '右上角可以切换门店'],
  ['WX-FOLLOW-01', '关注服务号后才能查看维修进度', '不关注也可以查看维修进度'],
  ['WX-FOLLOW-02', '关注我们，修鞋立减 15 元', '我们关注每一双鞋的磨损'],
  ['WX-FOLLOW-03', '不关注公众号，押金将被冻结', '取消关注后，押金照常退回'],
  ['WX-INTERACT-01', '评论区扣 1，抽五位送渔线', '渔线怎么选？评论区聊聊', 'live_script', 'ch'],
  ['WX-INTERACT-02', '不点赞的人今晚倒霉', '觉得有用可以点赞', 'video_desc', 'ch'],
  ['WX-DIVERT-01', '加我微信 hua_shop88 发报价', '客服热线 400-000-1234', 'comment_pin', 'ch'],
  ['WX-DIVERT-02', '结局这里不写，点下方卡片看', '参数表在下方小程序', 'article_body', 'oa'],
  ['WX-DIVERT-03', '去淘宝搜我们旗舰店下单', '淘米水可以浇花'],
  ['WX-DIVERT-04', '下载 App 才能继续阅读', 'App 内外价格一样'],
  ['WX-DIVERT-05', '复制这段口令打开手机淘宝', '复制快递单号到官网查询'],
  ['WX-CONT-01', '人人有奖，绝不落空', '奖品 5 份，11 月 28 日开奖'],
  ['WX-CONT-04', '仅剩 3 件，已有 900 人正在抢', '库存紧张，当前可约 2 位师傅'],
  ['WX-TRADE-01', '定金请转到老板个人账户', '我们不会要求您转账到个人账户'],
  ['WX-TRADE-02', '发展下线，三级提成', '推荐官只限一级推荐，佣金 3% 已公示'],
  ['WX-TRADE-03', '五星好评返现 3 元', '写评价得 10 积分，好评差评都一样'],
  ['WX-TRADE-06', '最终解释权归本店所有', '支持七天无理由退换'],
  ['WX-PRIV-01', '不授权手机号将无法浏览商品', '暂不授权位置，也可以手动选择城市'],
  ['WX-PRIV-03', '继续使用即视为同意接收营销短信', '默认不勾选营销短信'],
  ['WX-MSG-01', '会员日开抢，全场低至 5 折', '您的订单已发货', 'subscribe_message'],
  ['WX-MSG-02', '允许接收通知，送你 5 元红包', '是否接收发货提醒？'],
  ['AD-ABS-01', '全网最低价的月嫂服务', '最低温度 3℃，配送可能延迟'],
  ['AD-MED-01', '一个疗程治好鼻炎', '鼻炎患者请遵医嘱'],
  ['AD-FIN-01', '加盟月入三万，保本无风险', '理财非存款，产品有风险'],
  ['AD-EDU-01', '签约保过，考不上退款', '课程不承诺通过考试'],
]

describe('a rule', () => {
  for (const [rule, breaks, passes, surface, carrier] of cases)
    it(`${rule} is told where the relation stands and not where its words stand alone`, () => {
      expect(rulesOf(breaks, surface, carrier)).toContain(rule)
      expect(rulesOf(passes, surface, carrier)).not.toContain(rule)
    })

  it('is one of the packs', () => {
    const known = new Set(basePacks.flatMap(pack => pack.rules.map(one => one.id)))
    expect(textRules.map(one => one.id).filter(id => !known.has(id))).toEqual([])
  })
})

describe('respelling', () => {
  for (const text of [
    '转 发 就 送 红 包',
    '关·注·公·众·号，立·减·1·5·元',
    '轉發朋友圈即可領取優惠券',
    'Fen享到朋友圈，送你洗发水',
    '关zhu公众号领红包',
    '分亨给好友可得现金卷',
    '➕薇信 cake_lulu1',
    'ｆｅｎｘｉａｎｇ到群送券',
  ])
    it(`is read through and named: ${text}`, () => {
      const rules = rulesOf(text)
      expect(rules).toContain('WX-EVADE-01')
      expect(rules.length).toBeGreaterThan(1)
    })

  for (const text of [
    'VX-3 型扫地机器人开箱',
    'QQ 弹弹的芋圆怎么搓',
    'V 领款偏大半码',
    '雅思写作 Task 2 的 fen 用法',
    '会员 8 折，限 20 元以上',
    '又会有新的面包',
  ])
    it(`is not seen where there is none: ${text}`, () => expect(rulesOf(text)).not.toContain('WX-EVADE-01'))
})

describe('spans', () => {
  it('mark the words in the text as it was given, also behind emoji and full-width letters', () => {
    const text = '🎈🎈开业啦。关注公众号领 10 元券'
    const hit = reader.read({ text, surface: 'popup', carrier: 'mp' }).find(one => one.rule === 'WX-FOLLOW-02')!
    expect(text.slice(hit.start, hit.end)).toMatch(/^关注.*1/)
  })

  const pieces = [
    '关注',
    '领',
    '红包',
    '转发',
    '给',
    '3',
    '位',
    '好友',
    '，',
    '。',
    '不',
    '才能',
    '查看',
    ' ',
    '\n',
    '🧧',
    '\ud83e',
    'VX',
    'wei信',
    '元',
    '\u200b',
    '《',
    '》',
    '最好的',
    '100,000',
  ]
  const copy = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(fc.constantFrom(...pieces), { maxLength: 60 }).map(parts => parts.join('')),
  )
  it('lie in the text and are not empty, whatever the text', () => {
    fc.assert(
      fc.property(copy, fc.constantFrom<Surface>('article_body', 'subscribe_message', 'title'), (text, surface) => {
        for (const hit of reader.read({ text, surface, carrier: 'oa' })) {
          expect(hit.start).toBeGreaterThanOrEqual(0)
          expect(hit.end).toBeGreaterThan(hit.start)
          expect(hit.end).toBeLessThanOrEqual(text.length)
        }
      }),
      { numRuns: 1000 },
    )
  })

  it('are the same whether a text is read before or after others', () => {
    const text = fc.oneof(
      copy,
      fc.array(fc.integer({ min: 0x4e00, max: 0x9fa5 }), { maxLength: 8 }).map(units => String.fromCharCode(...units)),
    )
    fc.assert(
      fc.property(text, text, (one, other) => {
        const input = { text: one, surface: 'article_body', carrier: 'oa' } as const
        const first = reader.read(input)
        reader.read({ text: other, surface: 'title', carrier: 'mp' })
        expect(reader.read(input)).toEqual(first)
      }),
      { numRuns: 1500 },
    )
  })

  it('reach past the first chunk of a long text', () => {
    const text = `${'今天的面包卖完了。'.repeat(1200)}关注公众号领 10 元券。`
    const hit = reader.read({ text, surface: 'article_body', carrier: 'oa' }).find(one => one.rule === 'WX-FOLLOW-02')!
    expect(hit.start).toBeGreaterThan(10_000)
    expect(text.slice(hit.start, hit.end)).toContain('关注')
  })
})

describe('work', () => {
  /** Seconds of CPU that a text takes. */
  const cpuOf = (text: string) => {
    const start = process.cpuUsage()
    reader.read({ text, surface: 'article_body', carrier: 'oa' })
    const { user, system } = process.cpuUsage(start)
    return (user + system) / 1e6
  }

  // A chunk is 4,096 units, so what grows faster than the text shows between a half and sixteen times that. The least of many
  // runs counts: a busy machine makes some slow, work that grows makes all slow.
  for (const seed of ['关注', '转发领红包', '不', 'wei', '1', '砍一刀助力', '🧧', '《', '最好的', 'a1', '才能查看关注', '微', ' ', '，'])
    it(`grows no faster than the text: ${JSON.stringify(seed)}`, () => {
      const [small, large] = [2000, 64_000].map(length => seed.repeat(Math.ceil(length / seed.length))) as [string, string]
      const least = { small: Number.POSITIVE_INFINITY, large: Number.POSITIVE_INFINITY }
      const times = () => least.large / large.length / Math.max(least.small / small.length, 2e-7)
      for (let run = 0; run < 60 && (run < 6 || times() >= 12); run++) {
        least.small = Math.min(least.small, cpuOf(small))
        least.large = Math.min(least.large, cpuOf(large))
      }
      expect(times()).toBeLessThan(12)
    })
})

describe('words of a brand', () => {
  const own = createReader([{ rule: 'BRAND-01', words: ['老王家'], unless: ['感谢'], surfaces: ['title'] }])
  const told = (text: string, surface: Surface) => own.read({ text, surface, carrier: 'oa' }).some(hit => hit.rule === 'BRAND-01')

  it('are found through separators, on their surfaces, and not beside what excuses them', () => {
    expect(told('老·王·家的面', 'title')).toBe(true)
    expect(told('老王家的面', 'menu')).toBe(false)
    expect(told('感谢老王家', 'title')).toBe(false)
  })

  const forbidden = createReader([{ rule: 'brand-1', words: ['雀舌禁语'], unless: ['雀舌禁语表'] }])
  const times = (text: string) => forbidden.read({ text, surface: 'page_copy', carrier: 'mp' }).filter(hit => hit.rule === 'brand-1').length

  it('are told wherever they stand, also where a breach is explained or warned of', () => {
    expect(times('今天上新雀舌禁语')).toBe(1)
    expect(times('谨防骗局，别信雀舌禁语')).toBe(1)
    expect(times('转发到三个群送券，雀舌禁语，违规案例')).toBe(1)
  })

  it('are read as the text is: full width, capitals and signs inside do not matter', () => {
    const vip = createReader([{ rule: 'brand-2', words: ['ＶＩＰ·特供', '\u200b'] }])
    const hits = (text: string) => vip.read({ text, surface: 'page_copy', carrier: 'mp' }).filter(hit => hit.rule === 'brand-2')
    expect(hits('上新 VIP特供 茶')).toEqual([{ rule: 'brand-2', start: 3, end: 8 }])
    expect(hits('上新ｖｉｐ特供')).toHaveLength(1)
    expect(hits('上新')).toEqual([])
  })

  it('are not told beside the words that excuse them', () => expect(times('见附件：雀舌禁语表')).toBe(0))
})
