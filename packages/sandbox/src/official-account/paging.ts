import { Refusal } from '../api/on.ts'

/** A page of `offset` and 1–20 `count`, with the counts WeChat names. Throws 40035. */
export function pageOf<Item>(all: readonly Item[], offset: unknown, count: unknown) {
  const [from, most] = [Number(offset), Number(count)]
  if (!Number.isInteger(from) || from < 0) throw new Refusal(40035, 'invalid parameter: offset')
  if (!Number.isInteger(most) || most < 1 || most > 20) throw new Refusal(40035, 'invalid parameter: count')
  const part = all.slice(from, from + most)
  return { total_count: all.length, item_count: part.length, part }
}
