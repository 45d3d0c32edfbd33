/**
 * Writes down what was seen together and works out who is who: under the brand's lock, in one short transaction of
 * its own, so that a round that is cut off afterwards finds the same persons again.
 */
import type { Events } from '../../infra/clickhouse.ts'
import type { Db } from '../../infra/postgres.ts'
import { loadSql } from '../../infra/sql.ts'
import { assignPersons, type Known } from './assign.ts'
import { type IdentityRow, identityColumns, nodeOf } from './nodes.ts'
import { type Link, resolveLinks } from './resolve.ts'
import { writePersons } from './write-persons.ts'

const sql = loadSql(new URL('./identity.sql', import.meta.url), [
  'lock_brand',
  'find_identities',
  'add_links',
  'links_of',
  'cut_links',
  'nodes_of_persons',
])

/** What was seen: every id with its first moment (also those named in links), and the links. */
export type Sightings = { nodes: ReadonlyMap<string, number>; links: readonly Link[] }

/**
 * Who is who now, for every id that was looked at; `joined` are the persons among them who have a unionid, `merged` the
 * numbers that lead to another one from here on: [from, into].
 */
export type Settled = {
  persons: Map<string, number>
  joined: Set<number>
  merged: [from: number, into: number][]
  epoch: number | undefined
}

export type SettleDeps = { db: Db; events: Events; now(): Date }

/** What hangs together with what was seen: the ids that were known before, and the links between all of them. */
export type Component = { known: Map<string, Known>; links: Link[] }

type FoundRow = IdentityRow & { person: number; origin: number; first_seen_at: Date }

export function settle(deps: SettleDeps, brandId: string, seen: Sightings): Promise<Settled> {
  return deps.db.transaction(async db => {
    await db.query(sql.lock_brand, { brand_id: brandId })
    await addLinks(db, brandId, seen.links)
    return work({ ...deps, db }, brandId, seen)
  })
}

/** Parts these ids from the rest of their person for good. The caller holds the transaction. */
export async function separate(deps: SettleDeps, brandId: string, person: number, apart: string[], by: string): Promise<Settled> {
  await deps.db.query(sql.lock_brand, { brand_id: brandId })
  await deps.db.query(sql.cut_links, { brand_id: brandId, nodes: apart })
  const rows = await deps.db.query<FoundRow>(sql.nodes_of_persons, { brand_id: brandId, persons: [person] })
  return work(deps, brandId, { nodes: new Map(rows.map(row => [nodeOf(row), row.first_seen_at.getTime()])), links: [] }, by)
}

async function work(deps: SettleDeps, brandId: string, seen: Sightings, by?: string): Promise<Settled> {
  const { known, links } = await component(deps.db, brandId, seen)
  const { clusters, conflicts } = resolveLinks(new Set([...known.keys(), ...seen.nodes.keys()]), links)
  return writePersons(deps, brandId, { seen, known, clusters, conflicts, plan: assignPersons(clusters, known), ...(by ? { by } : {}) })
}

async function addLinks(db: Db, brandId: string, links: readonly Link[]): Promise<void> {
  if (links.length === 0) return
  await db.query(sql.add_links, {
    brand_id: brandId,
    as: links.map(l => l.a),
    bs: links.map(l => l.b),
    ms: links.map(l => l.ms),
    seqs: links.map(l => l.seq),
  })
}

/** An id that nobody knew has no links but those just seen, so only known ids are followed. */
async function component(db: Db, brandId: string, seen: Sightings): Promise<Component> {
  const known = new Map<string, Known>()
  const links = new Map<string, Link>()
  const visited = new Set<string>(seen.nodes.keys())
  let frontier = [...visited]
  while (frontier.length > 0) {
    const found = await db.query<FoundRow>(sql.find_identities, { brand_id: brandId, ...identityColumns(frontier) })
    for (const row of found) known.set(nodeOf(row), { person: row.person, origin: row.origin, firstSeenMs: row.first_seen_at.getTime() })
    frontier = []
    if (found.length === 0) break
    for (const link of await db.query<Link>(sql.links_of, { brand_id: brandId, nodes: found.map(nodeOf) })) {
      links.set(`${link.a}\n${link.b}`, link)
      for (const node of [link.a, link.b]) {
        if (visited.has(node)) continue
        visited.add(node)
        frontier.push(node)
      }
    }
  }
  for (const link of seen.links) if (!known.has(link.a) && !known.has(link.b)) links.set(`${link.a}\n${link.b}`, link)
  return { known, links: [...links.values()] }
}
