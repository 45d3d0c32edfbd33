import Type, { type Static } from 'typebox'
import { route } from '../../infra/route.ts'
import { CarrierParams, MaybeInteger, MaybeText, MaybeWords, Words } from './shapes.ts'

export const Allowed = Type.Union([Type.Literal('yes'), Type.Literal('no'), Type.Literal('unsure')])

/** One endpoint as this account may use it. */
export const EndpointRight = Type.Object({
  /** The endpoint's name in `@wematrix/wechat`. */
  name: Type.String(),
  title: Words,
  group: Type.Object({ id: Type.String(), name: Words }),
  method: Type.String(),
  path: Type.String(),
  allowed: Allowed,
  /**
   * Why it is not a plain yes: `type` of account, `verification` missing, `personal` subject, `third_party` platforms only,
   * `ability` to be switched on, `unverified_endpoint` no official page confirms, `retired`, `sources_differ`, `refused` by WeChat
   * itself; `answered`: WeChat answered although the tables are against it. Behind a third-party platform: `permission_set` not
   * granted, `not_authorised` any longer, `platform_token` is the platform's to fetch.
   */
  reason: Type.Union([
    Type.Literal('type'),
    Type.Literal('verification'),
    Type.Literal('personal'),
    Type.Literal('third_party'),
    Type.Literal('ability'),
    Type.Literal('unverified_endpoint'),
    Type.Literal('retired'),
    Type.Literal('sources_differ'),
    Type.Literal('refused'),
    Type.Literal('answered'),
    Type.Literal('permission_set'),
    Type.Literal('not_authorised'),
    Type.Literal('platform_token'),
    Type.Null(),
  ]),
  why: MaybeWords,
  /** Calls a Beijing day of a new account; null: WeChat publishes none. */
  perDay: MaybeInteger,
  perMinute: MaybeInteger,
  perMonth: MaybeInteger,
  /** Limits by person, by month or for ever, in words. */
  rhythm: MaybeWords,
  /** Permission sets any of which a third-party platform would need. */
  sets: Type.Array(Type.Object({ id: Type.Integer(), name: Words })),
  /** When WeChat last answered it well, in the last 90 days. */
  okAt: MaybeText,
  source: Type.String(),
})
export type EndpointRight = Static<typeof EndpointRight>

const Counts = { yes: Type.Integer(), no: Type.Integer(), unsure: Type.Integer() }

export const EndpointRights = Type.Object({
  /** Of all endpoints, whatever the filter. */
  counts: Type.Object(Counts),
  groups: Type.Array(Type.Object({ id: Type.String(), name: Words, ...Counts })),
  endpoints: Type.Array(EndpointRight),
})
export type EndpointRights = Static<typeof EndpointRights>

export const listEndpoints = route({
  method: 'GET',
  path: '/brands/:brandId/carriers/:id/endpoints',
  summary: 'What the account may call at WeChat, how often, and why not; as JSON or CSV',
  access: 'brand:viewer',
  params: CarrierParams,
  query: Type.Object({
    group: Type.Optional(Type.String({ maxLength: 60 })),
    allowed: Type.Optional(Allowed),
    format: Type.Optional(Type.Literal('csv')),
  }),
  reply: EndpointRights,
})
