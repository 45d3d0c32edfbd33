import { request as httpRequest } from 'node:http'
import Fastify from 'fastify'
import Type from 'typebox'
import { beforeAll, describe, expect, it } from 'vitest'
import { guard } from './features/access/guard.ts'
import type { Handled } from './infra/register.ts'
import { handle, register } from './infra/register.ts'
import { type Route, route } from './infra/route.ts'
import { type TestApp, type TestBrand, testApp } from './testing/app.ts'

const boom = handle(route({ method: 'GET', path: '/boom', summary: 'breaks', access: 'public', reply: Type.Object({}) }), () => {
  throw new Error('inner secret detail')
})

let t: TestApp
let other: TestBrand
beforeAll(async () => {
  t = await testApp({
    routes: [boom],
    doors: (req, res) => {
      if (!req.url?.startsWith('/v1/')) return false
      res.end('door')
      return true
    },
  })
  other = await t.brand('Other')
})

type ApiPath = { method: string; url: string; access: string }

/** Every registered route of the API, from the description it publishes of itself. */
async function apiRoutes(): Promise<ApiPath[]> {
  const { body } = await t.call<{ paths: Record<string, Record<string, { security?: unknown[] }>> }>('GET', '/openapi.json')
  return Object.entries(body.paths).flatMap(([url, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      method: method.toUpperCase(),
      url,
      access: operation.security?.length === 0 ? 'public' : url.startsWith('/api/brands/{brandId}') ? 'brand' : 'session',
    })),
  )
}

const fill = (url: string, brandId: string) => url.replace('{brandId}', brandId).replace(/\{\w+\}/g, 'x_1')

describe('every route', () => {
  it('refuses strangers, and hides other tenants’ brands from people and keys alike', async () => {
    const routes = (await apiRoutes()).filter(route => route.access !== 'public')
    expect(routes.length).toBeGreaterThan(20)
    for (const { method, url, access } of routes) {
      const path = fill(url, t.brandId)
      // So many requests in one moment would be too many.
      t.clock.advance(1000)
      expect((await t.call(method, path, { as: null })).status, `${method} ${url} without sign-in`).toBe(401)
      expect((await t.call(method, path, { as: 'wm_session=unknown' })).status, `${method} ${url} with an unknown session`).toBe(401)
      expect((await t.call(method, path, { as: 'sk_unknown' })).status, `${method} ${url} with an unknown key`).toBe(401)
      expect((await t.call(method, path, { as: t.writeKey })).status, `${method} ${url} with a write key`).toBe(401)
      if (access !== 'brand') continue
      for (const as of [other.cookie, other.secretKey]) {
        const answer = await t.call(method, path, { as })
        expect(answer.status, `${method} ${url} from another tenant`).toBe(404)
        expect(answer.headers.get('content-type')).toContain('application/problem+json')
      }
    }
  })

  it('lets viewers read and not write, and only owners manage members and keys', async () => {
    const viewer = await t.member('viewer')
    const operator = await t.member('operator')
    for (const { method, url, access } of await apiRoutes()) {
      if (access !== 'brand' || method === 'GET') continue
      t.clock.advance(1000)
      expect(
        (await t.call(method, fill(url, t.brandId), { as: viewer, body: method === 'DELETE' ? undefined : {} })).status,
        `${method} ${url} as viewer`,
      ).toBe(403)
    }
    for (const as of [operator, t.secretKey]) {
      expect((await t.call('POST', `/api/brands/${t.brandId}/keys`, { as, body: { kind: 'secret', name: 'x' } })).status).toBe(403)
      expect((await t.call('POST', `/api/brands/${t.brandId}/members`, { as, body: { email: 'a@b', role: 'owner' } })).status).toBe(403)
      expect((await t.call('GET', `/api/brands/${t.brandId}/carriers`, { as })).status).toBe(200)
    }
    expect((await t.call('GET', `/api/brands/${t.brandId}/keys`, { as: viewer })).status).toBe(403)
  })

  it('does not register without saying who may call it', async () => {
    const nobody = { route: { method: 'GET', path: '/x', summary: 'x' } as unknown as Route, handler: () => ({}) } satisfies Handled
    expect(() => register(Fastify(), [nobody])).toThrow('does not say who may call it')
    const wrong = handle(route({ method: 'GET', path: '/x', summary: 'x', access: 'brand:viewer' }), () => undefined)
    expect(() => register(Fastify(), [wrong])).toThrow('does not fit the path')
    const raw = Fastify()
    guard(raw, { db: t.db, events: t.events, clock: t.clock, log: t.ctx.log })
    raw.get('/raw', () => 'open')
    await expect(raw.ready()).rejects.toThrow('GET /raw')
  })
})

