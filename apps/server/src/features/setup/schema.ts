import Type, { type Static } from 'typebox'
import { route } from '../../infra/route.ts'

const Words = Type.Object({ zh: Type.String(), en: Type.String() })

/** One step to a working brand. Nobody ticks it: it is done when the fact is there. */
export const SetupStep = Type.Object({
  id: Type.Union([
    Type.Literal('owner'),
    Type.Literal('brand'),
    Type.Literal('mini_program'),
    Type.Literal('official_account'),
    Type.Literal('channels'),
    Type.Literal('credentials'),
    Type.Literal('callback'),
    Type.Literal('unionid'),
    Type.Literal('first_event'),
    Type.Literal('first_conversion'),
    Type.Literal('parked'),
  ]),
  title: Words,
  done: Type.Boolean(),
  fact: Words,
  /** The screen where it is done, below the brand's address: `carriers/new`. */
  href: Type.String(),
})
export type SetupStep = Static<typeof SetupStep>

export const getSetup = route({
  method: 'GET',
  path: '/brands/:brandId/setup',
  summary: 'Steps to a working brand, ticked by facts',
  access: 'brand:viewer',
  params: Type.Object({ brandId: Type.String({ minLength: 1, maxLength: 64 }) }),
  reply: Type.Object({ done: Type.Integer(), of: Type.Integer(), steps: Type.Array(SetupStep) }),
})
