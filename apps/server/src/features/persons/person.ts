/** One person: ids on every carrier, how they became one, conflicts, interests. */
import type { Context } from '../../context.ts'
import { AppError } from '../../errors.ts'
import { loadChSql, loadSql } from '../../infra/sql.ts'
import { identityOf, nodeOf } from '../identity/nodes.ts'
import { catalogue } from '../reports/metrics/catalogue.ts'
import { personId, personNo, readCursor, writeCursor } from './ids.ts'
import type { Conflict, Identity, Merge, PersonReply } from './schema.ts'
import { carrierTotals, membersOf, personRows } from './summary.ts'

const sql = loadSql(new URL('./persons.sql', import.meta.url), [
  'find_person',
  'identities',
  'merges',
  'merge',
  'conflicts',
  'count_conflicts',
  'conflicts_of',
  'persons_of',
])
const chSql = loadChSql(new URL('./persons.ch.sql', import.meta.url), ['interests', 'need'])

/** The person that a number counts as now. Throws `not_found`. */
export async function rootOf(ctx: Context, id: string): Promise<number> {
  const row = await ctx.db.one<{ root: number }>(sql.find_person, { brand_id: ctx.brandId, no: personNo(id) })
  if (!row) throw new AppError('not_found', `There is no person ${id}.`)
  return row.root
}

/** Throws `not_found`. A person that was merged away gives the one it went into. */
export async function readPerson(ctx: Context, id: string): Promise<PersonReply> {
  const root = await rootOf(ctx, id)
  const members = await membersOf(ctx, [root])
  const numbers = members.get(root)!
  const params = { brand: ctx.brandId, persons: numbers }
  const [[row], totals, identityList, merges, interests, [need], created] = await Promise.all([
    personRows(ctx, [root]),
    carrierTotals(ctx, members),
    identitiesOf(ctx, root),
    ctx.db.query<MergeRow>(sql.merges, { brand_id: ctx.brandId, persons: numbers }),
    ctx.events.query<{ topic: string; score: string; events: string }>(chSql.interests, params),
    ctx.events.query<{ high_need: number }>(chSql.need, params),
    ctx.db.one<{ created_at: Date }>('select created_at from persons where brand_id = :brand and no = :no', {
      brand: ctx.brandId,
      no: root,
    }),
  ])
  const nodes = identityList.map(item => nodeOf({ kind: item.kind, app_id: item.appId, value: item.value }))
  const conflicts = await ctx.db.query<ConflictRow>(sql.conflicts_of, { brand_id: ctx.brandId, nodes })
  return {
    ...row!,
    createdAt: created!.created_at.toISOString(),
    askedFor: id,
    mergedFrom: numbers.filter(no => no !== root).map(personId),
    identityList: identityList.map(item => (item.kind === 'phone' ? { ...item, value: `${item.value.slice(0, 8)}…` } : item)),
    merges: merges.map(toMerge),
    conflicts: await withPeople(ctx, conflicts),
    byCarrier: (totals.get(root) ?? []).map(item => ({
      carrier: item.carrier,
      events: item.events,
      firstAt: new Date(item.firstMs).toISOString(),
      lastAt: new Date(item.lastMs).toISOString(),
      valueFen: item.valueFen,
    })),
    interests: interests.map(item => ({ topic: item.topic, score: Number(item.score), events: Number(item.events) })),
    highNeed: need?.high_need === 1,
    definition: catalogue.timeline.definition,
    honesty: catalogue.timeline.honesty,
  }
}

type IdentityRow = {
  kind: Identity['kind']
  app_id: string
  value: string
  first_seen_at: Date
  carrier_id: string | null
  carrier_name: string | null
}

async function identitiesOf(ctx: Context, person: number): Promise<Identity[]> {
  const rows = await ctx.db.query<IdentityRow>(sql.identities, { brand_id: ctx.brandId, person })
  return rows.map(row => ({
    kind: row.kind,
    appId: row.app_id,
    carrierId: row.carrier_id,
    carrierName: row.carrier_name,
    value: row.value,
    firstSeenAt: row.first_seen_at.toISOString(),
  }))
}

export type MergeRow = {
  id: string
  from_person: number
  into_person: number
  reason: string
  evidence: Record<string, unknown>
  at: Date
  undone_at: Date | null
  undone_by: string | null
}

function toMerge(row: MergeRow): Merge {
  return {
    id: row.id,
    from: personId(row.from_person),
    into: personId(row.into_person),
    reason: row.reason,
    evidence: row.evidence,
    at: row.at.toISOString(),
    undoneAt: row.undone_at?.toISOString() ?? null,
    undoneBy: row.undone_by,
  }
}

/** One line of the merge log. Throws `not_found`. */
export async function readMerge(ctx: Context, id: string): Promise<Merge> {
  const row = await ctx.db.one<MergeRow>(sql.merge, { brand_id: ctx.brandId, id })
  if (!row) throw new AppError('not_found', `There is no merge ${id}.`)
  return toMerge(row)
}

type ConflictRow = { id: string; kind: Conflict['kind']; subject: string; detail: unknown; found_at: Date; resolved_at: Date | null }

/** Conflicts, newest first. */
export async function listConflicts(
  ctx: Context,
  query: { open?: boolean | undefined; cursor?: string | undefined; limit?: number | undefined },
) {
  const limit = query.limit ?? 50
  const [before = null, beforeId = ''] = readCursor(query.cursor, 2) ?? []
  const open = query.open ?? true
  const [rows, count] = await Promise.all([
    ctx.db.query<ConflictRow>(sql.conflicts, { brand_id: ctx.brandId, open, before, before_id: beforeId, limit }),
    ctx.db.one<{ n: number }>(sql.count_conflicts, { brand_id: ctx.brandId, open }),
  ])
  const last = rows.length === limit ? rows.at(-1)! : undefined
  return {
    conflicts: await withPeople(ctx, rows),
    cursor: last ? writeCursor([last.found_at.toISOString(), last.id]) : null,
    total: count?.n ?? 0,
  }
}

/** Whom a conflict is about: the persons of every id it names. */
async function withPeople(ctx: Context, rows: readonly ConflictRow[]): Promise<Conflict[]> {
  const named = rows.map(row => [...new Set([row.subject, ...texts(row.detail)])].filter(text => /^[ouep]:/.test(text)))
  const wanted = [...new Set(named.flat())].map(identityOf)
  const found =
    wanted.length === 0
      ? []
      : await ctx.db.query<{ kind: Identity['kind']; app_id: string; value: string; person: number }>(sql.persons_of, {
          brand_id: ctx.brandId,
          kinds: wanted.map(item => item.kind),
          apps: wanted.map(item => item.app_id),
          values: wanted.map(item => item.value),
        })
  const personOf = new Map(found.map(row => [nodeOf(row), row.person]))
  return rows.map((row, i) => ({
    id: row.id,
    kind: row.kind,
    subject: row.subject,
    detail: row.detail,
    foundAt: row.found_at.toISOString(),
    resolvedAt: row.resolved_at?.toISOString() ?? null,
    people: [...new Set(named[i]!.flatMap(node => (personOf.has(node) ? [personId(personOf.get(node)!)] : [])))],
  }))
}

function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(texts)
}
