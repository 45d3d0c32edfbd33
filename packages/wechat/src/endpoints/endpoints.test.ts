import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { placeFields } from '../endpoint.ts'
import { allEndpoints, createMenu, findEndpoint, getStableToken, uploadTemporaryMedia } from './index.ts'

it('has one row for an address', () => {
  const addresses = allEndpoints.map(({ endpoint }) => `${endpoint.row.method} ${endpoint.row.path}`)
  expect(new Set(addresses).size).toBe(addresses.length)
  expect(new Set(allEndpoints.map(({ name }) => name)).size).toBe(allEndpoints.length)
})

describe.each(allEndpoints)('$name', ({ endpoint: { row } }) => {
  it('has a clean path, accounts and a source', () => {
    expect(row.path).toMatch(/^\/[a-z0-9_/-]+$/i)
    expect(row.accounts.length).toBeGreaterThan(0)
    expect(row.source).toMatch(/^developers\.weixin\.qq\.com\//)
  })
})

it('finds a row by method and path', () => {
  expect(findEndpoint('POST', '/cgi-bin/menu/create')?.endpoint).toBe(createMenu)
  expect(findEndpoint('GET', '/cgi-bin/menu/create')).toBeUndefined()
})

it('places fields as rows say', () => {
  expect(placeFields(getStableToken.row, { force_refresh: true })).toEqual({
    query: {},
    body: { grant_type: 'client_credential', force_refresh: true },
  })
  expect(placeFields(uploadTemporaryMedia.row, { type: 'image', media: 1, none: undefined })).toEqual({
    query: { type: 'image' },
    body: { media: 1 },
  })
})

it('leaves out no path of the reference', () => {
  const { note: _, ...documented } = JSON.parse(readFileSync(new URL('./cases/documented-paths.json', import.meta.url), 'utf8'))
  const ours = new Set(allEndpoints.map(({ endpoint }) => endpoint.row.path))
  const paths = Object.values(documented as Record<string, string[]>).flat()
  expect(paths.filter(path => !ours.has(path))).toEqual([])
  expect(paths.length).toBeGreaterThan(230)
})
