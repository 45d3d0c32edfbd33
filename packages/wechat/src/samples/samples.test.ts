/** The reference's samples and field sets: types take them (this file compiles), limits let them pass, and nothing is lost on the way out or in. */
import { describe, expect, it } from 'vitest'
import { type AnyEndpoint, allEndpoints, type Caller, checkInput, createClient, type Endpoint, parseJson, stringifyJson } from '../index.ts'
import { answers } from './answers.ts'
import { fieldSets } from './field-sets.ts'
import { requests } from './requests.ts'

const byName = new Map(allEndpoints.map(({ name, endpoint }) => [name, endpoint as AnyEndpoint & Endpoint]))
const each = <Sample>(samples: Record<string, readonly Sample[]>) =>
  Object.entries(samples).flatMap(([name, list]) => list.map((sample, n) => [`${name} ${n + 1}`, byName.get(name)!, sample] as const))

describe('a request', () => {
  it.each(each<object>(requests))('%s is within the limits and travels whole', (_name, endpoint, request) => {
    expect(() => checkInput(endpoint.row, request)).not.toThrow()
    const withText = JSON.parse(JSON.stringify(request, (_key, value) => (typeof value === 'bigint' ? String(value) : value)))
    expect(parseJson(stringifyJson(request))).toEqual(withText)
  })
})

describe('an answer', () => {
  it.each(each<{ wire: string; given: unknown }>({ ...answers, ...fieldSets }))(
    '%s reaches the caller whole',
    async (_name, endpoint, { wire, given }) => {
      const token = '{"access_token":"t","expires_in":7200}'
      const answer = (url: unknown) => new Response(String(url).includes('/cgi-bin/stable_token') ? token : wire)
      const client: Caller = createClient({
        credentials: { appId: 'wx1', appSecret: 's' },
        fetch: async url => answer(url),
        checks: false,
      })
      const got = await client.call(endpoint, {})
      expect(got).toEqual(given)
      // Out again and in again: the same, and every leaf of WeChat's text is still there.
      expect(parseJson(stringifyJson(got))).toEqual(given)
      const { errcode: _code, errmsg: _msg, ...sent } = parseJson(wire) as Record<string, unknown>
      expect(leaves(got)).toEqual(leaves(sent))
    },
  )
})

/** Paths and values of all leaves, numbers as their digits. */
function leaves(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return [`${path}=${value}`]
  return Object.entries(value).flatMap(([key, field]) => leaves(field, `${path}.${key}`))
}
