/**
 * A small public library of templates, by category: what accounts of both kinds choose from, for subscription messages by `tid` and for
 * template messages by the same number. WeChat's own has tens of thousands.
 */

/** `values`: what an enum may be. */
export type LibraryKeyword = { kid: number; name: string; example: string; rule: string; values?: readonly string[] }
/** `type` 2 one-time, 3 long-term. */
export type LibraryEntry = { tid: number; title: string; type: 2 | 3; categoryId: number; keywords: LibraryKeyword[] }

export const categories: readonly { id: number; name: string }[] = [
  { id: 307, name: '食品饮料' },
  { id: 612, name: '线下零售' },
  { id: 616, name: '生活服务' },
]

type Word = readonly [name: string, rule: string, example: string, values?: readonly string[]]
const entry = (tid: number, categoryId: number, title: string, words: readonly Word[], type: 2 | 3 = 2): LibraryEntry => ({
  tid,
  title,
  type,
  categoryId,
  keywords: words.map(([name, rule, example, values], n) => ({ kid: n + 1, name, example, rule, ...(values ? { values } : {}) })),
})

export const library: readonly LibraryEntry[] = [
  entry(1001, 307, '发货通知', [
    ['单号', 'character_string', 'SO20261122'],
    ['商品', 'thing', '云雾绿茶'],
    ['发货时间', 'time', '2026年11月22日 10:00'],
    ['快递公司', 'thing', '顺丰速运'],
    ['备注', 'thing', '请留意查收'],
  ]),
  entry(1002, 307, '订单支付成功通知', [
    ['订单号', 'character_string', 'SO20261122'],
    ['支付金额', 'amount', '¥68.00'],
    ['支付时间', 'time', '2026年11月22日 10:00'],
    ['商品', 'thing', '云雾绿茶'],
  ]),
  entry(1003, 612, '到货提醒', [
    ['商品', 'thing', '高山白茶饼'],
    ['门店', 'thing', '西湖店'],
    ['到货时间', 'date', '2026年11月22日'],
    ['数量', 'number', '12'],
    ['取货方式', 'enum_string', '自提', ['自提', '同城配送', '快递']],
  ]),
  entry(1004, 612, '优惠券到期提醒', [
    ['券名', 'thing', '茶券'],
    ['到期时间', 'date', '2026年11月30日'],
    ['张数', 'number', '2'],
  ]),
  entry(1005, 616, '预约成功提醒', [
    ['项目', 'thing', '品茶课'],
    ['时间', 'time', '2026年11月22日 15:00'],
    ['地点', 'thing', '西湖店'],
    ['预约人', 'name', '张三'],
    ['电话', 'phone_number', '13800000000'],
  ]),
  entry(
    1006,
    616,
    '排队进度通知',
    [
      ['号码', 'character_string', 'A12'],
      ['状态', 'phrase', '叫号中'],
      ['门店', 'thing', '西湖店'],
    ],
    3,
  ),
]

export const libraryEntry = (tid: unknown): LibraryEntry | undefined => library.find(entry => String(entry.tid) === String(tid))

/** Lines of a template: `单号:{{character_string1.DATA}}`. */
export const contentOf = (keywords: readonly LibraryKeyword[]): string =>
  keywords.map(({ name, rule, kid }) => `${name}:{{${rule}${kid}.DATA}}\n`).join('')

/** Industries of template messages by their number, as the page lists them; the first classes a tea shop could choose. */
export const industries: Readonly<Record<string, { first_class: string; second_class: string }>> = {
  1: { first_class: 'IT科技', second_class: '互联网|电子商务' },
  2: { first_class: 'IT科技', second_class: 'IT软件与服务' },
  10: { first_class: '餐饮', second_class: '餐饮' },
  11: { first_class: '酒店旅游', second_class: '酒店' },
  12: { first_class: '酒店旅游', second_class: '旅游' },
  31: { first_class: '商业服务', second_class: '法律' },
  39: { first_class: '消费品', second_class: '消费品' },
  41: { first_class: '其它', second_class: '其它' },
}
