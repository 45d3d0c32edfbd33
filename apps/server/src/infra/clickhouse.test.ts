import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { isStoreFailure } from '../features/inbox/bisect.ts'
import { connectClickhouse, type Events } from './clickhouse.ts'

let events: Events
let status = 503
let body = ''
const proxy = createServer((req, res) => {
  req.resume()
  res.writeHead(status)
  res.end(body)
})

beforeAll(async () => {
  await new Promise<void>(resolve => proxy.listen(0, '127.0.0.1', resolve))
  events = connectClickhouse(`http://127.0.0.1:${(proxy.address() as AddressInfo).port}/x`)
})
afterAll(async () => {
  await events.close()
  proxy.closeAllConnections()
  proxy.close()
})

it('names the status and the statement when an answer gives no reason, and takes it for the store’s fault', async () => {
  const failures = await Promise.allSettled([
    events.query('select count()\n  from events'),
    events.command('alter table events delete where 1'),
    events.insert('events', '{}\n', { token: 't' }),
  ])
  expect(failures.map(failure => failure.status === 'rejected' && failure.reason.message)).toEqual([
    'The event store answered HTTP 503 and gave no reason: select count() from events',
    'The event store answered HTTP 503 and gave no reason: alter table events delete where 1',
    'The event store answered HTTP 503 and gave no reason: insert into events format JSONEachRow',
  ])
  for (const failure of failures) expect(isStoreFailure((failure as PromiseRejectedResult).reason)).toBe(true)
})

it('leaves a reason as it was given', async () => {
  status = 400
  body = 'Code: 47. DB::Exception: Unknown identifier `x`. (UNKNOWN_IDENTIFIER) (version 25.8)'
  await expect(events.query('select x')).rejects.toMatchObject({ code: '47', type: 'UNKNOWN_IDENTIFIER' })
})
