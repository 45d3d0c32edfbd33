/** Rows that are Segment calls already: an NDJSON export of calls needs no mapping. */

import { instantIn } from './instants.ts'
import type { MappedRow, RowReader } from './mapping.ts'

const types = ['track', 'identify', 'page', 'screen', 'group', 'alias']

/** Is this row a call as `/v1/batch` takes it: a type, a messageId and a context? */
export function isSegmentRow(row: Readonly<Record<string, unknown>>): boolean {
  return types.includes(String(row.type)) && typeof row.messageId === 'string' && typeof row.context === 'object' && row.context !== null
}

/** A reader of such rows. Everything they carry is kept; the time must be one. */
export function segmentReader(options: { zone: string; nowMs: number }): RowReader {
  return (row): MappedRow | { reason: string } => {
    if (!isSegmentRow(row)) return { reason: 'no Segment call: type, messageId or context is missing' }
    if (row.type === 'track' && (typeof row.event !== 'string' || row.event === '')) return { reason: 'the event has no name' }
    const at = instantIn(String(row.timestamp ?? ''), options.zone, 'auto')
    if (at === undefined) return { reason: `"${String(row.timestamp)}" is no time` }
    if (at > options.nowMs + 24 * 3_600_000) return { reason: `the time ${String(row.timestamp)} lies in the future` }
    const context = row.context as Record<string, unknown>
    const wechat = (context.wechat ?? {}) as Record<string, unknown>
    const who = [wechat.openid, context.openid, wechat.unionid, context.unionid, row.userId, row.anonymousId].find(
      id => typeof id === 'string' && id !== '',
    )
    if (typeof who !== 'string') return { reason: 'no id of a person' }
    const { type, messageId, timestamp: _, ...value } = row
    return { who, at, messageId: messageId as string, value, ...(type === 'track' ? {} : { type: String(type) }) }
  }
}
