/** The parts of the intake, put together: what a server needs at its doors, and what a worker needs behind them. */
import type { Events } from '../../infra/clickhouse.ts'
import type { Clock } from '../../infra/clock.ts'
import type { JobHandler } from '../../infra/jobs.ts'
import type { Log } from '../../infra/log.ts'
import { connectPostgres, type Db } from '../../infra/postgres.ts'
import { createReactions } from '../../reactions.ts'
import { createEnrich, type WechatOf } from '../events/enrich.ts'
import { followAsker } from '../events/late-follows.ts'
import { edgeDaysKeeper, mendEdges } from '../events/mend-edges.ts'
import { moveEvents } from '../events/move-events.ts'
import { orderReader } from '../events/read-orders.ts'
import { createEventStore } from '../events/store.ts'
import { createPeople } from '../identity/people.ts'
import { type Accept, createAccept } from './accept.ts'
import type { AnswerHook } from './callback-door.ts'
import { createDirectory, type Directory } from './directory.ts'
import { createDoors } from './doors.ts'
import type { PlatformKeeper } from './platform-door.ts'
import type { RecentKeys } from './recent-keys.ts'
import { createRefusals, type Refusals } from './refusals.ts'
import { createWorker, type Worker } from './worker.ts'

export type Acceptor = { accept: Accept; close(): Promise<void> }

/** Accept on a small pool of its own, so that a busy console does not keep WeChat waiting. */
export async function openAccept(databaseUrl: string, db: Db, clock: Clock, log: Log): Promise<Acceptor> {
  const partitions = await db.query<{ id: number }>('select id from inbox_partitions')
  const own = connectPostgres(databaseUrl, {
    max: 3,
    applicationName: 'wematrix-accept',
    onError: error => log.warn({ err: error }, 'accept lost a connection'),
  })
  const accept = createAccept(own.pool, { partitions: partitions.length, now: () => clock.now() })
  return {
    accept,
    async close() {
      await accept.flushed().catch(() => undefined)
      await own.pool.end()
    },
  }
}

export type DoorParts = { doors: ReturnType<typeof createDoors>; refusals: Refusals; directory: Directory; close(): Promise<void> }

/** Everything in front of the inbox. */
export function openDoors(parts: {
  db: Db
  accept: Accept
  clock: Clock
  secret: Buffer
  answer?: AnswerHook
  wechat?: WechatOf
  recent?: RecentKeys
  platforms?: PlatformKeeper
}): DoorParts {
  const { db, accept, clock, answer, wechat, recent, platforms } = parts
  const directory = createDirectory(db, parts.secret, clock)
  const refusals = createRefusals(db, clock)
  const doors = createDoors({
    accept,
    directory,
    refusals,
    now: () => clock.now().getTime(),
    ...(answer ? { answer } : {}),
    ...(wechat ? { wechat } : {}),
    ...(recent ? { recent } : {}),
    ...(platforms ? { platforms } : {}),
  })
  return { doors, refusals, directory, close: () => refusals.stop() }
}

export type WorkParts = { worker: Worker; jobs: Record<string, JobHandler> }

/** Everything behind the inbox: the worker, and the jobs that it asks for. */
export function openWork(parts: {
  db: Db
  events: Events
  accept: Accept
  clock: Clock
  log: Log
  secret: Buffer
  wechat: WechatOf
  /** How many partitions this worker takes at once; all unless given. */
  share?: number
}): WorkParts {
  const { db, events, accept, clock, log, wechat } = parts
  const enrich = createEnrich(wechat, { now: () => performance.now() })
  const store = createEventStore(events)
  const keepEdgeDays = edgeDaysKeeper(events, clock)
  const worker = createWorker({
    db,
    clock,
    log,
    ...(parts.share ? { share: parts.share } : {}),
    deps: {
      directory: createDirectory(db, parts.secret),
      people: createPeople({ db, events, now: () => clock.now() }),
      store,
      enrich,
      reactions: createReactions(enrich),
    },
    async between() {
      await moveEvents(db, events)
      await mendEdges(db, events, clock)
      await keepEdgeDays()
    },
  })
  return {
    worker,
    jobs: { 'orders.read': orderReader({ wechat, accept, clock }), 'follows.ask': followAsker({ wechat, events, db, accept, clock, log }) },
  }
}
