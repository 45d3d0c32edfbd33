import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import Type, { type TSchema } from 'typebox'
import type { Context } from '../context.ts'
import type { Access, BodyOf, ParamsOf, QueryOf, ReplyOf, Route } from './route.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access
  }
}

/** What a handler gets. `ctx` is there on routes below a brand. */
export type Call<R extends Route> = {
  params: ParamsOf<R>
  query: QueryOf<R>
  body: BodyOf<R>
  ctx: R['access'] extends `brand:${string}` ? Context : undefined
  request: FastifyRequest
  reply: FastifyReply
}

/** Returns the reply as the route declares it, or sends something else itself and returns `reply` (a CSV file). */
export type Handler<R extends Route> = (call: Call<R>) => Promise<ReplyOf<R> | FastifyReply> | ReplyOf<R> | FastifyReply

/** A route together with what carries it out. */
export type Handled = { route: Route; handler: (call: Call<Route>) => unknown }

/** Binds a handler to its route; the types of params, query, body and reply come from the route. */
export function handle<const R extends Route>(route: R, handler: Handler<R>): Handled {
  return { route, handler: handler as Handled['handler'] }
}

const accesses: readonly string[] = ['public', 'session', 'brand:viewer', 'brand:operator', 'brand:owner'] satisfies Access[]

/** A problem document, as every refused call answers. */
export const ProblemReply = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    code: Type.String(),
    detail: Type.String(),
    errors: Type.Optional(Type.Array(Type.Object({ path: Type.String(), message: Type.String() }))),
  },
  { title: 'Problem' },
)

/**
 * Puts routes under `/api`. A route that does not say who may call it is refused here, so that forgetting it can never
 * open a door; `brand:*` routes must carry `:brandId`, which is what the wall looks at.
 */
export function register(app: FastifyInstance, handled: readonly Handled[], prefix = '/api'): void {
  for (const { route, handler } of handled) {
    if (!accesses.includes(route.access)) {
      throw new Error(`${route.method} ${route.path} does not say who may call it; give it an \`access\`.`)
    }
    if (route.access.startsWith('brand:') !== route.path.startsWith('/brands/:brandId')) {
      throw new Error(
        `${route.method} ${route.path}: access "${route.access}" does not fit the path; only paths below /brands/:brandId belong to a brand.`,
      )
    }
    const status = route.status ?? (route.reply ? 200 : 204)
    const add = (scope: FastifyInstance) =>
      scope.route({
        method: route.method,
        url: prefix + route.path,
        config: { access: route.access },
        schema: {
          summary: route.summary,
          tags: [route.tag ?? tagOf(route.path)],
          ...(route.access === 'public' ? { security: [] } : {}),
          ...(route.params ? { params: route.params } : {}),
          ...(route.query ? { querystring: route.query } : {}),
          ...(route.body ? { body: route.body } : {}),
          ...(route.raw ? { body: anyBytes(route.raw.types) } : {}),
          response: { [status]: route.reply ?? (Type.Null() as TSchema), '4xx': ProblemReply, '5xx': ProblemReply },
        },
        handler: async (request, reply) => {
          const result = await handler({
            params: request.params as never,
            query: request.query as never,
            body: request.body as never,
            ctx: request.ctx as never,
            request,
            reply,
          })
          if (reply.sent || result === reply) return reply
          reply.code(reply.statusCode === 200 ? status : reply.statusCode)
          return route.reply ? result : reply.send()
        },
      })
    if (route.raw) takingBytes(app, route.raw.mostBytes, add)
    else add(app)
  }
}

/** Routes that `add` puts there get their body as bytes, whatever it says it is; the others know nothing of it. */
function takingBytes(app: FastifyInstance, mostBytes: number, add: (scope: FastifyInstance) => unknown): void {
  void app.register((scope, _options, ready) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: mostBytes }, (_request, body, done) => done(null, body))
    add(scope)
    ready()
  })
}

/** For the description alone: no request says `image/*`, so nothing is held against it. */
const anyBytes = (types: readonly string[]) => ({
  content: Object.fromEntries(types.map(type => [type, { schema: Type.Unsafe({ contentMediaType: type }) }])),
})

/** `/brands/:brandId/keys/:id` → keys; `/session` → session. */
function tagOf(path: string): string {
  return (
    path
      .replace(/^\/brands\/:brandId\/?/, '')
      .split('/')
      .filter(Boolean)[0] ?? 'brands'
  )
}
