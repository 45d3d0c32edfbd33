/**
 * A leg of a back-fill: half a minute of paging and asking, from where the last one ended. Everything that moves forward does so in
 * the transaction that stores people, and only for the worker named in the row: a killed one repeats at most what it had not stored.
 */
import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { type Caller, listFollowers, listTags, type OpenidPage, type UserInfo, WechatError } from '@wematrix/wechat'
import type { Events } from '../../infra/clickhouse.ts'
import type { Clock } from '../../infra/clock.ts'
import type { Db } from '../../infra/postgres.ts'
import { loadSql } from '../../infra/sql.ts'
import { askAbout, perCall } from './ask.ts'
import { type Budget, createBudget } from './budget.ts'
import { type Account, keepAnswers } from './keep.ts'
import { rememberPast } from './past.ts'

const sql = loadSql(new URL('./followers.sql', import.meta.url), [
  'find_account',
  'take_backfill',
  'keep_page',
  'list_again',
  'advance',
  'finish',
  'mark_gone',
  'write_tags',
  'partition_count',
  'waiting',
])

export type LegDeps = {
  db: Db
  events: Events
  clock: Clock
  wechat: (brandId: string, carrierId: string) => Promise<Caller>
  /** How long a leg works; others wait for their turn. */
  legMs?: number
}

export type BackfillRow = {
  id: string
  carrier_id: string
  leave_share: number
  leg: number
  cursor: string
  page: string[]
  page_done: number
  last_page: boolean
  total: number | null
  listed: number
  in_flight: number
  setbacks: number
  started_at: Date
}

/** Who holds it, and what is to be said should it end in an error. */
export type Leg = { row: BackfillRow; holder: string; inFlight: number }

/** Stored in one transaction. */
const setPeople = 2000
export const mostInFlight = 8
const pageSize = 10_000
/** So many lines may wait in the inbox before a back-fill stands back. */
const crowded = 200_000
/** How far back in a page a listing may begin anew when those at its end have left. */
const stepsBack = 50

/** Takes the back-fill over; undefined when it is not to be worked at. */
export async function takeLeg({ db, clock }: LegDeps, brandId: string, id: string): Promise<Leg | undefined> {
  const holder = randomUUID()
  const row = await db.one<BackfillRow>(sql.take_backfill, { brand_id: brandId, id, holder, at: clock.now() })
  return row && { row, holder, inFlight: row.in_flight }
}

/**
 * Works until the leg's time is over (`again`), all is read (`done`), or somebody else has it (`lost`). Throws what WeChat or a
 * store says; what was stored until then stays.
 */
