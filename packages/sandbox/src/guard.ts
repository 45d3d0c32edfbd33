/** Who may look into the world and change it: this machine, by its own names, and no other site's page. */
import type { IncomingMessage } from 'node:http'

const loopback = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1'])
const ownNames = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/

/** Why another machine, or a foreign name for this one, is refused; undefined when the request may go on. */
export function refuseMachine(request: IncomingMessage): string | undefined {
  const own = loopback.has(request.socket.remoteAddress ?? '') && ownNames.test(request.headers.host ?? '')
  return own ? undefined : 'The control API answers this machine only.'
}

/** Why a page of another origin is refused; programs send neither header. Undefined when the request may go on. */
export function refuseSite({ headers }: IncomingMessage): string | undefined {
  const { host, origin, 'sec-fetch-site': site } = headers
  const foreign = (origin !== undefined && origin !== `http://${host}`) || (site !== undefined && site !== 'same-origin' && site !== 'none')
  return foreign ? 'The control API answers programs and its own page, not another site’s.' : undefined
}
