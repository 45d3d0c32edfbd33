import Type, { type Static } from 'typebox'
import { route } from '../../infra/route.ts'

const Name = Type.String({ minLength: 1, maxLength: 80 })
const TimeZone = Type.String({ minLength: 1, maxLength: 60 })
const OpenAppId = Type.Union([Type.String({ pattern: '^wx[0-9a-zA-Z]{8,30}$' }), Type.Null()])

/** A tenant: one Open Platform account, where one UnionID is one person. `timeZone` decides what its days are. */
export const Brand = Type.Object({
  id: Type.String(),
  name: Type.String(),
  timeZone: Type.String(),
  openAppId: Type.Union([Type.String(), Type.Null()]),
  createdAt: Type.String(),
})
export type Brand = Static<typeof Brand>

export const listBrands = route({
  method: 'GET',
  path: '/brands',
  summary: 'The brands of the signed-in person',
  access: 'session',
  reply: Type.Object({ brands: Type.Array(Brand) }),
})

export const createBrand = route({
  method: 'POST',
  path: '/brands',
  summary: 'Creates a brand; its maker becomes its owner. For people who own a brand, or the first owner',
  access: 'session',
  body: Type.Object({ name: Name, timeZone: Type.Optional(TimeZone), openAppId: Type.Optional(OpenAppId) }),
  reply: Brand,
  status: 201,
})

const BrandParams = Type.Object({ brandId: Type.String({ minLength: 1, maxLength: 64 }) })

export const getBrand = route({
  method: 'GET',
  path: '/brands/:brandId',
  summary: 'One brand',
  access: 'brand:viewer',
  params: BrandParams,
  reply: Brand,
})

export const updateBrand = route({
  method: 'PATCH',
  path: '/brands/:brandId',
  summary: 'Changes name, time zone or the Open Platform account',
  access: 'brand:owner',
  params: BrandParams,
  body: Type.Object({ name: Type.Optional(Name), timeZone: Type.Optional(TimeZone), openAppId: Type.Optional(OpenAppId) }),
  reply: Brand,
})
