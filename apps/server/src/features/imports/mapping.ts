/** How a row of a file becomes an event: which column is what. Pure. */
import { AppError } from '../../errors.ts'
import { instantIn } from './instants.ts'

/** A column by name, or the same text for every row. */
export type Cell = { column: string } | { constant: string }

export type Mapping = {
  event: Cell
  /** Ids of the person; at least one. `openid` needs `appId`, or a carrier given for the whole file. */
  external?: Cell
  openid?: Cell
  unionid?: Cell
  appId?: Cell
  time: Cell
  /** Zone of times that name none; default: the brand's. */
  zone?: string
  /** `auto`: text is read as ISO, numbers by their size as seconds or milliseconds. */
  timeUnit?: 'auto' | 's' | 'ms'
  value?: Cell
  valueUnit?: 'yuan' | 'fen'
  carrier?: Cell
  source?: Cell
  entry?: Cell
  messageId?: Cell
}

const cells = ['event', 'external', 'openid', 'unionid', 'appId', 'time', 'value', 'carrier', 'source', 'entry', 'messageId'] as const
const words = ['zone', 'timeUnit', 'valueUnit'] as const

/** Column names that speak for themselves. */
const guesses: Record<string, readonly string[]> = {
  event: ['event', 'event_name', 'name', 'activity'],
  external: ['external', 'userid', 'user_id', 'person', 'customer', 'customer_id', 'member', 'external_id'],
  openid: ['openid', 'open_id'],
  unionid: ['unionid', 'union_id'],
  appId: ['appid', 'app_id'],
  time: ['time', 'timestamp', 'ts', 'ts_ms', 'date', 'datetime', 'occurred_at'],
  value: ['value_fen', 'value', 'amount', 'revenue', 'price'],
  carrier: ['carrier'],
  source: ['source'],
  entry: ['entry'],
  messageId: ['messageid', 'message_id', 'event_id'],
}

/**
 * Reads `event=activity,external=case,time=ts,value=price,valueUnit=fen`; `event:=order.pay` gives every row the same.
 * Throws `usage` naming what is not understood.
 */
export function parseMapping(text: string): Partial<Mapping> {
  const mapping: Record<string, unknown> = {}
  for (const part of text.split(',').filter(Boolean)) {
    const match = /^(\w+)(:?=)(.+)$/.exec(part.trim())
    const [, name, sign, value] = match ?? []
    if (name && value && (words as readonly string[]).includes(name)) mapping[name] = value
    else if (name && value && (cells as readonly string[]).includes(name))
      mapping[name] = sign === ':=' ? { constant: value } : { column: value }
    else
      throw new AppError(
        'usage',
        `"${part}" is no mapping; write FIELD=COLUMN or FIELD:=TEXT with FIELD one of ${[...cells, ...words].join(', ')}.`,
      )
  }
  return mapping as Partial<Mapping>
}

/** Fills in what the columns' names say. Throws `invalid_input` when event, person or time cannot be told. */
export function completeMapping(given: Partial<Mapping>, columns: readonly string[]): Mapping {
  const taken = new Set(Object.values(given).flatMap(cell => (typeof cell === 'object' && 'column' in cell ? [cell.column] : [])))
  const mapping: Record<string, unknown> = { ...given }
  for (const cell of cells) {
    if (mapping[cell] !== undefined) continue
    const column = columns.find(name => !taken.has(name) && guesses[cell]!.includes(name.toLowerCase()))
    if (column !== undefined) mapping[cell] = { column }
  }
  const value = mapping.value as Cell | undefined
  if (value && 'column' in value && value.column.toLowerCase() === 'value_fen') mapping.valueUnit ??= 'fen'
  if (!mapping.event && mapping.value) mapping.event = { constant: 'order.pay' }
  for (const cell of Object.values(mapping))
    if (typeof cell === 'object' && cell !== null && 'column' in cell && !columns.includes(cell.column as string))
      throw new AppError('invalid_input', `The file has no column "${cell.column}"; it has ${columns.join(', ')}.`)
  if (!mapping.event)
    throw new AppError(
      'invalid_input',
      `Say which column names the event (event=COLUMN), or one name for all (event:=NAME); columns: ${columns.join(', ')}.`,
    )
  if (!mapping.time) throw new AppError('invalid_input', `Say which column is the time (time=COLUMN); columns: ${columns.join(', ')}.`)
  if (!mapping.external && !mapping.openid && !mapping.unionid)
    throw new AppError(
      'invalid_input',
      `Say which column is the person: external=COLUMN, openid=COLUMN or unionid=COLUMN; columns: ${columns.join(', ')}.`,
    )
  return mapping as unknown as Mapping
}

