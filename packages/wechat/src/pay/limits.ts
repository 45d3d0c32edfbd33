import type { FieldLimit, PayRow } from './endpoint.ts'
import { PayInputError } from './errors.ts'

/** Checks an input against its row's limits. Throws PayInputError with field and limit. */
export function checkPayInput(row: PayRow, input: object): void {
  for (const [field, limit] of Object.entries(row.limits ?? {})) {
    const wrong = fieldBreaks(limit, valueAt(input, field))
    if (wrong !== undefined) throw new PayInputError(field, wrong)
  }
}

/** The limit that a value breaks, in words. */
export function fieldBreaks(limit: FieldLimit, value: unknown): string | undefined {
  if (value === undefined) return limit.required ? 'given' : undefined
  const words = limit.words ?? rangeInWords(limit)
  if (limit.integer)
    return Number.isSafeInteger(value) &&
      (value as number) >= (limit.min ?? 0) &&
      (value as number) <= (limit.max ?? Number.MAX_SAFE_INTEGER)
      ? undefined
      : words
  if (typeof value !== 'string') return 'text'
  // Characters, as the documentation writes string[1,127]; a pair of surrogates is one.
  const length = [...value].length
  if (length < (limit.min ?? 0) || length > (limit.max ?? Number.POSITIVE_INFINITY)) return words
  return limit.matches && !limit.matches.test(value) ? words : undefined
}

function rangeInWords({ min, max, integer }: FieldLimit): string {
  if (integer) return `a whole number from ${min ?? 0} on`
  return min === undefined ? `at most ${max} characters` : `${min} to ${max} characters`
}

/** `amount.total` of an object. */
function valueAt(input: object, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, name) => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined),
      input,
    )
}
