/** What the shop sells. A real shop asks its own server. */
export type Tea = { id: string; name: string; story: string; priceFen: number }

export const teas: Tea[] = [
  { id: 'longjing', name: '明前龙井', story: '清明前采摘，八十度水冲泡，三十秒出汤。', priceFen: 16800 },
  { id: 'shuixian', name: '武夷水仙', story: '炭焙两道，留一周再喝，木香会化开。', priceFen: 12800 },
  { id: 'baihao', name: '白毫银针', story: '可以冷泡：五克茶，五百毫升水，四小时。', priceFen: 21800 },
]

export const teaById = (id: string | undefined): Tea => teas.find(tea => tea.id === id) ?? teas[0]!

export const yuan = (fen: number): string => `¥${(fen / 100).toFixed(2)}`
