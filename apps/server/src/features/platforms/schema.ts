import Type, { type Static } from 'typebox'
import { route } from '../../infra/route.ts'

const BrandParams = Type.Object({ brandId: Type.String({ minLength: 1, maxLength: 64 }) })
const MaybeText = Type.Union([Type.String(), Type.Null()])
const SecretHint = Type.Object({ hasSecret: Type.Boolean(), last4: Type.String() })

/** The ticket that WeChat pushes every ten minutes; without one of the last twelve hours nothing works. */
export const TicketHealth = Type.Object({
  /** `late`: older than half an hour, so that pushes have stopped; `dead`: twelve hours are over. */
  state: Type.Union([Type.Literal('none'), Type.Literal('fresh'), Type.Literal('late'), Type.Literal('dead')]),
  at: MaybeText,
  /** Until when the last one serves. */
  until: MaybeText,
})
export type TicketHealth = Static<typeof TicketHealth>

/** The third-party platform through which a brand connects accounts. */
export const Platform = Type.Object({
  id: Type.String(),
  name: Type.String(),
  /** component_appid. */
  appId: Type.String(),
  /** The brand whose owners look after it. */
  home: Type.Object({ own: Type.Boolean(), name: Type.String() }),
  /** Whether the caller may change it. */
  mayChange: Type.Boolean(),
  secrets: Type.Object({ appSecret: SecretHint, token: SecretHint, encodingAesKey: SecretHint }),
  /** Does it answer the robot that WeChat sends before a network-wide release? */
  releaseTest: Type.Boolean(),
  /** Until when Token and EncodingAESKey from before a change are taken too. */
  previousUntil: MaybeText,
  /** What the platform's page at WeChat asks for. Domains are without a scheme. */
  paste: Type.Object({ eventUrl: Type.String(), messageUrl: Type.String(), domain: Type.String() }),
  ticket: TicketHealth,
  /** This brand's living carriers through it, and how many other brands use it. */
  carriers: Type.Integer(),
  others: Type.Integer(),
  /** Authorised, and connected to no brand; told to those only who look after the platform. */
  unattached: Type.Array(Type.Object({ appId: Type.String(), since: Type.String(), sets: Type.Array(Type.Integer()) })),
})
export type Platform = Static<typeof Platform>

export const PlatformState = Type.Object({
  platform: Type.Union([Platform, Type.Null()]),
  /** Platforms of other brands of the caller's, which this brand could use. */
  offered: Type.Array(Type.Object({ id: Type.String(), name: Type.String(), appId: Type.String(), brandName: Type.String() })),
})
export type PlatformState = Static<typeof PlatformState>

export const getPlatform = route({
  method: 'GET',
  path: '/brands/:brandId/platform',
  summary: 'The third-party platform through which the brand connects accounts, with the health of its ticket',
  access: 'brand:viewer',
  params: BrandParams,
  reply: PlatformState,
})

/** What to paste at WeChat; Token and EncodingAESKey are shown when made, never again. */
export const PlatformSecretsOnce = Type.Object({ token: Type.String(), encodingAesKey: Type.String() })

const Secret = Type.String({ minLength: 8, maxLength: 128 })

export const setPlatform = route({
  method: 'PUT',
  path: '/brands/:brandId/platform',
  summary:
    'Registers or changes the platform. Token and EncodingAESKey are made unless given and shown once; those before are taken for a day more',
  access: 'brand:owner',
  params: BrandParams,
  body: Type.Object({
    name: Type.String({ minLength: 1, maxLength: 80 }),
    appId: Type.String({ pattern: '^[0-9A-Za-z_-]{6,64}$' }),
    appSecret: Type.Optional(Secret),
    token: Type.Optional(Type.String({ pattern: '^[0-9A-Za-z]{3,32}$' })),
    encodingAesKey: Type.Optional(Type.String({ pattern: '^[0-9A-Za-z]{43}$' })),
    renewCallback: Type.Optional(Type.Boolean()),
    releaseTest: Type.Optional(Type.Boolean()),
  }),
  reply: Type.Object({ ...PlatformState.properties, once: Type.Union([PlatformSecretsOnce, Type.Null()]) }),
})

export const deletePlatform = route({
  method: 'DELETE',
  path: '/brands/:brandId/platform',
  summary: 'Forgets the platform, or stops using that of another brand; not while accounts are connected through it',
  access: 'brand:owner',
  params: BrandParams,
})

export const joinPlatform = route({
  method: 'POST',
  path: '/brands/:brandId/platform/use',
  summary: 'Lets this brand connect accounts through a platform of another brand; for owners of both',
  access: 'brand:owner',
  params: BrandParams,
  body: Type.Object({ platformId: Type.String({ minLength: 1, maxLength: 64 }) }),
  reply: PlatformState,
})

export const startTickets = route({
  method: 'POST',
  path: '/brands/:brandId/platform/tickets',
  summary: 'Asks WeChat to push the ticket again; it comes within ten minutes. For those who look after the platform',
  access: 'brand:owner',
  params: BrandParams,
  reply: PlatformState,
})
