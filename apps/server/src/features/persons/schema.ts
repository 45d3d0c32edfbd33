import Type, { type Static } from 'typebox'
import { route } from '../../infra/route.ts'
import { BrandParams, Day, Honesty, Words } from '../reports/common/schema.ts'

const Cursor = Type.Optional(Type.String({ maxLength: 400 }))
const Limit = Type.Optional(Type.Integer({ minimum: 1, maximum: 200 }))
const PersonParams = Type.Object({ ...BrandParams.properties, id: Type.String({ pattern: '^per_\\d{1,10}$' }) })
const NextCursor = Type.Union([Type.String(), Type.Null()])

/** A person in a list. */
export const PersonRow = Type.Object({
  id: Type.String(),
  carriers: Type.Array(Type.String()),
  /** Has a UnionID, so that ids of several accounts are known to be one human. */
  unified: Type.Boolean(),
  identities: Type.Integer(),
  events: Type.Integer(),
  orders: Type.Integer(),
  valueFen: Type.Integer(),
  firstSeenAt: Type.Union([Type.String(), Type.Null()]),
  lastSeenAt: Type.Union([Type.String(), Type.Null()]),
  traits: Type.Record(Type.String(), Type.Unknown()),
})
export type PersonRow = Static<typeof PersonRow>

export const PeopleReply = Type.Object({
  people: Type.Array(PersonRow),
  cursor: NextCursor,
  /** How many there are in all; null for the list without search (not counted). */
  total: Type.Union([Type.Integer(), Type.Null()]),
  /** What the drill token stands for. */
  about: Type.Union([Words, Type.Null()]),
})
export type PeopleReply = Static<typeof PeopleReply>

export const listPeople = route({
  method: 'GET',
  path: '/brands/:brandId/people',
  summary: 'People, seen last first, by search (openid, UnionID, phone, external id, per_ id) or behind a number',
  access: 'brand:viewer',
  params: BrandParams,
  query: Type.Object({
    q: Type.Optional(Type.String({ maxLength: 200 })),
    drill: Type.Optional(Type.String({ maxLength: 12_000 })),
    /** Of the list without search: by the day they last did something of their own (default), or by number. */
    sort: Type.Optional(Type.Union([Type.Literal('seen'), Type.Literal('newest')])),
    cursor: Cursor,
    limit: Limit,
    format: Type.Optional(Type.Union([Type.Literal('json'), Type.Literal('csv')])),
  }),
  reply: PeopleReply,
})

/** One id of a person. Phones are kept hashed: `value` shows the beginning of the hash only. */
export const Identity = Type.Object({
  kind: Type.Union([
    Type.Literal('openid'),
    Type.Literal('unionid'),
    Type.Literal('phone'),
    Type.Literal('external'),
    Type.Literal('anonymous'),
  ]),
  appId: Type.String(),
  carrierId: Type.Union([Type.String(), Type.Null()]),
  carrierName: Type.Union([Type.String(), Type.Null()]),
  value: Type.String(),
  firstSeenAt: Type.String(),
})
export type Identity = Static<typeof Identity>

export const Merge = Type.Object({
  id: Type.String(),
  from: Type.String(),
  into: Type.String(),
  reason: Type.String(),
  evidence: Type.Record(Type.String(), Type.Unknown()),
  at: Type.String(),
  undoneAt: Type.Union([Type.String(), Type.Null()]),
  undoneBy: Type.Union([Type.String(), Type.Null()]),
})
export type Merge = Static<typeof Merge>

export const Conflict = Type.Object({
  id: Type.String(),
  kind: Type.Union([
    Type.Literal('openid_two_unionids'),
    Type.Literal('shared_phone'),
    Type.Literal('phone_chain'),
    Type.Literal('shared_external'),
    Type.Literal('external_chain'),
    Type.Literal('shared_alias'),
    Type.Literal('alias_chain'),
  ]),
  subject: Type.String(),
  detail: Type.Unknown(),
  foundAt: Type.String(),
  resolvedAt: Type.Union([Type.String(), Type.Null()]),
  people: Type.Array(Type.String()),
})
export type Conflict = Static<typeof Conflict>

