/**
 * Verdicts kept with what was read. An artefact's content is read once under the same rules; whoever asks again gets the kept
 * verdict, with the exceptions that are in force at that moment.
 */
import { createHash } from 'node:crypto'
import type { Context } from '../../context.ts'
import { AppError } from '../../errors.ts'
import { newId } from '../../infra/ids.ts'
import { loadSql } from '../../infra/sql.ts'
import { storable } from '../../infra/storable.ts'
import { readCursor, writeCursor } from '../persons/ids.ts'
import { actorOf, type BrandChecks, brandChecks, whoIs } from './brand-checks.ts'
import { type Content, isText, read } from './engine.ts'
import { canonical } from './rules-in-force.ts'
import type { Artefact, Finding, StoredReview, Verdict } from './schema.ts'
import { standing } from './waived.ts'

const sql = loadSql(new URL('./reviews.sql', import.meta.url), [
  'find_contents',
  'keep_reviews',
  'get_review',
  'list_reviews',
  'count_reviews',
  'confirm_review',
])

export type ToReview = { artefact: Artefact; carrierId?: string | undefined; content: Content }

/** `findings` before exceptions, `verdict` and `rules` after them. */
export type ReviewRow = {
  id: string
  kind: string
  artefact_id: string
  name: string
  carrier: StoredReview['carrier']
  surface: StoredReview['surface']
  draft_kind: string | null
  carrier_id: string | null
  hash: string
  excerpt: string
  verdict: Verdict
  findings: Finding[]
  rules: string[]
  packs: string[]
  ruleset: string
  at: Date
  live_since: Date | null
  leaving_since: Date | null
  door: string | null
  confirmed_by: string | null
  confirmed_at: Date | null
}

/** The same content, the same hash, however its keys are ordered. */
export function contentHash(content: Content): string {
  return createHash('sha256').update(canonical(content)).digest('hex')
}

export async function review(ctx: Context, one: ToReview): Promise<StoredReview> {
  return (await described(ctx, await reviewAll(ctx, [one])))[0]!
}

/** One read and at most one write for all; the answers stand in the order of what was asked. */
export async function reviewAll(ctx: Context, given: readonly ToReview[]): Promise<ReviewRow[]> {
  // What is read back of WeChat may have been cut inside a character.
  const asked = given.map(storable)
  const checks = await brandChecks(ctx)
  const hashes = asked.map(({ content }) => contentHash(content))
  const keys = { kinds: asked.map(({ artefact }) => artefact.kind), ids: asked.map(({ artefact }) => artefact.id), hashes }
  const keyOf = (kind: string, id: string, hash: string) => JSON.stringify([kind, id, hash])
  const rows = await ctx.db.query<ReviewRow>(sql.find_contents, { brand_id: ctx.brandId, ...keys })
  const known = new Map(rows.map(row => [keyOf(row.kind, row.artefact_id, row.hash), row]))
  const fresh = new Map<string, ToReview & { hash: string; found: Pick<ReviewRow, 'findings' | 'packs'> }>()
  for (const [i, one] of asked.entries()) {
    const key = keyOf(one.artefact.kind, one.artefact.id, hashes[i]!)
    const row = known.get(key)
    if (row && isCurrent(row, one, checks, ctx.clock.now())) continue
    const found = row?.ruleset === checks.ruleset.name ? row : read(checks.ruleset, one.content)
    fresh.set(key, { ...one, hash: hashes[i]!, found })
  }
  if (fresh.size > 0) {
    for (const row of await keep(ctx, checks, [...fresh.values()])) known.set(keyOf(row.kind, row.artefact_id, row.hash), row)
  }
  return asked.map(({ artefact }, i) => known.get(keyOf(artefact.kind, artefact.id, hashes[i]!))!)
}

function isCurrent(row: ReviewRow, { artefact, carrierId }: ToReview, { ruleset, waivers }: BrandChecks, now: Date): boolean {
  return (
    row.ruleset === ruleset.name &&
    row.name === artefact.name &&
    (carrierId === undefined || row.carrier_id === carrierId) &&
    row.verdict === standing(row.findings, waivers, artefact, now.getTime()).verdict
  )
}