export async function runLeg(deps: LegDeps, brandId: string, leg: Leg, stopped: () => boolean): Promise<'again' | 'done' | 'lost'> {
  const { db, clock, legMs = 30_000 } = deps
  const { row, holder } = leg
  const key = { brand_id: brandId, id: row.id, holder }
  const caller = await deps.wechat(brandId, row.carrier_id)
  const account = await accountOf(db, brandId, row.carrier_id)
  const budget = createBudget({ db, clock, caller, brandId, carrierId: row.carrier_id, leaveShare: row.leave_share })
  const began = performance.now()
  const over = () => stopped() || performance.now() - began > legMs
  let people = 0
  let ahead: Promise<Asked> | undefined

  const ask = async (from: number): Promise<Asked> => {
    const wanted = row.page.slice(from, from + setPeople)
    const granted = await budget.take('info', Math.ceil(wanted.length / perCall))
    const openids = wanted.slice(0, granted * perCall)
    const askedAt = clock.now()
    const infos = await askAbout(caller, openids, { inFlight: leg.inFlight, spare: () => budget.take('info', 1) })
    return { openids, infos, askedAt }
  }

  if (row.total === null) await begin(deps, caller, account)
  for (;;) {
    if (row.page_done >= row.page.length) {
      if (row.last_page) return (await finish()) ? 'done' : 'lost'
      if (over()) return 'again'
      if (!(await listOn())) return 'lost'
      continue
    }
    const asked = await (ahead ?? ask(row.page_done))
    const next = row.page_done + asked.openids.length
    // The next set is asked about while this one is stored.
    ahead = next < row.page.length && !over() ? ask(next) : undefined
    ahead?.catch(() => undefined)
    if (!(await keep(asked, next))) return 'lost'
    if (!ahead && over()) return 'again'
    await standBack()
  }

  async function keep({ openids, infos, askedAt }: Asked, next: number): Promise<boolean> {
    people += openids.length
    const perSecond = (people * 1000) / (performance.now() - began)
    const inFlight = Math.min(mostInFlight, leg.inFlight + 1)
    const kept = await db
      .transaction(async db => {
        const now = clock.now()
        const done = await keepAnswers(db, account, [...infos.values()], askedAt, now)
        return db
          .one(sql.advance, {
            ...key,
            page_done: next,
            people: openids.length,
            ...done,
            unknown: openids.length - infos.size,
            in_flight: inFlight,
            people_per_s: perSecond,
            quota: JSON.stringify(budget.known()),
            at: now,
          })
          .then(row => row ?? cancel())
      })
      .catch(unlessCancelled)
    if (!kept) return false
    row.page_done = next
    leg.inFlight = inFlight
    leg.row.setbacks = 0
    return true
  }

  /** The next page, kept before anybody on it is asked about. */
  async function listOn(): Promise<boolean> {
    const page = await nextPage(caller, budget, row)
    const at = clock.now()
    if (!page) {
      Object.assign(row, { cursor: '', page: [], page_done: 0, listed: 0 })
      return (await db.one(sql.list_again, { ...key, at })) !== undefined
    }
    const openids = page.data?.openid ?? []
    const next = {
      page: openids,
      cursor: page.next_openid,
      last: page.count < pageSize || page.next_openid === '',
      total: page.total ?? null,
    }
    const kept = await db.one(sql.keep_page, { ...key, ...next, count: openids.length, at })
    Object.assign(row, {
      page: openids,
      page_done: 0,
      cursor: next.cursor,
      last_page: next.last,
      total: next.total,
      listed: row.listed + openids.length,
    })
    return kept !== undefined
  }

  /** Who was thought to follow and is not listed has left, if the list is whole. */
  function finish(): Promise<boolean> {
    const whole = row.listed >= 0.99 * (row.total ?? 0)
    return db
      .transaction(async db => {
        const scope = { brand_id: brandId, carrier_id: row.carrier_id, started_at: row.started_at }
        const gone = whole ? (await db.query(sql.mark_gone, scope)).length : 0
        return (await db.one(sql.finish, { ...key, gone, at: clock.now() })) ?? cancel()
      })
      .then(() => true)
      .catch(unlessCancelled)
  }

  /** Leaves room for what people do meanwhile. */
  async function standBack(): Promise<void> {
    const items = async () => (await db.one<{ items: number }>(sql.waiting))?.items ?? 0
    while (!over() && (await items()) > crowded) await pause(250)
  }
}

type Asked = { openids: readonly string[]; infos: Map<string, UserInfo>; askedAt: Date }

/** Ends a transaction without an error: its work is no longer wanted. */
class Cancelled extends Error {}
const cancel = (): never => {
  throw new Cancelled()
}
const unlessCancelled = (error: unknown): false => {
  if (error instanceof Cancelled) return false
  throw error
}

/** Undefined: the listing must begin anew, for nobody at the end of the last page follows any more. */
async function nextPage(caller: Caller, budget: Budget, { cursor, page }: BackfillRow): Promise<OpenidPage | undefined> {
  const places = cursor === '' ? [''] : [cursor, ...page.slice(-stepsBack, -1).reverse()]
  for (const place of places) {
    await budget.take('list', 1)
    try {
      return await listFollowers(caller, place === '' ? undefined : { next_openid: place })
    } catch (error) {
      if (place === '' || !(error instanceof WechatError) || error.errcode !== 40003) throw error
    }
  }
  return undefined
}

async function accountOf(db: Db, brandId: string, carrierId: string): Promise<Account> {
  const carrier = await db.one<{ app_id: string }>(sql.find_account, { brand_id: brandId, carrier_id: carrierId })
  const partitions = await db.one<{ n: number }>(sql.partition_count)
  return { brandId, carrierId, appId: carrier!.app_id, partitions: partitions!.n }
}

/** Before the first page: what is known already, and what the account's tags are called. */
async function begin({ db, events }: LegDeps, caller: Caller, { brandId, carrierId }: Account): Promise<void> {
  await rememberPast({ db, events }, brandId, carrierId)
  const { tags } = await listTags(caller)
  await db.query(sql.write_tags, {
    brand_id: brandId,
    carrier_id: carrierId,
    tags: tags.map(tag => tag.id),
    names: tags.map(tag => tag.name),
  })
}
