import { readFile } from 'node:fs/promises'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import ipaddr from 'ipaddr.js'
import { AppError } from '../../errors.ts'
import type { Events } from '../../infra/clickhouse.ts'
import type { Clock } from '../../infra/clock.ts'
import { safeEqual } from '../../infra/crypto.ts'
import { countJobs } from '../../infra/jobs.ts'
import type { Metrics } from '../../infra/metrics.ts'
import type { Db } from '../../infra/postgres.ts'
import { errorPage, rulePage } from './docs-page.ts'

export type OpsDeps = { db: Db; events: Events; clock: Clock; metrics: Metrics; version: string; metricsToken?: string | undefined }

const open = { config: { access: 'public' as const }, schema: { hide: true } }

/** What machines ask: is the process alive, are its stores there, which version, which numbers. */
export function opsRoutes(app: FastifyInstance, deps: OpsDeps): void {
  app.get('/healthz', open, () => ({ ok: true }))
  app.get('/version', open, () => ({ version: deps.version }))
  app.get('/readyz', open, async (_request, reply) => {
    const stores = { postgres: await answers(deps.db.query('select 1')), events: await answers(deps.events.query('select 1')) }
    const ok = stores.postgres && stores.events
    return reply.code(ok ? 200 : 503).send({ ok, stores })
  })
  app.get('/metrics', open, async (request, reply) => {
    if (!mayScrape(request, deps.metricsToken)) throw new AppError('not_found', 'There is nothing here.')
    await countQueues(deps)
    return reply.type(deps.metrics.registry.contentType).send(await deps.metrics.registry.metrics())
  })
  app.get('/docs/errors/:code', open, async (request, reply) => {
    const page = await errorPage((request.params as { code: string }).code, file => readFile(file, 'utf8'))
    if (!page) throw new AppError('not_found', 'There is no such error.')
    return reply.type('text/html; charset=utf-8').send(page)
  })
  app.get('/docs/checks/:rule', open, async (request, reply) => {
    const page = await rulePage((request.params as { rule: string }).rule, file => readFile(file, 'utf8'))
    if (!page) throw new AppError('not_found', 'There is no page of such a rule.')
    return reply.type('text/html; charset=utf-8').send(page)
  })
}

async function answers(query: Promise<unknown>): Promise<boolean> {
  const late = new Promise<never>((_, reject) => setTimeout(() => reject(new Error('no answer in 2 s')), 2000).unref())
  return Promise.race([query, late]).then(
    () => true,
    () => false,
  )
}

/** With a token: who knows it. Without: this machine itself, not what a proxy on it passes on. */
function mayScrape(request: FastifyRequest, token: string | undefined): boolean {
  if (token) return safeEqual(request.headers.authorization ?? '', `Bearer ${token}`)
  const address = request.socket.remoteAddress
  if (!address || !ipaddr.isValid(address)) return false
  return ipaddr.process(address).range() === 'loopback' && request.headers['x-forwarded-for'] === undefined
}

/** What waits in PostgreSQL, read when somebody asks: jobs by state, and what came in and was not worked on yet. */
async function countQueues({ db, clock, metrics }: OpsDeps): Promise<void> {
  const gauge = metrics.gauge('wematrix_jobs', 'Jobs by queue and state', ['queue', 'state'])
  gauge.reset()
  for (const { queue, ...counts } of await countJobs(db)) {
    for (const [state, n] of Object.entries(counts)) gauge.set({ queue, state }, n)
  }
  const inbox = await db.one<{ items: number; oldest: Date | null }>(
    'select coalesce(sum(items), 0)::bigint as items, min(received_at) as oldest from inbox',
  )
  const lagMs = inbox?.oldest ? Math.max(0, clock.now().getTime() - inbox.oldest.getTime()) : 0
  metrics.gauge('wematrix_inbox_items', 'Accepted and not yet processed').set(inbox?.items ?? 0)
  metrics.gauge('wematrix_inbox_lag_seconds', 'Age of the oldest unprocessed batch').set(lagMs / 1000)
}
