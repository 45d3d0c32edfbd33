import Type, { type Static } from 'typebox'
import { route } from '../../infra/route.ts'
import { Rotation } from './rotation-schema.ts'
import { BrandParams, CarrierParams, Words } from './shapes.ts'

export * from './diagnosis-schema.ts'
export * from './quotas-schema.ts'
export * from './rights-schema.ts'
export * from './rotation-schema.ts'

export const CarrierKind = Type.Union([
  Type.Literal('mini_program'),
  Type.Literal('official_account'),
  Type.Literal('channels'),
  Type.Literal('shop'),
])
export type CarrierKind = Static<typeof CarrierKind>

/** Only Official Accounts come in two types; for the others it is the kind again. */
export const AccountType = Type.Union([
  Type.Literal('service'),
  Type.Literal('subscription'),
  Type.Literal('mini_program'),
  Type.Literal('channels'),
  Type.Literal('shop'),
])
export type AccountType = Static<typeof AccountType>

/** Whom the account is registered for; WeChat gives companies more rights. */
export const Subject = Type.Union([Type.Literal('personal'), Type.Literal('organisation')])
export type Subject = Static<typeof Subject>

/** A secret as it is shown: whether there is one, and its last four characters. */
export const SecretHint = Type.Object({ hasSecret: Type.Boolean(), last4: Type.String() })

/** One check of a connected account, answered by a fact and not by a tick. */
export const VerificationStep = Type.Object({
  id: Type.Union([Type.Literal('credentials'), Type.Literal('ip_list'), Type.Literal('callback'), Type.Literal('unionid')]),
  state: Type.Union([Type.Literal('ok'), Type.Literal('failed'), Type.Literal('waiting'), Type.Literal('not_applicable')]),
  fact: Words,
  /** What to do when it is not ok. */
  help: Type.Union([Words, Type.Null()]),
  /** When the fact was found; null while it never was. */
  at: Type.Union([Type.String(), Type.Null()]),
  /** The address to put on WeChat's list, when error 40164 told it. */
  ip: Type.Optional(Type.String()),
})
export type VerificationStep = Static<typeof VerificationStep>

/** What an account of this type may do by WeChat's permission table; `unsure` where sources differ. */
export const Capability = Type.Object({
  id: Type.String(),
  name: Words,
  allowed: Type.Union([Type.Literal('yes'), Type.Literal('no'), Type.Literal('unsure')]),
  note: Type.Union([Words, Type.Null()]),
})
export type Capability = Static<typeof Capability>

export const AuthorisationState = Type.Union([Type.Literal('authorised'), Type.Literal('lapsed'), Type.Literal('withdrawn')])
export type AuthorisationState = Static<typeof AuthorisationState>

/** What an account granted a third-party platform. `lapsed`: WeChat refused to renew the token; both need another scan. */
export const Authorisation = Type.Object({
  platform: Type.String(),
  state: AuthorisationState,
  /** When it was granted or taken back last. */
  since: Type.Union([Type.String(), Type.Null()]),
  sets: Type.Array(Type.Object({ id: Type.Integer(), name: Words })),
})
export type Authorisation = Static<typeof Authorisation>

export const Carrier = Type.Object({
  id: Type.String(),
  kind: CarrierKind,
  accountType: AccountType,
  /** WeChat's paid verification (认证) of the account. */
  verifiedAccount: Type.Boolean(),
  /** null: nobody said. */
  subject: Type.Union([Subject, Type.Null()]),
  name: Type.String(),
  appId: Type.String(),
  originalId: Type.Union([Type.String(), Type.Null()]),
  baseUrl: Type.Union([Type.String(), Type.Null()]),
  /** `direct`: by its own AppSecret; `component`: authorised to a third-party platform. */
  mode: Type.Union([Type.Literal('direct'), Type.Literal('component')]),
  /** null when it is connected directly. */
  authorisation: Type.Union([Authorisation, Type.Null()]),
  secrets: Type.Object({ appSecret: SecretHint, token: SecretHint, encodingAesKey: SecretHint, previousEncodingAesKey: SecretHint }),
  /** The address to paste at WeChat. */
  callbackUrl: Type.String(),
  /** Where to paste it. */
  pasteAt: Words,
  verification: Type.Array(VerificationStep),
  /** A change of secrets under way. */
  rotation: Type.Union([Rotation, Type.Null()]),
  capabilities: Type.Array(Capability),
  createdAt: Type.String(),
  archivedAt: Type.Union([Type.String(), Type.Null()]),
})
export type Carrier = Static<typeof Carrier>

/** What the operator copies into WeChat's console. Shown when made, never again. */
export const CallbackSettings = Type.Object({ url: Type.String(), token: Type.String(), encodingAesKey: Type.String() })
export type CallbackSettings = Static<typeof CallbackSettings>

const Name = Type.String({ minLength: 1, maxLength: 80 })
const AppId = Type.String({ pattern: '^[0-9A-Za-z_-]{6,64}$' })
const AppSecret = Type.String({ minLength: 8, maxLength: 128 })
const Token = Type.String({ pattern: '^[0-9A-Za-z]{3,32}$' })
const EncodingAesKey = Type.String({ pattern: '^[0-9A-Za-z]{43}$' })
const OriginalId = Type.String({ pattern: '^[0-9A-Za-z_-]{3,64}$' })
const BaseUrl = Type.String({ maxLength: 300 })

