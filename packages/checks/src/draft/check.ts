/** Reads a typed draft: its structure by the checkers, its copy by the text engine. */
import Value from 'typebox/value'
import type { Reader } from '../text/index.ts'
import type { Carrier, Hit } from '../types.ts'
import { copyFields, quoteAt, valueAt } from './fields.ts'
import { homeOf, isKind, type Kind, kinds, shapes } from './kinds.ts'
import { draftRules } from './rules/index.ts'
import { type DraftSettings, defaultSettings } from './settings.ts'

export { quoteAt } from './fields.ts'
export { type DraftOf, isKind, type Kind, kinds, shapes } from './kinds.ts'
export { type DraftSettings, defaultSettings } from './settings.ts'

/** The draft is not of its kind. `problems` name the place each. */
export class DraftInvalid extends TypeError {
  readonly problems: readonly string[]

  constructor(kind: string, problems: readonly string[]) {
    super(`This is not a draft of kind "${kind}": ${problems.join('; ')}`)
    this.problems = problems
  }
}

/** What keeps the value from being a draft of the kind; empty: nothing. At most 20. */
export function draftProblems(kind: string, draft: unknown): string[] {
  if (!isKind(kind)) return [`kind must be one of ${kinds.join(', ')}`]
  if (Value.Check(shapes[kind], draft)) return []
  const problems = Value.Errors(shapes[kind], draft)
    .filter(error => error.keyword !== 'boolean')
    .map(error => `${error.instancePath || '/'} ${error.message}${extraOf(error.params)}`)
  return [...new Set(problems)].slice(0, 20)
}

const extraOf = (params: object): string => {
  const { additionalProperties, allowedValues } = params as { additionalProperties?: string[]; allowedValues?: unknown[] }
  return additionalProperties ? `: ${additionalProperties.join(', ')}` : allowedValues ? `: ${allowedValues.join(', ')}` : ''
}

/** The carrier it is read for: the caller's, its own, or the one its kind lives on. */
export function carrierOf(kind: string, draft: unknown, carrier?: Carrier): Carrier {
  if (!isKind(kind)) return carrier ?? 'cross'
  return carrier ?? (draft as { carrier?: Carrier } | null)?.carrier ?? homeOf[kind]
}

/**
 * Hits of a draft; offsets are UTF-16 units of the field at `path` where it is a string, else 0.
 *
 * @throws {DraftInvalid} when the draft is not of its kind
 */
export function draftHits(
  kind: string,
  draft: unknown,
  carrier: Carrier,
  reader: Reader,
  settings: DraftSettings = defaultSettings,
): Hit[] {
  const problems = draftProblems(kind, draft)
  if (problems.length > 0) throw new DraftInvalid(kind, problems)
  const of = kind as Kind
  const structure = draftRules.flatMap(rule =>
    rule.kinds.includes(of)
      ? rule.find(draft, settings).map(flag => ({ rule: rule.rule, start: 0, end: lengthAt(draft, flag.path), ...flag }))
      : [],
  )
  const copy = copyFields(shapes[of], draft).flatMap(({ path, surface, text }) =>
    text.trim() === '' ? [] : reader.read({ carrier, surface, text }).map(hit => ({ ...hit, path })),
  )
  return [...structure, ...copy]
}

/** What a hit points at: its span of a field of copy, else the field. */
export function quoteOf(draft: unknown, { path = '', start, end }: Hit): string {
  const at = valueAt(draft, path)
  return typeof at === 'string' ? at.slice(start, end) : quoteAt(draft, path)
}

function lengthAt(draft: unknown, path: string): number {
  const at = valueAt(draft, path)
  return typeof at === 'string' ? at.length : 0
}
