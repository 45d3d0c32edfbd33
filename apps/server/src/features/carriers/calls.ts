/**
 * How often we call WeChat, by account and endpoint: counted in memory, added to the day's rows in batches. A process
 * that dies loses what it counted in the last seconds; WeChat's own figure, read by quotas.ts, mends that.
 */
import { type Attempt, WechatError } from '@wematrix/wechat'
import type { Clock } from '../../infra/clock.ts'
import type { Log } from '../../infra/log.ts'
import type { Db } from '../../infra/postgres.ts'
import { loadSql } from '../../infra/sql.ts'
import { dayOf, shanghai } from '../../stats/calendar.ts'

export type CallCounter = {
  /** Counts one attempt of a carrier. */
  count(brandId: string, carrierId: string, attempt: Attempt): void
  /** Adds what was counted to the rows; runs by itself every few seconds. Throws when the database does not answer; nothing is lost then. */
  flush(): Promise<void>
  stop(): Promise<void>
}

const sql = loadSql(new URL('./calls.sql', import.meta.url), ['add_calls', 'add_refusals'])

type Calls = { brandId: string; carrierId: string; day: string; path: string; calls: number; failed: number; okAt: Date | null }
type Refused = { brandId: string; carrierId: string; day: string; path: string; errcode: number; n: number; lastAt: Date; rid: string }

/** The code under which a call without any answer is counted. */
export const noAnswer = 0

/** @param everyMs  how often counts are written; absent: only when `flush` is called */
export function createCallCounter({ db, clock, log }: { db: Db; clock: Clock; log?: Log }, everyMs?: number): CallCounter {
  let calls = new Map<string, Calls>()
  let refusals = new Map<string, Refused>()
  let flying: Promise<void> = Promise.resolve()
  const timer = everyMs
    ? setInterval(() => void flush().catch((err: unknown) => log?.warn({ err }, 'calls to WeChat could not be counted')), everyMs)
    : undefined
  timer?.unref()

  function flush(): Promise<void> {
    flying = flying.then(write, write)
    return flying
  }

  async function write(): Promise<void> {
    if (calls.size === 0) return
    // In one order in all processes, so that two of them never wait for each other's rows.
    const [sent, refused] = [sorted(calls), sorted(refusals)]
    calls = new Map()
    refusals = new Map()
    try {
      await db.transaction(async db => {
        await db.query(
          sql.add_calls,
          columnsOf(sent, {
            brand: 'brandId',
            carrier: 'carrierId',
            day: 'day',
            path: 'path',
            calls: 'calls',
            failed: 'failed',
            ok_at: 'okAt',
          }),
        )
        if (refused.length > 0)
          await db.query(
            sql.add_refusals,
            columnsOf(refused, {
              brand: 'brandId',
              carrier: 'carrierId',
              day: 'day',
              path: 'path',
              errcode: 'errcode',
              n: 'n',
              last_at: 'lastAt',
              rid: 'rid',
            }),
          )
      })
    } catch (error) {
      for (const row of sent) addCalls(calls, row)
      for (const row of refused) addRefused(refusals, row)
      throw error
    }
  }

  return {
    count(brandId, carrierId, { row, error }) {
      const now = clock.now()
      const where = { brandId, carrierId, day: dayOf(now.getTime(), shanghai), path: row.path }
      addCalls(calls, { ...where, calls: 1, failed: error ? 1 : 0, okAt: error ? null : now })
      if (!error) return
      const said = error instanceof WechatError ? { errcode: error.errcode, rid: error.rid ?? '' } : { errcode: noAnswer, rid: '' }
      addRefused(refusals, { ...where, ...said, n: 1, lastAt: now })
    },
    flush,
    async stop() {
      clearInterval(timer)
      await flush().catch(() => undefined)
    },
  }
}

function addCalls(into: Map<string, Calls>, row: Calls): void {
  const key = `${row.carrierId}\n${row.day}\n${row.path}`
  const known = into.get(key)
  if (!known) return void into.set(key, { ...row })
  known.calls += row.calls
  known.failed += row.failed
  if (row.okAt && (!known.okAt || row.okAt > known.okAt)) known.okAt = row.okAt
}

function addRefused(into: Map<string, Refused>, row: Refused): void {
  const key = `${row.carrierId}\n${row.day}\n${row.path}\n${row.errcode}`
  const known = into.get(key)
  if (!known) return void into.set(key, { ...row })
  known.n += row.n
  if (row.lastAt >= known.lastAt) Object.assign(known, { lastAt: row.lastAt, rid: row.rid || known.rid })
}

const sorted = <Row>(counts: Map<string, Row>): Row[] => [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)

/** Rows as the arrays that `unnest` takes. */
function columnsOf<Row extends object>(rows: readonly Row[], names: Record<string, keyof Row>): Record<string, unknown[]> {
  return Object.fromEntries(Object.entries(names).map(([column, field]) => [column, rows.map(row => row[field])]))
}
