/** Draws, prices, virtual goods, extras and renewals. */
import { type DraftRule, draftRule, each, type Flag, when } from './rule.ts'

/** What has to be published of a draw. Source: rules on promotion, art. 13; unfair competition law, art. 11. */
const published = {
  entry: ['参与方式', 'how to take part'],
  start: ['开始时间', 'when it starts'],
  end: ['截止时间', 'when it ends'],
  drawAt: ['开奖时间', 'when it is drawn'],
  method: ['开奖方式', 'how it is drawn'],
  claim: ['领奖办法', 'how to claim'],
  organiser: ['主办方', 'the organiser'],
  contact: ['联系方式', 'a contact'],
} as const

const unpublished = (path: string, zh: string, en: string): Flag[] =>
  when(true, path, `抽奖没有公布${zh}`, `The draw does not publish ${en}`)

export const tradeRules: DraftRule[] = [
  draftRule('WX-TRADE-04', ['draw'], draft => [
    ...Object.entries(published).flatMap(([key, [zh, en]]) =>
      draft[key as keyof typeof published]?.trim() ? [] : unpublished(`/${key}`, zh, en),
    ),
    ...when(!draft.rulesPage, '/rulesPage', '没有规则页', 'There is no rules page'),
    ...when(draft.changedAfterStart, '/changedAfterStart', '开始后改了规则', 'The rules were changed after the start'),
    ...when(draft.prizes.length === 0, '/prizes', '抽奖没有公布奖品', 'The draw does not publish its prizes'),
    ...each(draft.prizes, ({ valueFen, count }, i) => [
      ...(valueFen === undefined ? unpublished(`/prizes/${i}/valueFen`, '奖品价值', 'what a prize is worth') : []),
      ...(count === undefined && !draft.odds?.trim() ? unpublished(`/prizes/${i}/count`, '名额或概率', 'number or odds') : []),
    ]),
  ]),
  draftRule('WX-TRADE-04', ['campaign'], ({ offers, rulesPage }) =>
    each(offers, ({ kind }, i) =>
      when(kind === 'draw_chance' && !rulesPage, `/offers/${i}`, '送抽奖机会却没有规则页', 'A draw chance without a rules page'),
    ),
  ),
  draftRule('WX-TRADE-05', ['draw'], ({ prizes, bySkill }, { topPrizeFen }) =>
    each(prizes, ({ valueFen = 0 }, i) => when(!bySkill && valueFen > topPrizeFen, `/prizes/${i}/valueFen`)),
  ),
  draftRule('WX-TRADE-07', ['benefit'], ({ virtual, platforms, payBy }) =>
    virtual && platforms?.includes('ios') ? each(payBy, (way, i) => when(way !== 'wechat_pay' && way !== 'ios_iap', `/payBy/${i}`)) : [],
  ),
  draftRule('WX-TRADE-08', ['live_plan'], ({ lines, items }) =>
    each(lines, (line, i) => {
      const item = line.item === undefined ? undefined : items[line.item]
      if (line.item === undefined) return []
      if (!item) return when(true, `/lines/${i}/item`, '这句说的商品没有挂载', 'The item it speaks about is not mounted')
      const spoken = line.priceFen === undefined ? pricesIn(line.text) : [line.priceFen]
      return [
        ...when(
          spoken.length > 0 && !spoken.includes(item.priceFen),
          line.priceFen === undefined ? `/lines/${i}/text` : `/lines/${i}/priceFen`,
          `口播价 ${yuan(spoken[0])} 元，挂载商品 ${yuan(item.priceFen)} 元`,
          `Spoken: ${yuan(spoken[0])} yuan; mounted item: ${yuan(item.priceFen)} yuan`,
        ),
        ...when(
          line.gift !== undefined && line.gift !== (item.gift ?? ''),
          `/lines/${i}/gift`,
          '赠品与挂载商品不一致',
          'The gift differs from the item’s',
        ),
      ]
    }),
  ),
  draftRule('WX-TRADE-08', ['entry'], ({ text = '', label, target }) => {
    const said = pricesIn(`${label} ${text}`)
    return when(
      target.priceFen !== undefined && said.length === 1 && said[0] !== target.priceFen,
      pricesIn(text).length > 0 ? '/text' : '/label',
    )
  }),
  draftRule('WX-TRADE-09', ['benefit'], ({ extras, renewal }, { renewalReminderDays }) => [
    ...each(extras, ({ ticked }, i) => when(ticked, `/extras/${i}/ticked`, '附加商品默认勾选', 'An extra is ticked beforehand')),
    ...when(renewal && !renewal.shownBeforePay, '/renewal/shownBeforePay', '付款前没有写清续费', 'The renewal is not shown before paying'),
    ...when(
      renewal && (renewal.remindDays ?? 0) < renewalReminderDays,
      '/renewal/remindDays',
      `续费前要提前 ${renewalReminderDays} 天提醒`,
      `A renewal needs a reminder ${renewalReminderDays} days before`,
    ),
  ]),
]

const yuan = (fen = 0) => fen / 100

/** Prices in fen that copy names: “39 元”, “39.9块”, “¥39”. Discounts (“减 10 元”, “满 100 元”) are none. */
export function pricesIn(text: string): number[] {
  const found = text
    .normalize('NFKC')
    .matchAll(/(?:(?<!\d)(减|满|省|返|立减|送)\s{0,2})?(?:([¥￥])\s{0,2})?(\d{1,7}(?:\.\d{1,2})?)\s{0,2}(元|块)?/g)
  return [...found].flatMap(([, less, sign, number, unit]) => (less || !(sign || unit) ? [] : [Math.round(Number(number) * 100)]))
}