/** One row ready for the inbox: `value` has the shape of a Segment call, of a track call unless `type` says otherwise. */
export type MappedRow = { who: string; at: number; messageId: string; value: Record<string, unknown>; type?: string }

export type RowReader = (row: Readonly<Record<string, unknown>>) => MappedRow | { reason: string }

const earliestMs = Date.UTC(1900, 0, 1)
const aheadMs = 24 * 3_600_000

/** A reader of rows for one file. A reason comes back for a row that cannot be an event. */
export function rowReader(mapping: Mapping, options: { zone: string; appId?: string; nowMs: number }): RowReader {
  const used = new Set(cells.flatMap(cell => (mapping[cell] && 'column' in mapping[cell] ? [mapping[cell].column] : [])))
  const zone = mapping.zone ?? options.zone
  const read = (cell: Cell | undefined, row: Readonly<Record<string, unknown>>): string => {
    if (!cell) return ''
    if ('constant' in cell) return cell.constant
    const value = row[cell.column]
    return value === undefined || value === null ? '' : typeof value === 'string' ? value.trim() : String(value)
  }
  return row => {
    const event = read(mapping.event, row)
    if (event === '') return { reason: 'the event has no name' }
    if (event.length > 200) return { reason: 'the name of the event is longer than 200 characters' }
    const [external, openid, unionid] = [read(mapping.external, row), read(mapping.openid, row), read(mapping.unionid, row)]
    const who = openid || unionid || external
    if (who === '') return { reason: 'no id of a person' }
    if (who.length > 255) return { reason: 'the id of the person is longer than 255 characters' }
    const time = read(mapping.time, row)
    const at = instantIn(time, zone, mapping.timeUnit ?? 'auto')
    if (at === undefined) return { reason: `"${time}" is no time` }
    if (at < earliestMs || at > options.nowMs + aheadMs) return { reason: `the time ${time} lies before 1900 or in the future` }
    const properties: Record<string, unknown> = {}
    for (const name in row) if (!used.has(name) && row[name] !== '' && row[name] !== null) properties[name] = row[name]
    const amount = read(mapping.value, row)
    if (amount !== '') {
      const number = Number(amount)
      if (!Number.isFinite(number)) return { reason: `"${amount}" is no amount` }
      properties.value_fen = mapping.valueUnit === 'fen' ? Math.round(number) : Math.round(number * 100)
    }
    for (const name of ['source', 'entry'] as const) {
      const value = read(mapping[name], row)
      if (value !== '') properties[name] = value
    }
    const appId = read(mapping.appId, row) || options.appId || ''
    if (openid !== '' && appId === '') return { reason: 'an openid needs its appId, or --carrier' }
    const wechat = { ...(openid ? { openid, appId } : {}), ...(unionid ? { unionid } : {}) }
    const carrier = read(mapping.carrier, row)
    const context = { ...(openid || unionid ? { wechat } : {}), ...(carrier ? { carrier } : {}) }
    return {
      who,
      at,
      messageId: read(mapping.messageId, row),
      value: { event, ...(external ? { userId: external } : {}), context, properties },
    }
  }
}
