/**
 * Drill tokens: which people stand behind a number. A token is the predicate itself as base64url of JSON, checked by
 * schema when it comes back, so it can be kept in a link; it names no brand and opens nothing that the reader may not see.
 */
import Type, { type Static } from 'typebox'
import Value from 'typebox/value'
import { AppError } from '../../../errors.ts'
import { FunnelMode, FunnelSteps } from '../funnel/schema.ts'
import { Day } from './schema.ts'

const Name = Type.String({ maxLength: 200 })
const Ms = Type.Integer({ minimum: -1e13, maximum: 1e13 })
const exactly = <T extends Parameters<typeof Type.Object>[0]>(properties: T) => Type.Object(properties, { additionalProperties: false })
const kind = <const K extends string>(name: K) => Type.Literal(name)

export const Drill = Type.Union([
  exactly({ k: kind('active'), from: Day, to: Day, carrier: Type.Optional(Name), event: Type.Optional(Name) }),
  exactly({
    k: kind('cohort'),
    from: Day,
    until: Day,
    grain: Type.Union([kind('day'), kind('week'), kind('month')]),
    first: Type.Tuple([Day, Day]),
    how: Type.Union([kind('any'), kind('exact'), kind('from'), kind('within'), kind('not-within')]),
    n: Type.Optional(Type.Integer({ minimum: 0, maximum: 10_000 })),
    event: Type.Optional(Name),
    carrier: Type.Optional(Name),
  }),
  exactly({
    k: kind('funnel'),
    steps: FunnelSteps,
    mode: FunnelMode,
    windowMs: Type.Number({ minimum: 0, maximum: 1e12 }),
    fromMs: Ms,
    toMs: Ms,
    levels: Type.Tuple([Type.Integer({ minimum: 1, maximum: 20 }), Type.Integer({ minimum: 1, maximum: 20 })]),
    by: Type.Optional(Name),
    value: Type.Optional(Type.String({ maxLength: 1000 })),
  }),
  exactly({
    k: kind('edge'),
    fromMs: Ms,
    toMs: Ms,
    windowHours: Type.Integer({ minimum: 1, maximum: 24 }),
    goal: Name,
    withinDays: Type.Integer({ minimum: 1, maximum: 90 }),
    namedOnly: Type.Optional(Type.Boolean()),
    source: Type.Optional(Name),
    target: Type.Optional(Name),
    entry: Type.Optional(Type.String({ maxLength: 500 })),
    converted: Type.Boolean(),
  }),
  exactly({
    k: kind('carriers'),
    from: Day,
    to: Day,
    masks: Type.Array(Type.Integer({ minimum: 0, maximum: 255 }), { maxItems: 256 }),
    bought: Type.Boolean(),
    goal: Type.Optional(Name),
  }),
  exactly({ k: kind('period'), from: Day, to: Day, event: Name, days: Type.Integer({ minimum: 1 }), orders: Type.Integer({ minimum: 1 }) }),
  exactly({
    k: kind('lifecycle'),
    from: Day,
    to: Day,
    until: Day,
    goal: Name,
    stayDays: Type.Integer(),
    convertDays: Type.Integer(),
    repurchaseDays: Type.Integer(),
    carrier: Type.Optional(Name),
    first: Type.Tuple([Day, Day]),
    stage: Type.Union([kind('traffic'), kind('stay'), kind('convert'), kind('repurchase')]),
  }),
  exactly({
    k: kind('diagnosis'),
    id: Type.Union([kind('traffic-does-not-stay'), kind('service-does-not-land'), kind('reach-does-not-spread')]),
    from: Day,
    to: Day,
    good: Type.Boolean(),
  }),
  exactly({
    k: kind('path'),
    of: Type.Union([kind('carrier'), kind('entry'), kind('event')]),
    fromMs: Ms,
    toMs: Ms,
    length: Type.Integer({ minimum: 1, maximum: 10 }),
    goal: Name,
    steps: Type.Array(Type.String({ maxLength: 500 }), { maxItems: 10 }),
  }),
  exactly({ k: kind('unified'), fromMs: Ms, toMs: Ms }),
])
export type Drill = Static<typeof Drill>

/** The token of a predicate; null when the number is zero and there is nobody to show. */
export function drillToken(drill: Drill, count = 1): string | null {
  return count > 0 ? Buffer.from(JSON.stringify(drill)).toString('base64url') : null
}

/** Reads a token back. Throws `invalid_input` when it is none of ours. */
export function readDrill(token: string): Drill {
  let value: unknown
  try {
    value = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'))
  } catch {
    value = undefined
  }
  if (!Value.Check(Drill, value))
    throw new AppError('invalid_input', 'This link to the people behind a number is not complete; open the number again.')
  return value
}