/** How much a person cares for a topic: reads 1, watches and likes 2, shares 3, bookings and orders 5. */
export const Interest = Type.Object({ topic: Type.String(), score: Type.Number(), events: Type.Integer() })

export const PersonReply = Type.Object({
  ...PersonRow.properties,
  createdAt: Type.String(),
  /** Set when this person was merged into another one; the answer is then about that other. */
  askedFor: Type.String(),
  mergedFrom: Type.Array(Type.String()),
  identityList: Type.Array(Identity),
  merges: Type.Array(Merge),
  conflicts: Type.Array(Conflict),
  byCarrier: Type.Array(
    Type.Object({
      carrier: Type.String(),
      events: Type.Integer(),
      firstAt: Type.String(),
      lastAt: Type.String(),
      valueFen: Type.Integer(),
    }),
  ),
  interests: Type.Array(Interest),
  /** Read, liked and booked: a person with high need. */
  highNeed: Type.Boolean(),
  definition: Words,
  honesty: Honesty,
})
export type PersonReply = Static<typeof PersonReply>

export const getPerson = route({
  method: 'GET',
  path: '/brands/:brandId/people/:id',
  summary: 'One person: ids on every carrier, merges, conflicts, totals',
  access: 'brand:viewer',
  params: PersonParams,
  reply: PersonReply,
})

/** What happened once, with how sure we are that it was this person. */
export const TimelineItem = Type.Object({
  id: Type.String(),
  /** Who it is counted for now, and whose row it was when it came in. */
  person: Type.String(),
  recordedAs: Type.String(),
  at: Type.String(),
  receivedAt: Type.String(),
  event: Type.String(),
  carrier: Type.String(),
  carrierId: Type.String(),
  carrierName: Type.Union([Type.String(), Type.Null()]),
  source: Type.String(),
  entry: Type.String(),
  touch: Type.String(),
  trace: Type.String(),
  identity: Type.String(),
  valueFen: Type.Integer(),
  properties: Type.Record(Type.String(), Type.Unknown()),
  honesty: Honesty,
})
export type TimelineItem = Static<typeof TimelineItem>

export const TimelineReply = Type.Object({
  definition: Words,
  honesty: Honesty,
  items: Type.Array(TimelineItem),
  cursor: NextCursor,
  about: Type.Union([Words, Type.Null()]),
})
export type TimelineReply = Static<typeof TimelineReply>

export const getTimeline = route({
  method: 'GET',
  path: '/brands/:brandId/people/:id/timeline',
  summary: 'Everything one person did on all carriers, newest first',
  access: 'brand:viewer',
  params: PersonParams,
  query: Type.Object({ cursor: Cursor, limit: Limit, carrier: Type.Optional(Type.String()), event: Type.Optional(Type.String()) }),
  reply: TimelineReply,
})

export const listEvents = route({
  method: 'GET',
  path: '/brands/:brandId/events',
  summary: 'The events behind a number, newest first',
  access: 'brand:viewer',
  params: BrandParams,
  query: Type.Object({
    drill: Type.Optional(Type.String({ maxLength: 12_000 })),
    from: Type.Optional(Day),
    to: Type.Optional(Day),
    event: Type.Optional(Type.String({ maxLength: 100 })),
    carrier: Type.Optional(Type.String({ maxLength: 30 })),
    cursor: Cursor,
    limit: Limit,
    format: Type.Optional(Type.Union([Type.Literal('json'), Type.Literal('csv')])),
  }),
  reply: TimelineReply,
})

export const reverseMergeRoute = route({
  method: 'POST',
  path: '/brands/:brandId/merges/:id/reversal',
  summary: 'Undo one merge; the people are two again and so are their numbers',
  access: 'brand:operator',
  params: Type.Object({ ...BrandParams.properties, id: Type.String() }),
  reply: Merge,
})

export const listConflicts = route({
  method: 'GET',
  path: '/brands/:brandId/conflicts',
  summary: 'Ids that would join two UnionIDs and therefore join nothing',
  access: 'brand:viewer',
  params: BrandParams,
  query: Type.Object({ open: Type.Optional(Type.Boolean()), cursor: Cursor, limit: Limit }),
  reply: Type.Object({ conflicts: Type.Array(Conflict), cursor: NextCursor, total: Type.Integer() }),
})
