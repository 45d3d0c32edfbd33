/**
 * Limits of a request as data. Paths start at the request: `button[].name` is the name of each button, `data.*.value` the value of
 * each key, `a.b` a field of a field. An absent field is only wrong where it is `required`.
 *
 * How WeChat counts: *bytes* are bytes of UTF-8 (a Chinese character 3, an emoji 4); *characters* are Unicode code points (an emoji
 * that JavaScript calls two is one here). The reference does not say how WeChat counts surrogate pairs where it says "characters"; we
 * take the reading that refuses less, WeChat has the last word.
 */

/** When a check applies: every named field has that value, or one of these. `./` at the start = beside the checked field. */
export type When = Readonly<Record<string, Scalar | readonly Scalar[]>>
type Scalar = string | number | boolean | undefined

/** What one field must be. Several limits may stand together; the first that is broken is told. */
export type FieldCheck = {
  at: string
  when?: When
  required?: true
  /** Must not be there. */
  absent?: true
  minBytes?: number
  maxBytes?: number
  minChars?: number
  maxChars?: number
  minItems?: number
  maxItems?: number
  /** For numbers, inclusive. Text of digits counts as its number. */
  min?: number
  max?: number
  integer?: true
  oneOf?: readonly Scalar[]
  /** A pattern with what it asks for in words. */
  pattern?: { test: RegExp; zh: string; en: string }
  /** Size of an upload in bytes. */
  maxUploadBytes?: number
  /** A value of a template, judged by the kind its key begins with: `thing1`, `date2`, …; `line` values may not hold line breaks. */
  templateValue?: 'any' | 'line'
}

/** How fields stand together: at least one, exactly one, or all or none. */
export type RelationCheck = { when?: When } & (
  | { anyOf: readonly string[] }
  | { exactlyOneOf: readonly string[] }
  | { together: readonly string[] }
  /** `to` minus `from` (numbers, or days as `2026-11-22` and `20261122`) is at most `max` in the field's own unit, or days. */
  | { span: readonly [from: string, to: string]; max: number; unit: 'days' | 'seconds' }
)

export type Check = FieldCheck | RelationCheck

/** Checks of a row; groups that rows share stand in it as they are. */
export type Checks = readonly (Check | Checks)[]
