import type { EndpointRow } from '../endpoint.ts'
import type { Check, Checks, FieldCheck, RelationCheck, When } from './checks.ts'
import { WechatInputError } from './errors.ts'
import { brokenTemplateRule } from './template-values.ts'

type Found = { at: string; key: string; value: unknown; parent: unknown }
type Complaint = { field: string; limit: { zh: string; en: string }; found: { zh: string; en: string } }
type Judge = (input: object) => Complaint | undefined

const compiled = new WeakMap<EndpointRow, readonly Judge[]>()

/**
 * Compares a request with the limits of its row. Nothing is sent.
 * @throws WechatInputError for the first limit that is broken
 */
export function checkInput(row: EndpointRow, input: object): void {
  if (!row.checks) return
  for (const judge of judgesOf(row, row.checks)) {
    const complaint = judge(input)
    if (complaint) throw new WechatInputError(row, complaint.field, complaint.limit, complaint.found)
  }
}

function judgesOf(row: EndpointRow, checks: Checks): readonly Judge[] {
  let judges = compiled.get(row)
  if (judges) return judges
  judges = flat(checks).map(compile)
  compiled.set(row, judges)
  return judges
}

const flat = (checks: Checks): Check[] => checks.flatMap(check => (Array.isArray(check) ? flat(check as Checks) : [check as Check]))

/** Bytes of a text in UTF-8; half a surrogate pair counts 3, as it is sent. */
export function utf8Bytes(text: string): number {
  let bytes = text.length
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (unit < 0x80) continue
    if (unit < 0x800) bytes += 1
    else if (unit >= 0xd800 && unit < 0xdc00 && isLowSurrogate(text.charCodeAt(at + 1))) {
      bytes += 2
      at++
    } else bytes += 2
  }
  return bytes
}
const isLowSurrogate = (unit: number) => unit >= 0xdc00 && unit < 0xe000

/** Unicode code points of a text. */
export function characters(text: string): number {
  let n = 0
  for (const _ of text) n++
  return n
}

function compile(check: Check): Judge {
  const judge = 'at' in check ? compileField(check) : compileRelation(check)
  const { when } = check
  if (!when || Object.keys(when).some(path => path.startsWith('./'))) return judge
  return input => (holds(when, input, input) ? judge(input) : undefined)
}

function compileField(check: FieldCheck): Judge {
  const steps = stepsOf(check.at)
  const beside = check.when && Object.keys(check.when).some(path => path.startsWith('./')) ? check.when : undefined
  return input => {
    for (const found of find(input, steps, check.required === true)) {
      if (beside && !holds(beside, input, found.parent)) continue
      const complaint = judgeField(check, found)
      if (complaint) return { field: found.at, ...complaint }
    }
    return undefined
  }
}

function judgeField(check: FieldCheck, { key, value }: Found): Omit<Complaint, 'field'> | undefined {
  if (value === undefined || value === null || value === '') {
    if (check.required) return { limit: { zh: '必填', en: 'required' }, found: { zh: '没有', en: 'nothing' } }
    // Nothing there: only a lower limit is left to break.
    if (value !== '' || (check.minBytes === undefined && check.minChars === undefined)) return undefined
  } else if (check.absent) return { limit: { zh: '不可填写', en: 'must be absent' }, found: show(value) }
  if (check.oneOf && !check.oneOf.includes(value as never))
    return { limit: { zh: `只能是 ${check.oneOf.join('、')}`, en: `one of ${check.oneOf.join(', ')}` }, found: show(value) }
  if (check.minItems !== undefined || check.maxItems !== undefined) {
    const n = Array.isArray(value) ? value.length : 0
    return Array.isArray(value) ? outside(n, check.minItems, check.maxItems, '项', n === 1 ? 'item' : 'items') : noList(value)
  }
  if (check.maxUploadBytes !== undefined) return outside(sizeOf(value), undefined, check.maxUploadBytes, '字节', 'bytes')
  if (check.min !== undefined || check.max !== undefined || check.integer) return judgeNumber(check, value)
  if (typeof value !== 'string') return undefined
  return judgeText(check, key, value)
}

function judgeText(check: FieldCheck, key: string, value: string): Omit<Complaint, 'field'> | undefined {
  const { minBytes, maxBytes, minChars, maxChars, pattern, templateValue } = check
  // Text is never longer in characters than in units, nor in bytes than thrice its units.
  if (minBytes !== undefined || (maxBytes !== undefined && value.length * 3 > maxBytes)) {
    const complaint = outside(utf8Bytes(value), minBytes, maxBytes, '字节（UTF-8）', 'bytes of UTF-8')
    if (complaint) return complaint
  }
  if (minChars !== undefined || (maxChars !== undefined && value.length > maxChars)) {
    const complaint = outside(characters(value), minChars, maxChars, '个字符', 'characters')
    if (complaint) return complaint
  }
  if (pattern && !pattern.test.test(value)) return { limit: { zh: pattern.zh, en: pattern.en }, found: show(value) }
  const broken = templateValue && brokenTemplateRule(key, value, templateValue)
  return broken ? { limit: { zh: broken.zh, en: broken.en }, found: show(value) } : undefined
}

function judgeNumber({ min, max, integer }: FieldCheck, value: unknown): Omit<Complaint, 'field'> | undefined {
  const number = Number(value)
  if (typeof value === 'boolean' || value === '' || Number.isNaN(number))
    return { limit: { zh: '数字', en: 'a number' }, found: show(value) }
  if (integer && !Number.isInteger(number)) return { limit: { zh: '整数', en: 'a whole number' }, found: show(value) }
  return outside(number, min, max, '', '')
}

