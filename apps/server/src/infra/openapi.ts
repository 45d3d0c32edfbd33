import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'

/** The description of the API at `/openapi.json`, and pages to read it at `/docs`. Register before the routes. */
export async function describeApi(app: FastifyInstance, version: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'wematrix',
        version,
        description:
          'One Mini Program, its Official Accounts and its Channels account, run as one. Times are UTC instants, days are the brand’s days, money is integer fen.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      components: {
        securitySchemes: {
          session: { type: 'apiKey', in: 'cookie', name: 'wm_session' },
          secretKey: { type: 'http', scheme: 'bearer', description: 'A secret key (sk_…) of the brand.' },
        },
      },
      security: [{ session: [] }, { secretKey: [] }],
    },
    hideUntagged: true,
  })
  await app.register((scope, _options, done) => {
    scope.addHook('onRoute', options => {
      options.config = { ...options.config, access: 'public' }
    })
    scope.register(swaggerUi, { routePrefix: '/docs', uiConfig: { docExpansion: 'none', deepLinking: true } })
    done()
  })
  app.get('/openapi.json', { config: { access: 'public' }, schema: { hide: true } }, () => app.swagger())
}
