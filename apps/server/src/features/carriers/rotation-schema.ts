import Type, { type Static } from 'typebox'
import { route } from '../../infra/route.ts'
import { CarrierParams, MaybeText } from './shapes.ts'

const SecretName = Type.Union([Type.Literal('appSecret'), Type.Literal('token'), Type.Literal('encodingAesKey')])

/** A change of secrets under way: old and new are both taken until `until`. */
export const Rotation = Type.Object({
  changed: Type.Array(SecretName),
  startedAt: Type.String(),
  startedBy: Type.String(),
  until: Type.String(),
  /** Undone: the old ones are in place again, the new ones still taken. */
  reversed: Type.Boolean(),
  /** When they last changed places. */
  changedAt: Type.String(),
})
export type Rotation = Static<typeof Rotation>

export const RotationState = Type.Object({
  rotation: Type.Union([Rotation, Type.Null()]),
  /** The last push, or check of the address, that came with the secrets in place now, and with the others; null: none since. */
  withCurrentAt: MaybeText,
  withOtherAt: MaybeText,
})
export type RotationState = Static<typeof RotationState>

/** Beside the carrier, what to paste at WeChat; told this once. */
const Callback = Type.Union([Type.Object({ url: Type.String(), token: Type.String(), encodingAesKey: Type.String() }), Type.Null()])

export const getRotation = route({
  method: 'GET',
  path: '/brands/:brandId/carriers/:id/rotation',
  summary: 'The change of secrets under way, and which secrets WeChat used last',
  access: 'brand:viewer',
  params: CarrierParams,
  reply: RotationState,
})

export const startRotation = route({
  method: 'POST',
  path: '/brands/:brandId/carriers/:id/rotation',
  summary:
    'Begins a change of secrets: a new AppSecret is proved at WeChat first; old and new Token and EncodingAESKey are both taken for `overlapHours`',
  access: 'brand:operator',
  params: CarrierParams,
  body: Type.Object({
    appSecret: Type.Optional(Type.String({ minLength: 8, maxLength: 128 })),
    /** Make a new Token and EncodingAESKey and tell them this once. */
    renewCallback: Type.Optional(Type.Boolean()),
    token: Type.Optional(Type.String({ pattern: '^[0-9A-Za-z]{3,32}$' })),
    encodingAesKey: Type.Optional(Type.String({ pattern: '^[0-9A-Za-z]{43}$' })),
    overlapHours: Type.Optional(Type.Integer({ minimum: 1, maximum: 168 })),
  }),
  reply: Type.Object({ state: RotationState, callback: Callback }),
  status: 201,
})

export const reverseRotation = route({
  method: 'POST',
  path: '/brands/:brandId/carriers/:id/rotation/reversal',
  summary: 'Old and new secrets change places; both are taken until the end. An AppSecret is proved at WeChat first',
  access: 'brand:operator',
  params: CarrierParams,
  reply: RotationState,
})

export const endRotation = route({
  method: 'DELETE',
  path: '/brands/:brandId/carriers/:id/rotation',
  summary: 'Drops the secrets that are not in place, before their time',
  access: 'brand:operator',
  params: CarrierParams,
})
