import { allEndpoints } from '@wematrix/wechat'
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { partner } from '../partners/partners.ts'
import type { Sandbox } from '../sandbox.ts'
import { tokenOf } from '../testing/product.ts'
import { quietWorld } from '../testing/worlds.ts'

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await quietWorld()
})
afterAll(() => sandbox.close())
beforeEach(() => {
  sandbox.realm.reset()
  for (const kind of ['talent', 'league'] as const) partner(sandbox.realm, kind)
})

const aliases: Record<string, string> = { official_account: 'service', mini_program: 'mini-program', channels: 'channels', shop: 'shop' }
const stderr = vi.spyOn(process.stderr, 'write')
const stumbles = () => stderr.mock.calls.map(([text]) => String(text)).filter(text => text.includes('TypeError'))
/** Bodies that no honest client sends: nothing, and every field of a kind it is not. */
const odd: unknown[] = [{}, 1, 'text', [], null, { deep: { er: [] } }, '', -1, true]

it.each(
  allEndpoints
    .filter(({ endpoint: { row } }) => row.auth === 'access_token' && row.body !== 'multipart')
    .map(({ name, endpoint }) => [name, endpoint.row] as const),
)('%s answers odd input with an errcode, never with a broken answer', async (_name, row) => {
  const kind = row.accounts[0]!
  const token = await tokenOf(sandbox.url, sandbox.realm.account(aliases[kind] ?? (kind === 'open_platform' ? 'mini-program' : kind)).spec)
  const names = new Set(
    (row.checks ?? []).flat(5).flatMap(check => ('at' in check && typeof check.at === 'string' ? [check.at.split(/[.[]/)[0]!] : [])),
  )
  for (const value of odd) {
    const body = Object.fromEntries([...names].map(name => [name, value]))
    const query =
      row.method === 'GET'
        ? `&${new URLSearchParams(Object.fromEntries(Object.entries(body).map(([name, one]) => [name, String(one)])))}`
        : ''
    const answer = await fetch(
      `${sandbox.url}${row.path}?access_token=${token}${query}`,
      row.method === 'GET' ? {} : { method: 'POST', body: JSON.stringify(body) },
    )
    expect(answer.status, `${JSON.stringify(body)}`).toBe(200)
    await answer.arrayBuffer()
  }
  // Answered by looking at it, not by stumbling over it.
  expect(stumbles()).toEqual([])
})