function outside(
  n: number,
  min: number | undefined,
  max: number | undefined,
  zhUnit: string,
  enUnit: string,
): Omit<Complaint, 'field'> | undefined {
  const found = { zh: `${n} ${zhUnit}`.trim(), en: `${n} ${enUnit}`.trim() }
  if (max !== undefined && n > max) return { limit: { zh: `最多 ${max} ${zhUnit}`.trim(), en: `at most ${max} ${enUnit}`.trim() }, found }
  if (min !== undefined && n < min) return { limit: { zh: `至少 ${min} ${zhUnit}`.trim(), en: `at least ${min} ${enUnit}`.trim() }, found }
  return undefined
}

const noList = (value: unknown) => ({ limit: { zh: '列表', en: 'a list' }, found: show(value) })

function compileRelation(check: RelationCheck): Judge {
  if ('span' in check) return compileSpan(check)
  const names = 'anyOf' in check ? check.anyOf : 'exactlyOneOf' in check ? check.exactlyOneOf : check.together
  const paths = names.map(name => stepsOf(name))
  return input => {
    const given = names.filter((_, n) =>
      find(input, paths[n]!, false).some(({ value }) => value !== undefined && value !== null && value !== ''),
    )
    const fits =
      'anyOf' in check ? given.length > 0 : 'exactlyOneOf' in check ? given.length === 1 : [0, names.length].includes(given.length)
    if (fits) return undefined
    const zh = 'anyOf' in check ? '至少填一个' : 'exactlyOneOf' in check ? '只填一个' : '要么都填，要么都不填'
    const en = 'anyOf' in check ? 'at least one of them' : 'exactlyOneOf' in check ? 'exactly one of them' : 'all of them or none'
    return { field: names.join(', '), limit: { zh, en }, found: { zh: given.join('、') || '没有', en: given.join(', ') || 'none of them' } }
  }
}

function compileSpan({ span: [from, to], max, unit }: Extract<RelationCheck, { span: readonly unknown[] }>): Judge {
  const [fromSteps, toSteps] = [stepsOf(from), stepsOf(to)]
  const words = unit === 'days' ? { zh: '天', en: max === 1 ? 'day' : 'days' } : { zh: '秒', en: 'seconds' }
  return input => {
    const [start, end] = [fromSteps, toSteps].map(steps => pointOf(find(input, steps, false)[0]?.value, unit))
    if (start === undefined || end === undefined) return undefined
    const n = unit === 'days' ? end - start + 1 : end - start
    const field = `${from}, ${to}`
    const found = { zh: `${n} ${words.zh}`, en: `${n} ${n === 1 && unit === 'days' ? 'day' : words.en}` }
    if (end < start) return { field, limit: { zh: '止不早于起', en: 'the end is not before the start' }, found }
    return n > max ? { field, limit: { zh: `最多 ${max} ${words.zh}`, en: `at most ${max} ${words.en}` }, found } : undefined
  }
}

/** Seconds, or the number of the day. */
function pointOf(value: unknown, unit: 'days' | 'seconds'): number | undefined {
  if (unit === 'seconds') return typeof value === 'number' ? value : undefined
  const parts = /^(\d{4})-?(\d\d)-?(\d\d)$/.exec(String(value ?? ''))
  return parts ? Date.UTC(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3])) / 86_400_000 : undefined
}

type Step = { name: string; each: boolean }

function stepsOf(path: string): Step[] {
  return path.split('.').map(part => (part.endsWith('[]') ? { name: part.slice(0, -2), each: true } : { name: part, each: false }))
}

/** Every value at a path; with `absentToo` also where its holder is there and it is not. */
function find(input: object, steps: readonly Step[], absentToo: boolean): Found[] {
  let here: Found[] = [{ at: '', key: '', value: input, parent: undefined }]
  for (const [n, { name, each }] of steps.entries()) {
    const last = n === steps.length - 1
    const next: Found[] = []
    for (const { at, value: parent } of here) {
      if (typeof parent !== 'object' || parent === null) continue
      const keys = name === '*' ? Object.keys(parent) : [name]
      for (const key of keys) {
        const value = (parent as Record<string, unknown>)[key]
        const path = at === '' ? key : `${at}.${key}`
        if (each) {
          if (Array.isArray(value))
            for (const [i, item] of value.entries()) next.push({ at: `${path}[${i}]`, key, value: item, parent: value })
        } else if (value !== undefined || (last && absentToo))
          next.push({ at: path, key: name === 'value' ? lastKey(at) : key, value, parent })
      }
    }
    here = next
  }
  return here
}

/** The key that holds a `{ value }`: `data.thing1` → `thing1`. */
const lastKey = (path: string) => path.slice(path.lastIndexOf('.') + 1)

function holds(when: When, root: object, parent: unknown): boolean {
  return Object.entries(when).every(([path, wanted]) => {
    const from = path.startsWith('./') ? parent : root
    const value = find((from ?? {}) as object, stepsOf(path.replace('./', '')), false)[0]?.value
    return Array.isArray(wanted) ? wanted.includes(value as never) : value === wanted
  })
}

function sizeOf(value: unknown): number {
  return typeof value === 'object' && value !== null && 'data' in value && value.data instanceof Uint8Array ? value.data.byteLength : 0
}

function show(value: unknown): { zh: string; en: string } {
  const text =
    typeof value === 'string'
      ? `“${shorten(value)}”`
      : shorten(JSON.stringify(value, (_key, field: unknown) => (typeof field === 'bigint' ? String(field) : field)) ?? String(value))
  return { zh: text, en: text }
}
const shorten = (text: string) => (text.length > 40 ? `${text.slice(0, 40)}…` : text)
