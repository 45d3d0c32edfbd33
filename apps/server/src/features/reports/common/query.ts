/**
 * Building ClickHouse text out of named blocks: `fill` puts generated parts into slots, `Params` keeps values out of
 * the text. Nothing a user typed ever becomes SQL.
 */
import type { Events } from '../../../infra/clickhouse.ts'
import { loadChSql } from '../../../infra/sql.ts'

/** Where a measure counts: one brand's events, days cut in its zone. */
export type Scope = { events: Events; brandId: string; zone: string }

/** Text and values of one query. */
export type Query = { sql: string; params: Record<string, unknown>; settings?: Record<string, string | number> }

/** Settings of every measure: rows of one person come together along the table's order, a few megabytes at a time. */
export const inOrder = { optimize_aggregation_in_order: 1, aggregation_in_order_max_block_bytes: '8000000' } as const

/** Puts parts into the slots `/​*{name}*​/` of a block; a slot without a part, or a part without a slot, is a mistake. */
export function fill(block: string, parts: Record<string, string | number>): string {
  const used = new Set<string>()
  const text = block.replace(/\/\*\{(\w+)\}\*\//g, (_match, name: string) => {
    const part = parts[name]
    if (part === undefined) throw new Error(`No part for the slot "${name}".`)
    used.add(name)
    return String(part)
  })
  for (const name of Object.keys(parts)) if (!used.has(name)) throw new Error(`The block has no slot "${name}".`)
  return text
}

/** Values of a query under generated names. */
export class Params {
  readonly values: Record<string, unknown>
  constructor(values: Record<string, unknown>) {
    this.values = { ...values }
  }

  /** Keeps the value and gives its placeholder, `{p3:String}`. */
  add(value: unknown, type = 'String'): string {
    const name = `p${Object.keys(this.values).length}`
    this.values[name] = value
    return `{${name}:${type}}`
  }
}

const blocks = loadChSql(new URL('./merges.ch.sql', import.meta.url), ['merge_map', 'merge_scalar', 'as_now', 'people_of'])

/** Subquery of (p, r): everyone who takes part in a merge, and who they count as. Empty for most brands. */
export const mergeMap = blocks.merge_map

/** The same as one value, to be put before a query as `with (…) as m`. */
export const mergeScalar = fill(blocks.merge_scalar, { merge_map: mergeMap })

/** A bitmap of person numbers with merged people as one; needs `with (mergeScalar) as m`. */
export function asNow(bitmap: string): string {
  return fill(blocks.as_now, { bitmap })
}

/** Number of people in it. */
export function peopleOf(bitmap: string): string {
  return fill(blocks.people_of, { bitmap })
}

/** Runs a query whose numbers come as text and gives them as numbers under the names asked for. */
export async function run<T>(scope: Scope, query: Query): Promise<T[]> {
  return scope.events.query<T>(query.sql, query.params, { ...inOrder, ...query.settings })
}
