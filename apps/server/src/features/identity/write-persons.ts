/** Carries out an assignment of numbers: identities, persons, the merge log, conflicts, and what must be mended after. */
import { newId } from '../../infra/ids.ts'
import type { Db } from '../../infra/postgres.ts'
import { loadSql } from '../../infra/sql.ts'
import type { Assignment, Known } from './assign.ts'
import { identityColumns } from './nodes.ts'
import { type Conflict, isAlias } from './resolve.ts'
import type { SettleDeps, Settled, Sightings } from './settle.ts'

const sql = loadSql(new URL('./identity.sql', import.meta.url), [
  'allocate_persons',
  'add_persons',
  'add_identities',
  'move_identities',
  'persons_of',
  'point_persons',
  'inherit_traits',
  'log_merges',
  'undo_merges',
  'add_conflicts',
  'add_moves',
  'add_dirty',
  'bump_epoch',
])

export type Plan = {
  seen: Sightings
  known: ReadonlyMap<string, Known>
  clusters: readonly string[][]
  conflicts: readonly Conflict[]
  plan: Assignment
  /** The operator who asked for it; absent when facts did. */
  by?: string
}

export async function writePersons(deps: SettleDeps, brandId: string, work: Plan): Promise<Settled> {
  const { db, now } = deps
  const { plan } = work
  const first = await allocate(db, brandId, plan.fresh)
  const number = (no: number) => (no > 0 ? no : first - no)
  const persons = new Map([...plan.persons].map(([node, no]) => [node, number(no)]))
  await addPersons(db, brandId, work, number)
  await writeIdentities(db, brandId, work, persons, number)
  const { changed, merged } = await writeMerges(deps, brandId, work)
  await writeConflicts(db, brandId, work.conflicts, now())
  await writeMoves(db, brandId, plan, number, now())
  const joined = new Set<number>()
  for (const [node, person] of persons) if (node.startsWith('u:')) joined.add(person)
  const dirty = new Set([...changed, ...plan.moves.flatMap(move => [number(move.to), ...move.from]), ...newlyJoined(work, persons)])
  if (dirty.size > 0) await db.query(sql.add_dirty, { brand_id: brandId, persons: [...dirty] })
  const moved = changed.length > 0 || plan.moves.length > 0
  return { persons, joined, merged, epoch: moved ? await bump(db, brandId) : undefined }
}

/** The first of `count` new numbers. */
async function allocate(db: Db, brandId: string, count: number): Promise<number> {
  if (count === 0) return 0
  const row = await db.one<{ next_person: number }>(sql.allocate_persons, { brand_id: brandId, count })
  if (!row) throw new Error(`There is no brand ${brandId}.`)
  return row.next_person - count
}

async function addPersons(db: Db, brandId: string, { plan, clusters, seen }: Plan, number: (no: number) => number): Promise<void> {
  if (plan.fresh === 0) return
  const created = new Map<number, number>()
  for (const cluster of clusters) {
    const no = plan.persons.get(cluster[0]!)!
    if (no <= 0) created.set(number(no), Math.min(...cluster.map(node => seen.nodes.get(node) ?? Number.MAX_SAFE_INTEGER)))
  }
  const ms = [...created.values()].map(at => (at === Number.MAX_SAFE_INTEGER ? 0 : at))
  await db.query(sql.add_persons, { brand_id: brandId, nos: [...created.keys()], ms })
}

async function writeIdentities(
  db: Db,
  brandId: string,
  { plan, seen, known }: Plan,
  persons: Map<string, number>,
  number: (no: number) => number,
): Promise<void> {
  const fresh: string[] = []
  const moved: string[] = []
  for (const [node, person] of persons) {
    const before = known.get(node)
    if (!before) fresh.push(node)
    else if (before.person !== person || plan.origins.has(node)) moved.push(node)
  }
  const columns = (nodes: string[]) => ({
    brand_id: brandId,
    ...identityColumns(nodes),
    persons: nodes.map(node => persons.get(node)!),
    origins: nodes.map(node => (plan.origins.has(node) ? number(plan.origins.get(node)!) : known.get(node)!.origin)),
  })
  if (fresh.length > 0) await db.query(sql.add_identities, { ...columns(fresh), ms: fresh.map(node => seen.nodes.get(node)!) })
  if (moved.length > 0) await db.query(sql.move_identities, columns(moved))
}

