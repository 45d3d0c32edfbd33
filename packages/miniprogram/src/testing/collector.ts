/** A real HTTP server that takes batches like wematrix does: equal message ids count once; the next answers can be chosen. */
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { LoginRequest, WireBatch, WireCall } from '../wire.ts'

export type Collector = Awaited<ReturnType<typeof startCollector>>

export async function startCollector() {
  const batches: (WireBatch & { authorization: string | undefined; bytes: number })[] = []
  const calls = new Map<string, WireCall>()
  const logins: LoginRequest[] = []
  const next: { status: number; keep?: boolean; headers?: Record<string, string> }[] = []
  let unionid: string | undefined = 'union-lin'

  const server = createServer(async (request, reply) => {
    const text = await body(request)
    if (request.url === '/v1/login') {
      logins.push(JSON.parse(text))
      return reply.end(JSON.stringify({ openid: 'openid-lin', ...(unionid && { unionid }) }))
    }
    const { status, keep, headers } = next.shift() ?? { status: 200 }
    const batch = JSON.parse(text) as WireBatch
    if (status === 200 || keep) {
      batches.push({ ...batch, authorization: request.headers.authorization, bytes: Buffer.byteLength(text) })
      for (const call of batch.batch)
        if (!calls.has(call.messageId)) calls.set(call.messageId, { ...call, context: { ...batch.context, ...call.context } })
    }
    reply.writeHead(status, headers).end(JSON.stringify({ success: status === 200 }))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    batches,
    logins,
    /** Answers for the coming batches, in order; `keep` stores the batch although the answer is lost. */
    next,
    /** What arrived, each message id once, in order of arrival. */
    calls: () => [...calls.values()],
    events: (name?: string) => [...calls.values()].flatMap(call => (call.type === 'track' && (!name || call.event === name) ? [call] : [])),
    withoutUnionId() {
      unionid = undefined
    },
    /** Waits until `count` calls have arrived. */
    async until(count: number) {
      for (let tries = 0; calls.size < count && tries < 400; tries++) await new Promise(resolve => setTimeout(resolve, 10))
      return [...calls.values()]
    },
    close() {
      server.closeAllConnections()
      return new Promise<void>(resolve => void server.close(() => resolve()))
    },
  }
}

async function body(request: IncomingMessage) {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts).toString('utf8')
}
