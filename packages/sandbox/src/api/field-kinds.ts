/**
 * Fields of a kind that is not theirs are 47001, as at WeChat: a number where text belongs, a text where an object does. The kinds follow
 * from the limits of the endpoint table; how long or how many is for the handlers, which have their own codes.
 */
import type { Check, Checks, EndpointRow, FieldCheck } from '@wematrix/wechat'
import { Refusal } from './on.ts'

type Kind = 'text' | 'list' | 'number'
type Field = { steps: readonly string[]; kind: Kind }

const known = new WeakMap<EndpointRow, readonly Field[]>()

/** Throws 47001 for the first field that is of another kind than its row's limits tell. */
export function checkKinds(row: EndpointRow, input: Record<string, unknown>): void {
  let fields = known.get(row)
  if (!fields) {
    fields = flat(row.checks ?? []).flatMap(fieldOf)
    known.set(row, fields)
  }
  for (const { steps, kind } of fields) look(input, steps, kind)
}

const flat = (checks: Checks): Check[] => checks.flatMap(check => (Array.isArray(check) ? flat(check as Checks) : [check as Check]))

/** What holds only beside another value tells nothing of a kind for all. */
function fieldOf(check: Check): Field[] {
  if (!('at' in check) || check.when || check.absent) return []
  const kind = kindOf(check)
  return kind ? [{ steps: check.at.split('.'), kind }] : []
}

function kindOf({
  minBytes,
  maxBytes,
  minChars,
  maxChars,
  pattern,
  minItems,
  maxItems,
  min,
  max,
  integer,
  oneOf,
}: FieldCheck): Kind | undefined {
  if (minItems !== undefined || maxItems !== undefined) return 'list'
  if ([minBytes, maxBytes, minChars, maxChars, pattern].some(limit => limit !== undefined)) return 'text'
  if (oneOf?.every(value => typeof value === 'string')) return 'text'
  return min !== undefined || max !== undefined || integer ? 'number' : undefined
}

function look(at: unknown, [step, ...rest]: readonly string[], kind: Kind): void {
  if (step === undefined) return judge(at, kind)
  if (typeof at !== 'object' || at === null || Array.isArray(at)) throw wrong()
  const name = step.replace(/\[\]$/, '')
  const values = name === '*' ? Object.values(at) : [(at as Record<string, unknown>)[name]]
  for (const value of values) {
    // What is missing, and a text in the place of a list, have codes of their own.
    if (value === undefined || (step.endsWith('[]') && typeof value === 'string')) continue
    if (!step.endsWith('[]')) look(value, rest, kind)
    else if (!Array.isArray(value)) throw wrong()
    else for (const item of value) look(item, rest, kind)
  }
}

function judge(value: unknown, kind: Kind): void {
  const fits =
    kind === 'list'
      ? Array.isArray(value) || typeof value === 'string'
      : kind === 'text'
        ? typeof value === 'string'
        : ['number', 'bigint'].includes(typeof value) || (typeof value === 'string' && /^-?\d*(\.\d+)?$/.test(value))
  if (!fits) throw wrong()
}

const wrong = () => new Refusal(47001, 'data format error')
