/** Identity as a measure: sightings in, persons and conflicts out (`wematrix compute identity`). */
import { createHash } from 'node:crypto'
import { type Conflict, type Link, resolveLinks } from './resolve.ts'

/** A row as a carrier reports it; empty text means absent. `ts` orders first, `seq` breaks ties. A device joins nothing. */
export type Observation = { seq: number; ts: number; appid: string; openid: string; unionid: string; phone: string; device?: string }

export type IdentityReport = {
  persons: number
  persons_without_lone_phones: number
  clusters: string[][]
  clusters_sha256: string
  conflicts: Conflict[]
  conflict_count: number
  conflict_counts_by_type: Record<string, number>
  persons_by_size: Record<string, number>
}

/** Persons behind a set of observations; with `usePhone` phones join, without they are not looked at. */
export function resolveIdentities(observations: readonly Observation[], options: { usePhone: boolean }): IdentityReport {
  const { nodes, links } = linksOf(observations, options.usePhone)
  const { clusters, conflicts } = resolveLinks(nodes, links)
  const text = clusters
    .map(cluster => cluster.join(','))
    .sort()
    .join('\n')
  return {
    persons: clusters.length,
    persons_without_lone_phones: clusters.filter(c => c.length > 1 || !c[0]!.startsWith('p:')).length,
    clusters,
    clusters_sha256: createHash('sha256').update(text).digest('hex'),
    conflicts,
    conflict_count: conflicts.length,
    conflict_counts_by_type: countBy(conflicts, conflict => conflict.type),
    persons_by_size: countBy(clusters, cluster => String(cluster.length)),
  }
}

/** What was seen together, each pair once with its earliest sighting. */
function linksOf(observations: readonly Observation[], usePhone: boolean): { nodes: Set<string>; links: Link[] } {
  const nodes = new Set<string>()
  const links = new Map<string, Link>()
  const saw = (a: string, b: string, { ts, seq }: Observation) => {
    const key = `${a}\n${b}`
    const known = links.get(key)
    if (!known || ts < known.ms || (ts === known.ms && seq < known.seq)) links.set(key, { a, b, ms: ts, seq })
  }
  for (const row of observations) {
    const openid = row.openid && `o:${row.appid}:${row.openid}`
    const unionid = row.unionid && `u:${row.unionid}`
    const phone = usePhone && row.phone && `p:${row.phone}`
    for (const node of [openid, unionid, phone]) if (node) nodes.add(node)
    if (openid && unionid) saw(openid, unionid, row)
    const holder = openid || unionid
    if (phone && holder) saw(holder, phone, row)
  }
  return { nodes, links: [...links.values()] }
}

function countBy<T>(list: readonly T[], key: (item: T) => string): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const item of list) counts[key(item)] = (counts[key(item)] ?? 0) + 1
  return counts
}
