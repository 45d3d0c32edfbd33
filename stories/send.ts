/** HTTP as a client that does not know the rules sends it: any method, headers and bytes; the answer is read as it is. */
import { request } from 'node:http'

export type Answer = { status: number; type: string; text: string }

/** Resolves with the answer even when the server stops reading the body midway. */
export function send(
  url: string,
  { method = 'POST', headers = {}, body = '' }: { method?: string; headers?: Record<string, string>; body?: string | Buffer } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const length = headers['transfer-encoding'] ? undefined : { 'content-length': String(Buffer.byteLength(body)) }
    const outgoing = request(url, { method, agent: false, headers: { ...length, ...headers } }, incoming => {
      let text = ''
      const done = () => resolve({ status: incoming.statusCode!, type: incoming.headers['content-type'] ?? '', text })
      incoming.setEncoding('utf8')
      incoming.on('data', part => (text += part))
      incoming.on('end', done)
      incoming.on('error', done)
    })
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}
