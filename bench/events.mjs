/** Deterministic sample events as a Mini Program would post them (about 330 bytes of JSON each), plain and in Segment's form. */
const kinds = [
  ['mp', 'page_view'],
  ['mp', 'product_view'],
  ['mp', 'add_cart'],
  ['mp', 'booking'],
  ['mp', 'pay'],
  ['oa', 'article_read'],
  ['oa', 'menu_click'],
  ['oa', 'follow'],
  ['ch', 'video_play'],
  ['ch', 'video_like'],
  ['ch', 'live_enter'],
]

const hex = (value, width) => (value >>> 0).toString(16).padStart(width, '0')

export function makeEvents(n, from = 0, users = 100_000) {
  const t0 = Date.UTC(2026, 9, 1)
  return Array.from({ length: n }, (_, i) => {
    const k = from + i
    const h = Math.imul(k, 2654435761) >>> 0
    const [carrier, event] = kinds[h % kinds.length]
    const user = h % users
    return {
      event_id: `018f3c${hex(k, 6).slice(-2)}-${hex(k, 8).slice(0, 4)}-7000-8000-${hex(h, 12)}`,
      ts: t0 + k * 37,
      carrier,
      event,
      unionid: `uMATRIX${String(user).padStart(21, '0')}`,
      openid: `o${carrier}X${String(user).padStart(24, '0')}`,
      session: h.toString(36) + (k >> 4).toString(36),
      page: `/pages/service/${h % 40}`,
      source: ['oa_menu', 'oa_article', 'ch_video', 'ch_live', 'scan', 'share'][h % 6],
      props: { content_id: h % 5000, scene: 1001 + (h % 90), duration_ms: h % 60_000, amount: event === 'pay' ? (h % 90_000) / 100 : 0 },
    }
  })
}

/** The same in Segment's form, with a message id of its own. */
export const segment = (e, mark = '') => ({
  type: 'track',
  event: e.event,
  messageId: mark + e.event_id,
  timestamp: new Date(e.ts).toISOString(),
  context: { wechat: { openid: e.openid, unionid: e.unionid } },
  properties: { ...e.props, page: e.page, source: e.source },
})

/** Rows for a table: props kept as a JSON string. */
export const row = e => ({ ...e, props: JSON.stringify(e.props) })
export const COLS = ['event_id', 'ts', 'carrier', 'event', 'unionid', 'openid', 'session', 'page', 'source', 'props']