/** Points merged numbers at their survivors and separated ones at themselves; `changed` is every person that is touched. */
async function writeMerges(
  { db, events, now }: SettleDeps,
  brandId: string,
  work: Plan,
): Promise<{ changed: number[]; merged: Settled['merged'] }> {
  const { plan, known } = work
  if (plan.targets.size < 2 && plan.moves.length === 0 && !work.by) return { changed: [], merged: [] }
  const rows = await db.query<{ no: number; merged_into: number | null }>(sql.persons_of, {
    brand_id: brandId,
    nos: [...plan.targets.keys()],
  })
  const changes = rows
    .map(row => ({ no: row.no, was: row.merged_into, target: plan.targets.get(row.no)! }))
    .filter(c => (c.was ?? c.no) !== c.target)
  if (changes.length === 0) return { changed: [], merged: [] }
  const point = { brand_id: brandId, nos: changes.map(c => c.no), targets: changes.map(c => (c.target === c.no ? null : c.target)) }
  await db.query(sql.point_persons, point)
  const at = now()
  const undone = changes.filter(c => c.was !== null)
  if (undone.length > 0) await db.query(sql.undo_merges, { brand_id: brandId, froms: undone.map(c => c.no), at, by: work.by ?? 'facts' })
  const merged = changes.filter(c => c.target !== c.no)
  if (merged.length > 0) {
    await db.query(sql.inherit_traits, { brand_id: brandId, nos: merged.map(c => c.no), targets: merged.map(c => c.target) })
    const nodesByOrigin = byOrigin(known)
    const reasons = merged.map(c => reasonOf(work, c.no, c.target))
    await db.query(sql.log_merges, {
      brand_id: brandId,
      at,
      ids: merged.map(() => newId('mrg')),
      froms: merged.map(c => c.no),
      intos: merged.map(c => c.target),
      reasons: reasons.map(r => r.reason),
      evidences: reasons.map(r => JSON.stringify(r.evidence)),
      moveds: merged.map(c => JSON.stringify(nodesByOrigin.get(c.no) ?? [])),
    })
  }
  const version = at.getTime()
  const lines = changes.map(c =>
    JSON.stringify({ brand: brandId, from_person: c.no, into_person: c.target, undone: c.target === c.no ? 1 : 0, version }),
  )
  await events.insert('person_merges', `${lines.join('\n')}\n`, { token: newId('tok') })
  return {
    changed: [...new Set(changes.flatMap(c => [c.no, c.target, ...(c.was === null ? [] : [c.was])]))],
    merged: merged.map(c => [c.no, c.target]),
  }
}

/** The link of this round that touched both; a merge without one follows from an older link that has become free. */
function reasonOf({ seen, known }: Plan, from: number, into: number): { reason: string; evidence: object } {
  const near = (node: string) => known.get(node)?.origin === from || known.get(node)?.origin === into
  const link = seen.links.find(l => near(l.a) || near(l.b))
  if (!link) return { reason: 'resolution', evidence: {} }
  const kind = isAlias(link) ? 'alias' : ({ u: 'unionid', e: 'external', p: 'phone' }[link.b[0]!] ?? 'resolution')
  return { reason: kind, evidence: { a: link.a, b: link.b, at: new Date(link.ms).toISOString() } }
}

async function writeConflicts(db: Db, brandId: string, conflicts: readonly Conflict[], at: Date): Promise<void> {
  if (conflicts.length === 0) return
  await db.query(sql.add_conflicts, {
    brand_id: brandId,
    at,
    ids: conflicts.map(() => newId('cfl')),
    kinds: conflicts.map(c => c.type),
    subjects: conflicts.map(c => c.key),
    details: conflicts.map(c => JSON.stringify(c)),
  })
}

async function writeMoves(db: Db, brandId: string, plan: Assignment, number: (no: number) => number, at: Date): Promise<void> {
  if (plan.moves.length === 0) return
  await db.query(sql.add_moves, {
    brand_id: brandId,
    at,
    froms: plan.moves.map(m => JSON.stringify(m.from)),
    tos: plan.moves.map(m => number(m.to)),
    nodes: plan.moves.map(m => JSON.stringify(m.nodes)),
  })
}

/** Persons known before who got a unionid just now: their arrivals can be joined from here on. */
function newlyJoined({ clusters, known }: Plan, persons: Map<string, number>): number[] {
  const late = clusters.filter(
    cluster => cluster.some(node => node.startsWith('u:') && !known.has(node)) && cluster.some(node => known.has(node)),
  )
  return late.map(cluster => persons.get(cluster[0]!)!)
}

async function bump(db: Db, brandId: string): Promise<number> {
  return (await db.one<{ identity_epoch: number }>(sql.bump_epoch, { brand_id: brandId }))!.identity_epoch
}

function byOrigin(known: ReadonlyMap<string, Known>): Map<number, string[]> {
  const nodes = new Map<number, string[]>()
  for (const [node, { origin }] of known) {
    const list = nodes.get(origin)
    if (list) list.push(node)
    else nodes.set(origin, [node])
  }
  return nodes
}