export const listCarriers = route({
  method: 'GET',
  path: '/brands/:brandId/carriers',
  summary: 'Connected accounts',
  access: 'brand:viewer',
  params: BrandParams,
  query: Type.Object({ archived: Type.Optional(Type.Boolean()) }),
  reply: Type.Object({ carriers: Type.Array(Carrier) }),
})

export const createCarrier = route({
  method: 'POST',
  path: '/brands/:brandId/carriers',
  summary: 'Connects an account. Token and EncodingAESKey are made unless given; they are shown this once',
  access: 'brand:operator',
  params: BrandParams,
  body: Type.Object({
    kind: CarrierKind,
    accountType: Type.Optional(AccountType),
    verifiedAccount: Type.Optional(Type.Boolean()),
    subject: Type.Optional(Subject),
    name: Name,
    appId: AppId,
    appSecret: Type.Optional(AppSecret),
    token: Type.Optional(Token),
    encodingAesKey: Type.Optional(EncodingAesKey),
    originalId: Type.Optional(OriginalId),
    baseUrl: Type.Optional(BaseUrl),
  }),
  reply: Type.Object({ carrier: Carrier, callback: CallbackSettings }),
  status: 201,
})

export const getCarrier = route({
  method: 'GET',
  path: '/brands/:brandId/carriers/:id',
  summary: 'One account with its checks and what its type may do',
  access: 'brand:viewer',
  params: CarrierParams,
  reply: Carrier,
})

export const updateCarrier = route({
  method: 'PATCH',
  path: '/brands/:brandId/carriers/:id',
  summary:
    'Changes an account. A new AppSecret is proved at WeChat first and replaces the old at once; new callback secrets leave the old ones valid for a day; `renewCallback` makes new ones and shows them once',
  access: 'brand:operator',
  params: CarrierParams,
  body: Type.Object({
    name: Type.Optional(Name),
    accountType: Type.Optional(AccountType),
    verifiedAccount: Type.Optional(Type.Boolean()),
    subject: Type.Optional(Type.Union([Subject, Type.Null()])),
    appSecret: Type.Optional(AppSecret),
    token: Type.Optional(Token),
    encodingAesKey: Type.Optional(EncodingAesKey),
    renewCallback: Type.Optional(Type.Boolean()),
    originalId: Type.Optional(Type.Union([OriginalId, Type.Null()])),
    baseUrl: Type.Optional(Type.Union([BaseUrl, Type.Null()])),
  }),
  reply: Type.Object({ carrier: Carrier, callback: Type.Union([CallbackSettings, Type.Null()]) }),
})

export const connectDirectly = route({
  method: 'POST',
  path: '/brands/:brandId/carriers/:id/direct',
  summary: 'Connects an authorised account by its own AppSecret instead; id and history stay, the callback secrets are shown once',
  access: 'brand:operator',
  params: CarrierParams,
  body: Type.Object({ appSecret: Type.Optional(AppSecret) }),
  reply: Type.Object({ carrier: Carrier, callback: CallbackSettings }),
})

export const archiveCarrier = route({
  method: 'DELETE',
  path: '/brands/:brandId/carriers/:id',
  summary: 'Archives an account: its callbacks are refused, its history stays, its appid is free again',
  access: 'brand:operator',
  params: CarrierParams,
})

export const verifyCarrier = route({
  method: 'POST',
  path: '/brands/:brandId/carriers/:id/verification',
  summary: 'Checks the account at WeChat now: credentials, IP list, callback, UnionID',
  access: 'brand:operator',
  params: CarrierParams,
  reply: Carrier,
})

export const CarrierHealth = Type.Object({
  lastCallbackAt: Type.Union([Type.String(), Type.Null()]),
  /** The last 24 hours, oldest first; `at` is the hour's beginning. */
  hours: Type.Array(Type.Object({ at: Type.String(), events: Type.Integer() })),
  /** Refused and dropped in the last 24 hours by reason, most first. */
  drops: Type.Array(Type.Object({ door: Type.String(), reason: Type.String(), n: Type.Integer() })),
  token: Type.Object({
    state: Type.Union([Type.Literal('none'), Type.Literal('valid'), Type.Literal('expired')]),
    expiresAt: Type.Union([Type.String(), Type.Null()]),
    refreshedAt: Type.Union([Type.String(), Type.Null()]),
  }),
  /** Batches of the brand that could not be processed and wait for a person; parking does not know carriers. */
  parkedInBrand: Type.Integer(),
})
export type CarrierHealth = Static<typeof CarrierHealth>

export const getCarrierHealth = route({
  method: 'GET',
  path: '/brands/:brandId/carriers/:id/health',
  summary: 'Last arrival, events by hour, refusals by reason, token, parked batches',
  access: 'brand:viewer',
  params: CarrierParams,
  reply: CarrierHealth,
})
