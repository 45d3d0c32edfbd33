import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { AppError } from '../errors.ts'
import type { ConsoleBuild } from './console-build.ts'

/** Serves the console: its files, `index.html` for every screen's address, and a page to wait on while it is built. */
export async function serveConsole(app: FastifyInstance, build: ConsoleBuild | undefined): Promise<void> {
  if (build) {
    // A fresh checkout has no `dist` yet: it is being built, and until then the page to wait on is shown.
    await app.register(fastifyStatic, { root: build.dist, serve: false, index: false, suppressWarning: true })
    const open = { config: { access: 'public' as const }, schema: { hide: true } }
    app.get('/assets/*', open, (request, reply) => {
      // Names carry a hash of the content, so they may be kept for good.
      return reply.sendFile(`assets/${(request.params as { '*': string })['*']}`, { maxAge: '365d', immutable: true })
    })
    app.get('/', open, (_request, reply) => screen(reply, build))
  }
  app.setNotFoundHandler(async (request, reply) => {
    const path = request.url.split('?')[0]!
    const isScreen = request.method === 'GET' && !/^\/(api|v1|callback|docs|assets)(\/|$)/.test(path)
    if (!build || !isScreen) throw new AppError('not_found', `There is nothing at ${request.method} ${path}.`)
    if (/\.[a-z0-9]{2,5}$/i.test(path)) return reply.sendFile(path.slice(1), build.dist, { maxAge: '1h' })
    return screen(reply, build)
  })
}

function screen(reply: FastifyReply, build: ConsoleBuild): FastifyReply {
  if (build.ready()) return reply.header('cache-control', 'no-cache').sendFile('index.html', build.dist, { cacheControl: false })
  const error = build.error()
  return reply
    .code(503)
    .header('retry-after', '3')
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(waiting(error))
}

function waiting(error: string | undefined): string {
  const text = error
    ? `<h1>控制台没有构建成功</h1><p>The console could not be built. In <code>apps/console</code> run <code>npx vite build</code> to see why.</p><pre>${escapeHtml(error)}</pre>`
    : '<h1>正在准备控制台…</h1><p>The console is being built; this page reloads by itself.</p>'
  return `<!doctype html><html lang="zh-CN"><meta charset="utf-8">${error ? '' : '<meta http-equiv="refresh" content="2">'}<title>wematrix</title>
<style>body{font:16px/1.7 system-ui,"PingFang SC","Noto Sans CJK SC",sans-serif;max-width:40rem;margin:20vh auto 0;padding:0 1rem;color:#1f2329}h1{font-size:1.3rem}pre{white-space:pre-wrap;background:#f2f3f5;padding:1rem;border-radius:8px}</style>${text}</html>`
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
