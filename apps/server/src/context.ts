import type { Caller } from '@wematrix/wechat'
import type { Events } from './infra/clickhouse.ts'
import type { Clock } from './infra/clock.ts'
import { newId } from './infra/ids.ts'
import { type Jobs, openJobs } from './infra/jobs.ts'
import type { Log } from './infra/log.ts'
import type { Db } from './infra/postgres.ts'

/** Who acts. A key acts for its brand; the system acts in jobs and commands. */
export type Actor = { kind: 'user'; id: string; role: Role } | { kind: 'key'; id: string; role: Role } | { kind: 'system'; id: string }

/** What a member may do, from least to most. */
export type Role = 'viewer' | 'operator' | 'admin' | 'owner'

/** Calls WeChat for one carrier of this brand, with its shared token; made by features/carriers. */
export type WechatFor = (carrierId: string) => Promise<Caller>

/** What every verb gets: one brand, one actor, and the world as it may see it. */
export type Context = {
  brandId: string
  actor: Actor
  clock: Clock
  db: Db
  events: Events
  jobs: Jobs
  log: Log
  wechat: WechatFor
  /** Runs the verb's writes as one; the inner context's `db`, `jobs` and `audit` belong to the transaction. */
  transaction<R>(fn: (ctx: Context) => Promise<R>): Promise<R>
  /** Writes down who did what. `detail` must hold no secret. */
  audit(act: string, target?: string, detail?: object): Promise<void>
}

export type ContextParts = { brandId: string; actor: Actor; clock: Clock; db: Db; events: Events; log: Log; wechat?: WechatFor }

/** A context for one request, job or command. */
export function createContext(parts: ContextParts): Context {
  const { brandId, actor, clock, db } = parts
  return {
    ...parts,
    wechat: parts.wechat ?? noWechat,
    jobs: openJobs(db, clock),
    transaction: fn => db.transaction(inner => fn(createContext({ ...parts, db: inner }))),
    audit: (act, target, detail) => writeAudit(db, { brandId, actor: `${actor.kind}:${actor.id}`, act, target, detail, at: clock.now() }),
  }
}

export type AuditLine = {
  brandId: string | null
  actor: string
  act: string
  target?: string | undefined
  detail?: object | undefined
  at: Date
}

/** One line of the audit log; acts that belong to no brand (the first owner) have `brandId` null. */
export async function writeAudit(db: Db, line: AuditLine): Promise<void> {
  await db.query(
    'insert into audit (brand_id, id, actor, act, target, detail, at) values (:brand_id, :id, :actor, :act, :target, :detail, :at)',
    {
      brand_id: line.brandId,
      id: newId('aud'),
      actor: line.actor,
      act: line.act,
      target: line.target ?? null,
      detail: line.detail ?? {},
      at: line.at,
    },
  )
}

const noWechat: WechatFor = () => Promise.reject(new Error('This context was made without a WeChat client.'))
