import Type, { type Static } from 'typebox'
import { route } from '../../infra/route.ts'

export const Role = Type.Union([Type.Literal('viewer'), Type.Literal('operator'), Type.Literal('admin'), Type.Literal('owner')])
export type Role = Static<typeof Role>

const Email = Type.String({ minLength: 3, maxLength: 200, pattern: '^[^@\\s]+@[^@\\s]+$' })
const Password = Type.String({ minLength: 10, maxLength: 200 })
const Name = Type.String({ maxLength: 80 })
const BrandParams = Type.Object({ brandId: Type.String({ minLength: 1, maxLength: 64 }) })

export const SetupState = Type.Object({
  ownerExists: Type.Boolean(),
  /** True when the owner form asks for the token printed at start (the server listens beyond this machine). */
  needsToken: Type.Boolean(),
  version: Type.String(),
})
export type SetupState = Static<typeof SetupState>

export const User = Type.Object({ id: Type.String(), email: Type.String(), name: Type.String() })
export type User = Static<typeof User>

/** A brand the signed-in person may enter. */
export const SessionBrand = Type.Object({ id: Type.String(), name: Type.String(), timeZone: Type.String(), role: Role })

export const Session = Type.Object({ user: User, brands: Type.Array(SessionBrand), expiresAt: Type.String() })
export type Session = Static<typeof Session>

export const getSetupState = route({
  method: 'GET',
  path: '/setup-state',
  summary: 'Whether the first owner exists yet',
  access: 'public',
  reply: SetupState,
})

export const createOwner = route({
  method: 'POST',
  path: '/owner',
  summary: 'Creates the first owner, once, and signs in; with `brandName` also the first brand',
  access: 'public',
  body: Type.Object({
    email: Email,
    password: Password,
    name: Type.Optional(Name),
    token: Type.Optional(Type.String({ maxLength: 200 })),
    brandName: Type.Optional(Type.String({ minLength: 1, maxLength: 80 })),
    timeZone: Type.Optional(Type.String({ maxLength: 60 })),
  }),
  reply: Session,
  status: 201,
})

export const createSession = route({
  method: 'POST',
  path: '/session',
  summary: 'Signs in',
  access: 'public',
  body: Type.Object({ email: Email, password: Type.String({ minLength: 1, maxLength: 200 }) }),
  reply: Session,
  status: 201,
})

export const getSession = route({
  method: 'GET',
  path: '/session',
  summary: 'Who is signed in, and their brands',
  access: 'session',
  reply: Session,
})

export const deleteSession = route({ method: 'DELETE', path: '/session', summary: 'Signs out', access: 'session' })

export const changePassword = route({
  method: 'PUT',
  path: '/session/password',
  summary: 'Changes the own password and ends all other sessions',
  access: 'session',
  body: Type.Object({ current: Type.String({ maxLength: 200 }), next: Password }),
})

export const Member = Type.Object({ userId: Type.String(), email: Type.String(), name: Type.String(), role: Role })
export type Member = Static<typeof Member>

export const listMembers = route({
  method: 'GET',
  path: '/brands/:brandId/members',
  summary: 'Who may enter the brand',
  access: 'brand:viewer',
  params: BrandParams,
  reply: Type.Object({ members: Type.Array(Member) }),
})

export const addMember = route({
  method: 'POST',
  path: '/brands/:brandId/members',
  summary: 'Lets a person in; for a new e-mail address a first password is made and shown once',
  access: 'brand:owner',
  params: BrandParams,
  body: Type.Object({ email: Email, name: Type.Optional(Name), role: Role }),
  reply: Type.Object({ member: Member, password: Type.Union([Type.String(), Type.Null()]) }),
  status: 201,
})

const MemberParams = Type.Object({ ...BrandParams.properties, userId: Type.String({ maxLength: 64 }) })

export const changeMember = route({
  method: 'PATCH',
  path: '/brands/:brandId/members/:userId',
  summary: 'Changes what a member may do',
  access: 'brand:owner',
  params: MemberParams,
  body: Type.Object({ role: Role }),
  reply: Member,
})

export const removeMember = route({
  method: 'DELETE',
  path: '/brands/:brandId/members/:userId',
  summary: 'Shuts a member out; the last owner stays',
  access: 'brand:owner',
  params: MemberParams,
})

export const ApiKey = Type.Object({
  id: Type.String(),
  kind: Type.Union([Type.Literal('write'), Type.Literal('secret')]),
  name: Type.String(),
  carrierId: Type.Union([Type.String(), Type.Null()]),
  /** The key's first characters, to recognise it by. */
  prefix: Type.String(),
  createdAt: Type.String(),
  lastUsedAt: Type.Union([Type.String(), Type.Null()]),
  revokedAt: Type.Union([Type.String(), Type.Null()]),
})
export type ApiKey = Static<typeof ApiKey>

export const listKeys = route({
  method: 'GET',
  path: '/brands/:brandId/keys',
  summary: 'API keys, without the keys themselves',
  access: 'brand:operator',
  params: BrandParams,
  reply: Type.Object({ keys: Type.Array(ApiKey) }),
})

export const createKey = route({
  method: 'POST',
  path: '/brands/:brandId/keys',
  summary: 'Makes a key: `write` for the Mini Program, `secret` for servers. It is shown this once',
  access: 'brand:owner',
  params: BrandParams,
  body: Type.Object({
    kind: Type.Union([Type.Literal('write'), Type.Literal('secret')]),
    name: Type.String({ minLength: 1, maxLength: 80 }),
    carrierId: Type.Optional(Type.String({ maxLength: 64 })),
  }),
  reply: Type.Object({ ...ApiKey.properties, key: Type.String() }),
  status: 201,
})

export const deleteKey = route({
  method: 'DELETE',
  path: '/brands/:brandId/keys/:id',
  summary: 'Revokes a key; the doors notice within seconds',
  access: 'brand:owner',
  params: Type.Object({ ...BrandParams.properties, id: Type.String({ maxLength: 64 }) }),
})
