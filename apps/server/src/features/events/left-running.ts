import { setTimeout as pause } from 'node:timers/promises'
import type { Events } from '../../infra/clickhouse.ts'

/** A statement that cannot be stopped ends by itself within this time. */
const patienceMs = 60_000

/**
 * Returns once no statement runs that carries one of these marks: what a worker left running when it died is stopped.
 * It has then either written its rows, where a look finds them, or never will. In a cluster this sees the server that
 * answers; the token of the same batches protects on the others.
 */
export async function endLeftRunning(events: Events, marks: readonly string[]): Promise<void> {
  const params = { marks }
  const end = performance.now() + patienceMs
  for (;;) {
    const [running] = await events.query<{ n: string }>(
      `select count() as n from system.processes where Settings['log_comment'] in {marks:Array(String)}`,
      params,
    )
    if (running?.n === '0') return
    if (performance.now() > end) throw new Error('An insert of a lost round does not end: timeout')
    // Not SYNC: it would hold up the embedded engine.
    await events.command(`kill query where Settings['log_comment'] in {marks:Array(String)} async`, params)
    await pause(100)
  }
}