describe('the gate', () => {
  it('refuses acts from other sites’ pages and takes those of the console', async () => {
    const act = (headers: Record<string, string>) =>
      t
        .call('POST', '/api/brands', { as: null, body: { name: 'B' }, headers: { cookie: t.cookie, ...headers } })
        .then(answer => answer.status)
    expect(await act({ 'sec-fetch-site': 'cross-site' })).toBe(403)
    expect(await act({ 'sec-fetch-site': 'same-site', 'x-wematrix': '1' })).toBe(403)
    expect(await act({ origin: 'https://evil.example' })).toBe(403)
    expect(await act({})).toBe(403)
    expect(await act({ 'sec-fetch-site': 'same-origin' })).toBe(201)
    expect(await act({ origin: t.url })).toBe(201)
  })

  it('answers errors as problem documents that tell nothing of the inside', async () => {
    const broken = await t.call('GET', '/api/boom', { as: null })
    expect(broken).toMatchObject({ status: 500, body: { code: 'internal', type: '/docs/errors/internal' } })
    expect(broken.text).not.toContain('inner secret')
    const invalid = await t.call<{ errors: { path: string }[] }>('POST', '/api/session', { as: null, body: { email: 'a@b' } })
    expect(invalid).toMatchObject({ status: 400, body: { code: 'invalid_input' } })
    expect(invalid.body.errors[0]!.path).toBe('body')
    expect(await t.call('POST', '/api/session', { as: null, headers: { 'content-type': 'text/xml' }, body: 'x' })).toMatchObject({
      status: 415,
    })
    expect(await t.call('GET', '/api/nothing')).toMatchObject({ status: 404, body: { code: 'not_found' } })
  })

  it('serves doors before the framework, and headers that fit the console', async () => {
    expect((await t.call('POST', '/v1/track', { as: null })).text).toBe('door')
    const { headers } = await t.call('GET', '/healthz', { as: null })
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  })

  it('tells machines about itself', async () => {
    expect((await t.call('GET', '/healthz', { as: null })).body).toEqual({ ok: true })
    expect((await t.call('GET', '/readyz', { as: null })).body).toEqual({ ok: true, stores: { postgres: true, events: true } })
    expect((await t.call('GET', '/version', { as: null })).body).toHaveProperty('version')
    const metrics = (await t.call('GET', '/metrics', { as: null })).text
    for (const name of ['wematrix_http_seconds_bucket', 'wematrix_inbox_items 0', 'wematrix_inbox_lag_seconds 0'])
      expect(metrics).toContain(name)
    expect((await t.call('GET', '/metrics', { as: null, headers: { 'x-forwarded-for': '1.2.3.4' } })).status).toBe(404)
    expect((await t.call('GET', '/openapi.json', { as: null })).body).toMatchObject({ openapi: '3.1.0' })
    expect((await t.call('GET', '/docs/', { as: null })).status).toBe(200)
    expect((await t.call('GET', '/docs/errors/forbidden', { as: null })).text).toContain('<h1>')
    expect((await t.call('GET', '/docs/checks/WX-SHARE-02', { as: null })).text).toContain('<td>')
    expect((await t.call('GET', '/docs/checks/README', { as: null })).status).toBe(404)
  })

  it('slows a client that asks too often', async () => {
    const statuses = new Set<number>()
    for (let i = 0; i < 700 && !statuses.has(429); i += 50) {
      for (const status of await Promise.all(Array.from({ length: 50 }, () => ping(t.url)))) statuses.add(status)
    }
    expect(statuses).toContain(429)
    t.clock.advance(60_000)
    expect(await ping(t.url)).toBe(200)
  })
})

function ping(url: string): Promise<number> {
  return new Promise((resolve, reject) => {
    httpRequest(`${url}/healthz`, response => {
      response.resume()
      resolve(response.statusCode!)
    })
      .on('error', reject)
      .end()
  })
}
