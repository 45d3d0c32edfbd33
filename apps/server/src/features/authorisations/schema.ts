import Type, { type Static } from 'typebox'
import { route } from '../../infra/route.ts'
import { CarrierKind } from '../carriers/schema.ts'
import { BrandParams, MaybeText } from '../carriers/shapes.ts'

/**
 * What came of a scan. `connected`: a new carrier; `again`: the carrier was there, its authorisation is renewed; `mode_changed`: a
 * directly connected carrier goes through the platform now; `is_direct`: it could, somebody has to say so; `other_brand`: another
 * brand holds the account; `other_account`: another account than was asked for; `unsupported`: no kind that can be a carrier.
 */
export const AuthorisationResult = Type.Union([
  Type.Literal('connected'),
  Type.Literal('again'),
  Type.Literal('mode_changed'),
  Type.Literal('is_direct'),
  Type.Literal('other_brand'),
  Type.Literal('other_account'),
  Type.Literal('unsupported'),
])
export type AuthorisationResult = Static<typeof AuthorisationResult>

export const Outcome = Type.Object({ result: AuthorisationResult, carrierId: MaybeText, appId: Type.String(), name: Type.String() })
export type Outcome = Static<typeof Outcome>

export const Authorisation = Type.Object({
  id: Type.String(),
  /** `open` until something came of it or its time is over. */
  state: Type.Union([Type.Literal('open'), Type.Literal('done'), Type.Literal('expired')]),
  /** Until when WeChat's page takes the link. */
  linkUntil: Type.String(),
  outcome: Type.Union([Outcome, Type.Null()]),
})
export type Authorisation = Static<typeof Authorisation>

/** Links are told once: `page` is ours and leads to both of WeChat's, which must be opened from a page of our domain. */
export const StartedAuthorisation = Type.Object({
  ...Authorisation.properties,
  page: Type.String(),
  scanLink: Type.String(),
  phoneLink: Type.String(),
})
export type StartedAuthorisation = Static<typeof StartedAuthorisation>

export const startAuthorisation = route({
  method: 'POST',
  path: '/brands/:brandId/authorisations',
  summary: 'Makes a link by which the administrator of one account authorises it to the platform, for this brand and one use',
  access: 'brand:operator',
  params: BrandParams,
  body: Type.Object({
    /** Absent: Official Accounts and Mini Programs are offered. */
    kind: Type.Optional(CarrierKind),
    /** This carrier is to go through the platform from now on, or to be authorised again; only its account is let in. */
    carrierId: Type.Optional(Type.String({ maxLength: 64 })),
  }),
  reply: StartedAuthorisation,
  status: 201,
})

const StartParams = Type.Object({ ...BrandParams.properties, id: Type.String({ minLength: 1, maxLength: 64 }) })

export const getAuthorisation = route({
  method: 'GET',
  path: '/brands/:brandId/authorisations/:id',
  summary: 'What came of a link so far',
  access: 'brand:operator',
  params: StartParams,
  reply: Authorisation,
})

export const changeMode = route({
  method: 'POST',
  path: '/brands/:brandId/authorisations/:id/mode',
  summary: 'The directly connected carrier that was scanned goes through the platform from now on; its id, history and secrets stay',
  access: 'brand:operator',
  params: StartParams,
  reply: Authorisation,
})

export const attachAccount = route({
  method: 'POST',
  path: '/brands/:brandId/platform/accounts',
  summary: 'Connects an account that authorised the platform by another way (a shop in the service market); for owners of the platform',
  access: 'brand:owner',
  params: BrandParams,
  body: Type.Object({ appId: Type.String({ minLength: 1, maxLength: 64 }) }),
  reply: Outcome,
})
