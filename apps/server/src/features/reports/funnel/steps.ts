/** Steps of a funnel as conditions on rows of `events`. */
import { AppError } from '../../../errors.ts'
import type { Params } from '../common/query.ts'
import type { FunnelStep, StepFilter } from './schema.ts'

const columns: Record<string, string> = {
  carrier: 'carrier',
  carrierId: 'carrier_id',
  source: 'source',
  entry: 'entry',
  touch: 'touch',
  trace: 'trace',
  valueFen: 'value_fen',
}

/** The value of a property as text: a column, or a field of the event's own properties (`props.topic`, `props.item.id`). */
export function propertySql(property: string, params: Params): string {
  const column = columns[property]
  if (column) return column === 'value_fen' ? 'toString(value_fen)' : `toString(${column})`
  const path = property
    .slice('props.'.length)
    .split('.')
    .map(key => params.add(key))
    .join(', ')
  // Text without its quotes; numbers, booleans and lists as they are written.
  return `if(JSONType(props, ${path}) = 'String', JSONExtractString(props, ${path}), JSONExtractRaw(props, ${path}))`
}

function filterSql(filter: StepFilter, params: Params): string {
  const field = propertySql(filter.property, params)
  if (filter.op === 'exists') return `${field} != ''`
  const value = filter.value ?? ''
  if (filter.op === 'at-least' || filter.op === 'at-most') {
    const number = Number(value)
    if (value.trim() === '' || !Number.isFinite(number)) {
      throw new AppError('invalid_input', `The filter "${filter.property} ${filter.op}" needs a number, not "${value}".`)
    }
    return `toFloat64OrNull(${field}) ${filter.op === 'at-least' ? '>=' : '<='} ${params.add(number, 'Float64')}`
  }
  if (filter.op === 'contains') return `position(${field}, ${params.add(value)}) > 0`
  return `${field} ${filter.op === 'is' ? '=' : '!='} ${params.add(value)}`
}

/** A step as a condition; filters that meet a missing number do not hold. */
export function stepSql(step: FunnelStep, params: Params): string {
  const parts = [`event = ${params.add(step.event)}`, ...(step.where ?? []).map(filter => `ifNull(${filterSql(filter, params)}, 0)`)]
  return parts.length === 1 ? parts[0]! : `(${parts.join(' and ')})`
}

const keyOf = (step: FunnelStep) => JSON.stringify([step.event, step.where ?? []])

/** Steps written the same way are the same kind; `kinds[i]` numbers them, `apart` says that no event can be of two kinds. */
export function kindsOf(steps: readonly FunnelStep[]): { kinds: number[]; firsts: number[]; apart: boolean } {
  const keys = [...new Set(steps.map(keyOf))]
  const kinds = steps.map(step => keys.indexOf(keyOf(step)))
  const firsts = keys.map(key => steps.findIndex(step => keyOf(step) === key))
  const names = firsts.map(i => steps[i]!.event)
  return { kinds, firsts, apart: new Set(names).size === names.length }
}
