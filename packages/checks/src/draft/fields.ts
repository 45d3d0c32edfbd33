/** Fields of a draft: which of them are copy and on which surface, and what stands at a pointer. */
import type { TSchema } from 'typebox'
import type { Surface } from '../types.ts'

/** `path`: a JSON pointer (RFC 6901). */
export type CopyField = { path: string; surface: Surface; text: string }

/** Every field of copy that the value has, in its order. */
export function copyFields(schema: TSchema, value: unknown, path = ''): CopyField[] {
  const { surface, properties, items } = schema as { surface?: Surface; properties?: Record<string, TSchema>; items?: TSchema }
  if (typeof value === 'string') return surface ? [{ path, surface, text: value }] : []
  if (Array.isArray(value)) return items ? value.flatMap((one, i) => copyFields(items, one, `${path}/${i}`)) : []
  if (value === null || typeof value !== 'object' || !properties) return []
  return Object.entries(value).flatMap(([key, one]) => (properties[key] ? copyFields(properties[key], one, `${path}/${escaped(key)}`) : []))
}

/** What stands there; undefined: nothing does. */
export function valueAt(value: unknown, pointer: string): unknown {
  let at = value
  for (const part of pointer.split('/').slice(1)) {
    if (at === null || typeof at !== 'object') return undefined
    at = (at as Record<string, unknown>)[part.replaceAll('~1', '/').replaceAll('~0', '~')]
  }
  return at
}

const quoteLength = 80

/** The field as a finding quotes it: copy itself, anything else as JSON, cut at 80 units. A field that is not there quotes nothing. */
export function quoteAt(value: unknown, pointer: string): string {
  const at = valueAt(value, pointer)
  if (at === undefined) return ''
  const text = typeof at === 'string' ? at : JSON.stringify(at)
  return typeof at === 'string' || text.length <= quoteLength ? text : `${text.slice(0, quoteLength - 1)}…`
}

const escaped = (key: string) => key.replaceAll('~', '~0').replaceAll('/', '~1')