async function keep(
  ctx: Context,
  { ruleset, waivers }: BrandChecks,
  fresh: readonly (ToReview & { hash: string; found: Pick<ReviewRow, 'findings' | 'packs'> })[],
): Promise<ReviewRow[]> {
  const now = ctx.clock.now()
  const stood = fresh.map(({ found, artefact }) => standing(found.findings, waivers, artefact, now.getTime()))
  return ctx.db.query<ReviewRow>(sql.keep_reviews, {
    ...{ brand_id: ctx.brandId, ruleset: ruleset.name, at: now, by: actorOf(ctx) },
    review_ids: fresh.map(() => newId('rvw')),
    kinds: fresh.map(({ artefact }) => artefact.kind),
    ids: fresh.map(({ artefact }) => artefact.id),
    names: fresh.map(({ artefact }) => artefact.name),
    carriers: fresh.map(({ content }) => content.carrier ?? null),
    surfaces: fresh.map(({ content }) => (isText(content) ? content.surface : null)),
    draft_kinds: fresh.map(({ content }) => (isText(content) ? null : content.kind)),
    carrier_ids: fresh.map(({ carrierId }) => carrierId ?? null),
    hashes: fresh.map(({ hash }) => hash),
    contents: fresh.map(({ content }) => JSON.stringify(content)),
    verdicts: stood.map(({ verdict }) => verdict),
    findings: fresh.map(({ found }) => JSON.stringify(found.findings)),
    rules: stood.map(({ rules }) => JSON.stringify(rules)),
    packs: fresh.map(({ found }) => JSON.stringify(found.packs)),
  })
}

export type ReviewFilter = {
  verdict?: Verdict | undefined
  live?: boolean | undefined
  kind?: string | undefined
  rule?: string | undefined
  limit?: number | undefined
  after?: string | undefined
}

export async function listReviews(ctx: Context, { verdict, live, kind, rule, limit = 50, after }: ReviewFilter) {
  const [at = null, id = ''] = readCursor(after, 2) ?? []
  const filter = { brand_id: ctx.brandId, kind: kind ?? null, live: live ?? null }
  const page = { verdict: verdict ?? null, rule: rule ?? null, limit, before_at: at === null ? null : new Date(at), before_id: id }
  const rows = await ctx.db.query<ReviewRow>(sql.list_reviews, { ...filter, ...page })
  const counted = new Map((await ctx.db.query<{ verdict: Verdict; n: number }>(sql.count_reviews, filter)).map(row => [row.verdict, row.n]))
  const last = rows.at(-1)
  return {
    reviews: await described(ctx, rows),
    next: last && rows.length === limit ? writeCursor([last.at.getTime(), last.id]) : null,
    counts: { block: counted.get('block') ?? 0, warn: counted.get('warn') ?? 0, pass: counted.get('pass') ?? 0 },
  }
}

/** Throws `not_found`. */
export async function getReview(ctx: Context, id: string): Promise<{ review: StoredReview; content: Content }> {
  const row = await ctx.db.one<ReviewRow & { content: Content }>(sql.get_review, { brand_id: ctx.brandId, id })
  if (!row) throw new AppError('not_found', 'There is no such review.')
  return { review: (await described(ctx, [row]))[0]!, content: row.content }
}

/** Throws `not_found`, `forbidden` for keys, `conflict` for what blocks or has nothing to confirm. */
export async function confirmReview(ctx: Context, id: string): Promise<StoredReview> {
  if (ctx.actor.kind !== 'user') throw new AppError('forbidden', 'Only a signed-in person confirms warnings, with their name under it.')
  const { review } = await getReview(ctx, id)
  if (review.verdict !== 'warn')
    throw new AppError(
      'conflict',
      review.verdict === 'block' ? 'What blocks cannot be confirmed; change it.' : 'Nothing is to be confirmed.',
    )
  await ctx.transaction(async ctx => {
    await ctx.db.one(sql.confirm_review, { brand_id: ctx.brandId, id, hash: review.hash, by: actorOf(ctx), at: ctx.clock.now() })
    await ctx.audit('checks.confirm', id, { artefact: review.artefact, rules: [...new Set(review.findings.map(({ rule }) => rule))] })
  })
  return (await getReview(ctx, id)).review
}

/** As people see them: with the exceptions of this moment. */
export async function described(ctx: Context, rows: readonly ReviewRow[]): Promise<StoredReview[]> {
  const { waivers } = await brandChecks(ctx)
  const now = ctx.clock.now().getTime()
  const who = await whoIs(
    ctx,
    rows.map(row => row.confirmed_by),
  )
  return rows.map(row => {
    const artefact = { kind: row.kind, id: row.artefact_id, name: row.name }
    const { verdict, findings } = standing(row.findings, waivers, artefact, now)
    return {
      ...{ id: row.id, artefact, carrier: row.carrier, surface: row.surface, draftKind: row.draft_kind, carrierId: row.carrier_id },
      ...{ hash: row.hash, excerpt: row.excerpt, verdict, findings, packs: row.packs, at: row.at.toISOString() },
      ...{ liveSince: row.live_since?.toISOString() ?? null, leavingSince: row.leaving_since?.toISOString() ?? null, door: row.door },
      confirmed: row.confirmed_at ? { by: who(row.confirmed_by!), at: row.confirmed_at.toISOString() } : null,
    }
  })
}
