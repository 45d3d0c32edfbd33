/** What reads for a brand: its rules of today and its exceptions, kept until it changes one or the day is over. */
import { basePacks, type Pack } from '@wematrix/checks'
import { LRUCache } from 'lru-cache'
import type { Context } from '../../context.ts'
import type { Db } from '../../infra/postgres.ts'
import { loadSql } from '../../infra/sql.ts'
import { dayOf } from '../../stats/calendar.ts'
import { type Content, type Ruleset, read, rulesetOf } from './engine.ts'
import { type BrandSays, packsInForce, rulesInForce } from './rules-in-force.ts'
import type { Review } from './schema.ts'
import { standing, type WaiverInForce } from './waived.ts'

const sql = loadSql(new URL('./checks.sql', import.meta.url), ['brand_says', 'revision_of', 'move_on', 'names_of'])

export type BrandChecks = {
  revision: number
  apps: string
  day: string
  says: BrandSays
  ruleset: Ruleset
  waivers: readonly WaiverInForce[]
}

const kept = new LRUCache<string, BrandChecks>({ max: 500 })

/**
 * One keyed read while nothing changed. Waivers are those that were not over when they were read: ask {@link standing} with the time.
 * Not to be called in a transaction after {@link rulesChange}: what is undone would be kept.
 */
export async function brandChecks({ db, brandId, clock }: Pick<Context, 'db' | 'brandId' | 'clock'>): Promise<BrandChecks> {
  const now = clock.now()
  const day = dayOf(now.getTime())
  const known = kept.get(brandId)
  if (known?.day === day) {
    const is = (await db.one<{ revision: number; apps: string }>(sql.revision_of, { brand_id: brandId }))!
    if (is.revision === known.revision && is.apps === known.apps) return known
  }
  const row = (await db.one<BrandSays & { revision: number; app_ids: string; waivers: WaiverInForce[] }>(sql.brand_says, {
    brand_id: brandId,
    now,
  }))!
  const says = { uploaded: row.uploaded, severities: row.severities, words: row.words, apps: row.apps }
  const made = {
    revision: row.revision,
    apps: row.app_ids,
    day,
    says,
    ruleset: rulesetOf(rulesInForce(basePacks, says, day)),
    waivers: row.waivers,
  }
  kept.set(brandId, made)
  return made
}

/** The rules as they would be with this pack in force, on its first day or today. */
export function rulesetWith({ says, day }: Pick<BrandChecks, 'says' | 'day'>, body: Pack): Ruleset {
  const uploaded = [...says.uploaded, { body, forcedAt: Number.MAX_SAFE_INTEGER }]
  return rulesetOf(rulesInForce(basePacks, { ...says, uploaded }, body.from > day ? body.from : day))
}

/** The packs that hold today, with all their rules. */
export function packsToday({ says, day }: Pick<BrandChecks, 'says' | 'day'>): Pack[] {
  return packsInForce(basePacks, says.uploaded, day)
}

/** What the editor asks while somebody types: nothing is stored. */
export async function readNow(ctx: Context, content: Content): Promise<Review> {
  const { ruleset, waivers } = await brandChecks(ctx)
  const { packs, findings } = read(ruleset, content)
  const { verdict, findings: left } = standing(findings, waivers, undefined, ctx.clock.now().getTime())
  return { verdict, findings: left, packs }
}

/** To be called first in the transaction of a change. */
export async function rulesChange(db: Db, brandId: string): Promise<void> {
  await db.one(sql.move_on, { brand_id: brandId })
}

export const actorOf = ({ actor }: Pick<Context, 'actor'>) => `${actor.kind}:${actor.id}`

/** People and keys behind `user:…`, `key:…`, `system:…`; who is gone keeps the id. */
export async function whoIs(
  { db, brandId }: Pick<Context, 'db' | 'brandId'>,
  actors: readonly (string | null)[],
): Promise<(actor: string) => { id: string; name: string }> {
  const of = (kind: string) => [...new Set(actors.flatMap(one => (one?.startsWith(kind) ? [one.slice(kind.length)] : [])))]
  const [users, keys] = [of('user:'), of('key:')]
  const rows =
    users.length + keys.length > 0 ? await db.query<{ actor: string; name: string }>(sql.names_of, { brand_id: brandId, users, keys }) : []
  const names = new Map(rows.map(({ actor, name }) => [actor, name]))
  return actor => ({ id: actor, name: names.get(actor) ?? actor })
}
