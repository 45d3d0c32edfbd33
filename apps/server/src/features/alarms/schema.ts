import Type, { type Static } from 'typebox'
import { route } from '../../infra/route.ts'

const BrandParams = Type.Object({ brandId: Type.String({ minLength: 1, maxLength: 64 }) })
const Words = Type.Object({ zh: Type.String(), en: Type.String() })
const MaybeText = Type.Union([Type.String(), Type.Null()])

export const TroubleKind = Type.Union([
  Type.Literal('callbacks_failing'),
  Type.Literal('token_refused'),
  Type.Literal('call_refused'),
  Type.Literal('quota_high'),
  Type.Literal('statistics_late'),
  Type.Literal('import_failed'),
])
export type TroubleKind = Static<typeof TroubleKind>
export const troubleKinds: readonly TroubleKind[] = [
  'callbacks_failing',
  'token_refused',
  'call_refused',
  'quota_high',
  'statistics_late',
  'import_failed',
]

export const Lang = Type.Union([Type.Literal('zh'), Type.Literal('en')])
export type Lang = Static<typeof Lang>

export const Trouble = Type.Object({
  kind: TroubleKind,
  /** The account or file it is about, by name. */
  name: Type.String(),
  fact: Words,
  since: Type.String(),
  /** When the group was last told; null: not yet. */
  toldAt: MaybeText,
  /** Since when it looks well again; null: it still is wrong. */
  clearAt: MaybeText,
})
export type Trouble = Static<typeof Trouble>

export const Alarms = Type.Object({
  /** The key of the robot's address: whether there is one, and its last four characters. */
  webhook: Type.Object({ hasSecret: Type.Boolean(), last4: Type.String() }),
  kinds: Type.Array(TroubleKind),
  lang: Lang,
  paused: Type.Boolean(),
  sentAt: MaybeText,
  /** Why the last message was not taken; null: it was. */
  problem: Type.Union([Words, Type.Null()]),
  troubles: Type.Array(Trouble),
  /** The test message as it would be sent. */
  preview: Words,
})
export type Alarms = Static<typeof Alarms>

const Webhook = Type.String({ minLength: 1, maxLength: 300 })

export const getAlarms = route({
  method: 'GET',
  path: '/brands/:brandId/alarms',
  summary: 'The robot that is told of troubles, and what is wrong now',
  access: 'brand:viewer',
  params: BrandParams,
  reply: Alarms,
})

export const setAlarms = route({
  method: 'PUT',
  path: '/brands/:brandId/alarms',
  summary: 'Sets robot and troubles. Without `webhook` the one that is there stays; it is never told again',
  access: 'brand:operator',
  params: BrandParams,
  body: Type.Object({
    webhook: Type.Optional(Webhook),
    kinds: Type.Array(TroubleKind, { maxItems: 10, uniqueItems: true }),
    lang: Lang,
    paused: Type.Boolean(),
  }),
  reply: Alarms,
})

export const deleteAlarms = route({
  method: 'DELETE',
  path: '/brands/:brandId/alarms',
  summary: 'Forgets the robot',
  access: 'brand:operator',
  params: BrandParams,
})

export const testAlarms = route({
  method: 'POST',
  path: '/brands/:brandId/alarms/test',
  summary: 'Sends the test message to the given address, or to the robot that is set',
  access: 'brand:operator',
  params: BrandParams,
  body: Type.Object({ webhook: Type.Optional(Webhook), lang: Lang }),
  reply: Type.Object({ sent: Type.String() }),
})
