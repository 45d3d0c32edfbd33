/**
 * Who may write into the event store when, over all processes: rounds side by side, what rewrites events, roll-ups or
 * arrivals alone. A turn is an advisory lock of PostgreSQL and ends with the transaction.
 */
import type { Db } from '../../infra/postgres.ts'

/** Any number, the same in every version. */
const lockKey = 7_274_114

export async function besideOthers(tx: Db): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock_shared(${lockKey})`)
}

/** Waits until the rounds under way have committed; new ones wait for us. */
export async function alone(tx: Db): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(${lockKey})`)
}
