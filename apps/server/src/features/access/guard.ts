/**
 * The guard at the gate: every request passes here before its body is read. A route without an `access` is shut.
 */
import type {} from '@fastify/cookie'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Actor, type Context, type ContextParts, createContext, type Role } from '../../context.ts'
import { AppError } from '../../errors.ts'
import { createLimiter } from '../../infra/rate-limit.ts'
import type { Access } from '../../infra/route.ts'
import { findSecretKey } from './keys.ts'
import type { User } from './schema.ts'
import { findSession, sessionMs } from './sessions.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The signed-in person, on `session` routes and for members of a brand. */
    user?: User & { expiresAt: Date; token: string }
    /** The brand's context, on `brand:*` routes. */
    ctx?: Context
  }
}

export const cookieName = 'wm_session'

export type GuardDeps = Omit<ContextParts, 'brandId' | 'actor' | 'wechat'> & {
  wechatOf?: (brandId: string) => NonNullable<ContextParts['wechat']>
  publicUrl?: string
}

const ranks: Record<Role, number> = { viewer: 0, operator: 1, admin: 2, owner: 3 }

/** Registers the guard on the whole application. */
export function guard(app: FastifyInstance, deps: GuardDeps): void {
  const perAddress = createLimiter({ burst: 600, perSecond: 60, clock: deps.clock })
  const perToken = createLimiter({ burst: 600, perSecond: 60, clock: deps.clock })
  app.decorateRequest('user', undefined)
  app.decorateRequest('ctx', undefined)

  const seen: { method: string | string[]; url: string; config?: { access?: Access } }[] = []
  app.addHook('onRoute', options => {
    seen.push(options as (typeof seen)[number])
  })
  app.addHook('onReady', async () => {
    const open = seen.filter(options => !options.config?.access)
    if (open.length)
      throw new Error(`These routes do not say who may call them: ${open.map(options => `${options.method} ${options.url}`).join(', ')}`)
  })

  app.addHook('onRequest', async (request, reply) => {
    limit(reply, perAddress.take(request.ip))
    if (request.is404) return
    const access = request.routeOptions.config.access
    if (!access) throw new AppError('not_found', 'There is nothing here.')
    requireSameOrigin(request, deps.publicUrl)
    if (access === 'public') return
    const token = bearer(request) ?? request.cookies[cookieName]
    if (!token) throw new AppError('unauthenticated', 'Sign in, or send a secret key as "Authorization: Bearer sk_…".')
    limit(reply, perToken.take(token))
    const brandId = (request.params as { brandId?: string }).brandId
    const actor = bearer(request) ? await keyActor(deps, token, brandId) : await userActor(deps, request, reply, token, brandId)
    if (access === 'session') {
      if (actor?.kind !== 'user')
        throw new AppError('unauthenticated', 'This needs a signed-in person; keys are for the brand’s own routes.')
      return
    }
    // A stranger learns nothing, not even that the brand exists.
    if (!actor || !brandId || actor.kind === 'system') throw new AppError('not_found', 'There is no such brand.')
    if (ranks[actor.role] < ranks[access.slice('brand:'.length) as Role]) {
      throw new AppError('forbidden', `This needs the role "${access.slice(6)}"; yours is "${actor.role}".`)
    }
    const { wechatOf, publicUrl: _, ...parts } = deps
    request.ctx = createContext({
      ...parts,
      brandId,
      actor,
      log: request.log as ContextParts['log'],
      ...(wechatOf ? { wechat: wechatOf(brandId) } : {}),
    })
  })
}

/** Undefined when the key belongs to another brand. Throws `unauthenticated` when there is no such key. */
async function keyActor(deps: GuardDeps, token: string, brandId: string | undefined): Promise<Actor | undefined> {
  const key = await findSecretKey(deps.db, deps.clock, token)
  if (!key) throw new AppError('unauthenticated', 'The key is unknown or revoked, or it is a write key.')
  return key.brandId === brandId || brandId === undefined ? { kind: 'key', id: key.id, role: 'operator' } : undefined
}

/** Undefined when the person is no member of the brand. */
async function userActor(
  deps: GuardDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  token: string,
  brandId: string | undefined,
): Promise<Actor | undefined> {
  const session = await findSession(deps, token, brandId)
  if (!session) throw new AppError('unauthenticated', 'The session has ended; sign in again.')
  if (session.renewed) setSessionCookie(request, reply, token, deps.publicUrl)
  request.user = { ...session.user, expiresAt: session.expiresAt, token }
  if (brandId === undefined) return { kind: 'user', id: session.user.id, role: 'viewer' }
  return session.role ? { kind: 'user', id: session.user.id, role: session.role } : undefined
}

export function setSessionCookie(request: FastifyRequest, reply: FastifyReply, token: string, publicUrl?: string): void {
  const secure = request.protocol === 'https' || publicUrl?.startsWith('https:') === true
  reply.setCookie(cookieName, token, { path: '/', httpOnly: true, sameSite: 'lax', secure, maxAge: sessionMs / 1000 })
}

function bearer(request: FastifyRequest): string | undefined {
  const header = request.headers.authorization
  return header?.toLowerCase().startsWith('bearer ') ? header.slice(7).trim() : undefined
}

function limit(reply: FastifyReply, waitSeconds: number): void {
  if (waitSeconds === 0) return
  reply.header('retry-after', waitSeconds)
  throw new AppError('too_many_requests', `Too many requests; try again in ${waitSeconds} s.`)
}

/**
 * A page of another site must not act with our cookie. Browsers say where a request comes from; a client that says
 * nothing is no browser, and must show so with `x-wematrix` when it uses a cookie. Keys are not sent by browsers unasked.
 */
function requireSameOrigin(request: FastifyRequest, publicUrl: string | undefined): void {
  if (request.method === 'GET' || request.method === 'HEAD' || bearer(request)) return
  const site = request.headers['sec-fetch-site']
  const origin = request.headers.origin
  if (site !== undefined) {
    if (site === 'same-origin' || site === 'none') return
  } else if (origin !== undefined) {
    const hosts = [request.host, publicUrl && new URL(publicUrl).host]
    if (URL.canParse(origin) && hosts.includes(new URL(origin).host)) return
  } else if (!request.cookies[cookieName] || request.headers['x-wematrix'] !== undefined) return
  throw new AppError('csrf_refused', 'The request comes from another site. Scripts: send the header "x-wematrix: 1" or use a key.')
}
