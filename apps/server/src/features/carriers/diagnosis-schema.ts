import Type, { type Static } from 'typebox'
import { route } from '../../infra/route.ts'
import { CarrierParams, MaybeInteger, MaybeText, MaybeWords, Words } from './shapes.ts'

/** What WeChat refused, and what to do about it. */
export const TokenRefusal = Type.Object({
  /** 0: WeChat did not answer. */
  errcode: Type.Integer(),
  meaning: Words,
  advice: Words,
  n: Type.Integer(),
  lastAt: Type.String(),
  /** The endpoint that was refused last. */
  path: Type.String(),
  rid: Type.String(),
})
export type TokenRefusal = Static<typeof TokenRefusal>

export const TokenHealth = Type.Object({
  /** `stable`: by the account's own AppSecret; `component`: through a third-party platform; null: there is no AppSecret. */
  source: Type.Union([Type.Literal('stable'), Type.Literal('component'), Type.Null()]),
  state: Type.Union([Type.Literal('none'), Type.Literal('valid'), Type.Literal('expired')]),
  refreshedAt: MaybeText,
  expiresAt: MaybeText,
  /** Host and process that fetched it last. */
  refreshedBy: MaybeText,
  /** Beijing days, oldest first. A token lives two hours, so about 12 a day are usual. */
  days: Type.Array(Type.Object({ day: Type.String(), refreshes: Type.Integer() })),
  /** Of the last seven days: what concerns the token or the account, newest first. */
  refusals: Type.Array(TokenRefusal),
})
export type TokenHealth = Static<typeof TokenHealth>

export const getTokenHealth = route({
  method: 'GET',
  path: '/brands/:brandId/carriers/:id/token',
  summary: 'Where the access token comes from, its age and end, who fetched it, what WeChat refused lately and what to do',
  access: 'brand:viewer',
  params: CarrierParams,
  reply: TokenHealth,
})

export const TokenTest = Type.Object({
  ok: Type.Boolean(),
  tookMs: Type.Integer(),
  errcode: MaybeInteger,
  meaning: MaybeWords,
  advice: MaybeWords,
  /** The address that WeChat saw and did not let in (40164). */
  ip: MaybeText,
})
export type TokenTest = Static<typeof TokenTest>

export const testToken = route({
  method: 'POST',
  path: '/brands/:brandId/carriers/:id/token/test',
  summary: 'Calls WeChat once with the token that is in use',
  access: 'brand:operator',
  params: CarrierParams,
  reply: TokenTest,
})

const Amount = Type.Union([Type.Number(), Type.Null()])

export const CallbackDay = Type.Object({
  /** Beijing's. */
  day: Type.String(),
  /** By WeChat's getinterfacesummary; null: not given (yet). Milliseconds, from Beijing and back. */
  theirs: Type.Union([Type.Object({ count: Type.Integer(), failed: Type.Integer(), meanMs: Amount, maxMs: Amount }), Type.Null()]),
  /** At our door. `answered` has the repeats in it; `refused` were answered with an error. Milliseconds inside our process. */
  ours: Type.Object({ answered: Type.Integer(), repeats: Type.Integer(), refused: Type.Integer(), meanMs: Amount, maxMs: Amount }),
  /** Why the two differ. */
  why: Type.Array(Words),
})
export type CallbackDay = Static<typeof CallbackDay>

export const CallbackHealth = Type.Object({
  /** False: WeChat gives no such figures of this kind of account. */
  given: Type.Boolean(),
  /** Since when our door counts this account; null: nothing came yet. */
  countedSince: MaybeText,
  lastAt: MaybeText,
  days: Type.Array(CallbackDay),
  /** Why pushes were refused in these days, most first. */
  refusals: Type.Array(Type.Object({ reason: Type.String(), n: Type.Integer() })),
})
export type CallbackHealth = Static<typeof CallbackHealth>

export const getCallbackHealth = route({
  method: 'GET',
  path: '/brands/:brandId/carriers/:id/callbacks',
  summary: 'Pushes by day as WeChat counts them and as our door counts them, and why the two differ',
  access: 'brand:viewer',
  params: CarrierParams,
  query: Type.Object({ days: Type.Optional(Type.Integer({ minimum: 1, maximum: 30 })) }),
  reply: CallbackHealth,
})
