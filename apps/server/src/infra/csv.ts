/** Tables as files for spreadsheets. */
import type { FastifyReply } from 'fastify'

export type Cell = string | number | boolean | null | undefined

/**
 * CSV that Excel opens rightly: UTF-8 with a byte order mark, CRLF, and text that would begin a formula is led by an
 * apostrophe. Lists become one cell.
 */
export function toCsv(rows: readonly Record<string, unknown>[]): string {
  const names = [...new Set(rows.flatMap(row => Object.keys(row)))]
  const lines = [names.map(cell), ...rows.map(row => names.map(name => cell(row[name])))]
  return `\uFEFF${lines.map(line => line.join(',')).join('\r\n')}\r\n`
}

function cell(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : ''
  const text = typeof value === 'string' ? value : Array.isArray(value) ? value.join(' ') : JSON.stringify(value)
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** Sends rows as a file when asked for one; drill tokens are of no use there and left out. */
export function csvReply(reply: FastifyReply, name: string, rows: readonly Record<string, unknown>[]): FastifyReply {
  const plain = rows.map(row => Object.fromEntries(Object.entries(row).filter(([key]) => !/drills?$/i.test(key))))
  return reply
    .type('text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="${name.replace(/[^\w.-]/g, '_')}.csv"`)
    .serializer((payload: unknown) => payload as string)
    .send(toCsv(plain))
}
