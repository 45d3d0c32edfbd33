import type { FastifyReply, FastifyRequest } from 'fastify'
import { AppError } from '../../errors.ts'
import { createLimiter } from '../../infra/rate-limit.ts'
import { type Handled, handle } from '../../infra/register.ts'
import { insertBrand } from '../brands/brands.ts'
import { cookieName, setSessionCookie } from './guard.ts'
import { createKey, listKeys, revokeKey } from './keys.ts'
import { addMember, changeMember, listMembers, removeMember } from './members.ts'
import { createOwner, ownerExists } from './owner.ts'
import * as schema from './schema.ts'
import { changePassword, type Door, describeSession, endSession, signIn, startSession } from './sessions.ts'

export type AccessDeps = Door & { version: string; setupToken?: string | undefined; publicUrl?: string | undefined }

export function accessRoutes(deps: AccessDeps): Handled[] {
  const throttle = signInThrottle(deps)
  const begin = (request: FastifyRequest, reply: FastifyReply, token: string) => setSessionCookie(request, reply, token, deps.publicUrl)
  return [
    handle(schema.getSetupState, async () => {
      const exists = await ownerExists(deps)
      return { ownerExists: exists, needsToken: !exists && deps.setupToken !== undefined, version: deps.version }
    }),
    handle(schema.createOwner, async ({ body, request, reply }) => {
      throttle.check(request, reply, 'owner')
      const { brandName, timeZone } = body
      const owner = await createOwner(deps, body, deps.setupToken, async (door, user) => {
        if (brandName) await insertBrand(door, user.id, { name: brandName, ...(timeZone ? { timeZone } : {}) })
      })
      const { token, session } = await startSession(deps, owner)
      begin(request, reply, token)
      return session
    }),
    handle(schema.createSession, async ({ body, request, reply }) => {
      throttle.check(request, reply, body.email)
      const { token, session } = await signIn(deps, body.email, body.password)
      throttle.forgive(request, body.email)
      begin(request, reply, token)
      return session
    }),
    handle(schema.getSession, ({ request }) => describeSession(deps.db, request.user!, request.user!.expiresAt)),
    handle(schema.deleteSession, async ({ request, reply }) => {
      await endSession(deps.db, request.user!.token)
      reply.clearCookie(cookieName, { path: '/' })
      return undefined
    }),
    handle(schema.changePassword, async ({ body, request, reply }) => {
      throttle.check(request, reply, request.user!.email)
      await changePassword(deps.db, request.user!.id, request.user!.token, body.current, body.next)
      return undefined
    }),
    handle(schema.listMembers, async ({ ctx }) => ({ members: await listMembers(ctx) })),
    handle(schema.addMember, ({ ctx, body }) => addMember(ctx, body)),
    handle(schema.changeMember, ({ ctx, params, body }) => changeMember(ctx, params.userId, body.role)),
    handle(schema.removeMember, async ({ ctx, params }) => {
      await removeMember(ctx, params.userId)
      return undefined
    }),
    handle(schema.listKeys, async ({ ctx }) => ({ keys: await listKeys(ctx) })),
    handle(schema.createKey, ({ ctx, body }) => createKey(ctx, body)),
    handle(schema.deleteKey, async ({ ctx, params }) => {
      await revokeKey(ctx, params.id)
      return undefined
    }),
  ]
}

/** Guessing a password: five tries for an account from one address, then one in 30 s; 20 for an address, 30 for an account. */
function signInThrottle({ clock }: Door) {
  const pairs = createLimiter({ burst: 5, perSecond: 1 / 30, clock })
  const addresses = createLimiter({ burst: 20, perSecond: 1 / 10, clock })
  const accounts = createLimiter({ burst: 30, perSecond: 1 / 10, clock })
  const keyOf = (request: FastifyRequest, email: string) => `${request.ip} ${email.toLowerCase()}`
  return {
    check(request: FastifyRequest, reply: FastifyReply, email: string): void {
      const wait = Math.max(pairs.take(keyOf(request, email)), addresses.take(request.ip), accounts.take(email.toLowerCase()))
      if (wait === 0) return
      reply.header('retry-after', wait)
      throw new AppError('too_many_requests', `Too many attempts to sign in; try again in ${wait} s.`)
    },
    forgive(request: FastifyRequest, email: string): void {
      pairs.reset(keyOf(request, email))
      accounts.reset(email.toLowerCase())
    },
  }
}
