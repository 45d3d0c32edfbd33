import type { FastifyReply } from 'fastify'
import type { Context } from '../../context.ts'
import { csvReply } from '../../infra/csv.ts'
import { loadSql } from '../../infra/sql.ts'
import { addDays, dayOf, shanghai } from '../../stats/calendar.ts'
import { carrierRow } from './carriers.ts'
import { typeOf } from './describe.ts'
import { type Evidence, matrixOf, unauthorized } from './matrix.ts'
import type { EndpointRight, EndpointRights } from './schema.ts'

export const calls = loadSql(new URL('./calls.sql', import.meta.url), ['calls_of', 'refusals_of'])

/** How far back WeChat's answers count. */
const evidenceDays = 90

export type CallsRow = { path: string; calls: number; today: number; failed_today: number; ok_at: Date | null }
export type RefusalRow = { path: string; errcode: number; n: number; last_at: Date; rid: string }

export type RightsFilter = { group?: string; allowed?: EndpointRight['allowed'] }

/** What the account may call; with a filter those rows only, counts always of all. */
export async function endpointRights(ctx: Context, id: string, filter: RightsFilter): Promise<EndpointRights> {
  const row = await carrierRow(ctx, id)
  const account = { kind: row.kind, accountType: typeOf(row), verified: row.verified_account, subject: row.subject }
  const granted = { state: row.authorisation ?? ('withdrawn' as const), sets: row.sets ?? [] }
  const evidence = await evidenceOf(ctx, id)
  // What was answered before the account was authorised anew says nothing about the sets it holds now.
  const outdated = (at: Date | undefined) =>
    row.platform_id !== null && at !== undefined && row.authorised_at !== null && at <= row.authorised_at
  for (const [path, { okAt, refused }] of evidence)
    evidence.set(path, { ...(okAt && !outdated(okAt) ? { okAt } : {}), ...(refused && !outdated(refused.at) ? { refused } : {}) })
  const all = matrixOf(row.platform_id ? { ...account, granted } : account, evidence)
  const groups = new Map(all.map(({ group }) => [group.id, group.name]))
  const count = (allowed: EndpointRight['allowed'], group?: string) =>
    all.filter(right => right.allowed === allowed && (group === undefined || right.group.id === group)).length
  return {
    counts: { yes: count('yes'), no: count('no'), unsure: count('unsure') },
    groups: [...groups].map(([id, name]) => ({ id, name, yes: count('yes', id), no: count('no', id), unsure: count('unsure', id) })),
    endpoints: all.filter(
      right => (!filter.group || right.group.id === filter.group) && (!filter.allowed || right.allowed === filter.allowed),
    ),
  }
}

async function evidenceOf(ctx: Context, carrierId: string): Promise<Map<string, Evidence>> {
  const today = dayOf(ctx.clock.now().getTime(), shanghai)
  const asked = { brand_id: ctx.brandId, carrier_id: carrierId, since: addDays(today, -evidenceDays) }
  const [called, refused] = await Promise.all([
    ctx.db.query<CallsRow>(calls.calls_of, { ...asked, today }),
    ctx.db.query<RefusalRow>(calls.refusals_of, asked),
  ])
  const evidence = new Map<string, Evidence>()
  for (const { path, ok_at } of called) if (ok_at) evidence.set(path, { okAt: ok_at })
  // Newest first: the first of a path stays.
  for (const { path, errcode, last_at } of refused) {
    const known = evidence.get(path)
    if (unauthorized.has(errcode) && !known?.refused) evidence.set(path, { ...known, refused: { errcode, at: last_at } })
  }
  return evidence
}

/** The same as a file for spreadsheets, one endpoint a line. */
export function rightsCsv(reply: FastifyReply, { endpoints }: EndpointRights): FastifyReply {
  const rows = endpoints.map(right => ({
    endpoint: right.name,
    name_zh: right.title.zh,
    group_zh: right.group.name.zh,
    group_en: right.group.name.en,
    method: right.method,
    path: right.path,
    allowed: right.allowed,
    reason: right.reason ?? '',
    why_zh: right.why?.zh ?? '',
    why_en: right.why?.en ?? '',
    per_day: right.perDay,
    per_minute: right.perMinute,
    per_month: right.perMonth,
    rhythm_zh: right.rhythm?.zh ?? '',
    rhythm_en: right.rhythm?.en ?? '',
    permission_sets: right.sets.map(({ id }) => String(id)),
    last_answered: right.okAt ?? '',
    source: right.source,
  }))
  return csvReply(reply, 'endpoints', rows)
}
