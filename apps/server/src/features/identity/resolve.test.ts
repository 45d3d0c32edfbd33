import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type Observation, resolveIdentities } from './observations.ts'
import { resolveLinks } from './resolve.ts'

type Case = { id: string; input: { observations?: Observation[]; file?: string; first_rows?: number; use_phone: boolean } }
const read = (name: string) => readFileSync(new URL(`./cases/${name}`, import.meta.url), 'utf8')
const cases = JSON.parse(read('cases.json')) as Case[]
const expected = JSON.parse(read('expected.json')) as Record<string, { expect: Record<string, unknown> }>

function observations(input: Case['input']): Observation[] {
  if (input.observations) return input.observations
  const rows = read(input.file!).trim().split('\n').slice(1)
  const list = rows.map(line => {
    const [seq, ts, appid, openid, unionid, phone, device] = line.split(',') as [string, string, string, string, string, string, string]
    return { seq: Number(seq), ts: Number(ts), appid, openid, unionid, phone, device }
  })
  return input.first_rows ? list.filter(row => row.seq <= input.first_rows!) : list
}

describe('persons out of observations', () => {
  it.each(cases)('equals the oracle: $id', ({ id, input }) => {
    const report: Record<string, unknown> = resolveIdentities(observations(input), { usePhone: input.use_phone })
    for (const [key, value] of Object.entries(expected[id]!.expect)) expect(report[key], key).toEqual(value)
  })

  it('does not depend on the order of arrival', () => {
    const rows = observations({ file: 'world-1.csv', use_phone: true })
    const mixed = rows.map((row, i) => ({ row, at: (i * 7919) % rows.length })).sort((a, b) => a.at - b.at)
    const one = resolveIdentities(rows, { usePhone: true })
    const other = resolveIdentities(
      mixed.map(m => m.row),
      { usePhone: true },
    )
    expect(other.clusters_sha256).toBe(one.clusters_sha256)
  })

  it('keeps a customer number with its person when a phone turns out to be shared', () => {
    const link = (a: string, b: string) => ({ a, b, ms: 1, seq: 1 })
    const links = [link('o:mp:a', 'u:1'), link('o:mp:a', 'e:M1'), link('o:mp:a', 'p:138'), link('o:mp:b', 'u:2'), link('o:mp:b', 'p:138')]
    const { clusters, conflicts } = resolveLinks([], links)
    expect(clusters).toContainEqual(['e:M1', 'o:mp:a', 'u:1'])
    expect(conflicts).toEqual([{ type: 'shared_phone', key: 'p:138', unionids: ['u:1', 'u:2'] }])
  })
})
