import Type, { type Static, type TObject, type TProperties } from 'typebox'

/** Says how sure a figure is: counted over known people, given by WeChat as a total, or concluded from the order of events. */
export const Honesty = Type.Union([Type.Literal('person-level'), Type.Literal('aggregate-only'), Type.Literal('inferred')])
export type Honesty = Static<typeof Honesty>

/** The same sentence in Chinese and English. */
export const Words = Type.Object({ zh: Type.String(), en: Type.String() })
export type Words = Static<typeof Words>

export const CarrierName = Type.Union([
  Type.Literal('mini_program'),
  Type.Literal('official_account'),
  Type.Literal('channels'),
  Type.Literal('other'),
])
export type CarrierName = Static<typeof CarrierName>

/** A calendar day of the brand, `YYYY-MM-DD`. */
export const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })

/** Opens the people (or events) behind a number: `/people?drill=` or `/events?drill=`. Opaque; null when there is nobody to show. */
export const Drill = Type.Union([Type.String(), Type.Null()])

/** Lower and upper bound of the 95 % Wilson interval of a share; null when the denominator is zero. */
export const Wilson = Type.Union([Type.Tuple([Type.Number(), Type.Number()]), Type.Null()])

/** A share between 0 and 1; null when its denominator is zero. */
export const Rate = Type.Union([Type.Number(), Type.Null()])

export const BrandParams = Type.Object({ brandId: Type.String({ minLength: 1, maxLength: 64 }) })

/** Brand days, both inclusive. `to` defaults to today, `from` to 30 days ending at `to`. `format=csv` gives a spreadsheet file. */
export const rangeQuery = {
  from: Type.Optional(Day),
  to: Type.Optional(Day),
  format: Type.Optional(Type.Union([Type.Literal('json'), Type.Literal('csv')])),
}

/** Head of every report's answer. */
export const head = {
  /** Where the catalogue defines the measure: `/metrics`. */
  metricId: Type.String(),
  definition: Words,
  honesty: Honesty,
  from: Type.String(),
  to: Type.String(),
  timeZone: Type.String(),
  /** When it was counted, ISO in UTC: an answer that took long is kept for some seconds. */
  asOf: Type.String(),
}

/** An answer of a report: the head, then its own parts. */
export const answer = <P extends TProperties>(parts: P): TObject<typeof head & P> => Type.Object({ ...head, ...parts }) as never

/** A share of people with the people behind numerator and denominator. */
export const Share = Type.Object({ people: Type.Integer(), of: Type.Integer(), rate: Rate, wilson95: Wilson, drill: Drill })
export type Share = Static<typeof Share>
