import type { Db } from './postgres.ts'

/** Segments of the log there should be beyond the one in use; 16 MB each. */
const wanted = 16

/**
 * Makes room in PostgreSQL's log before it is needed. A commit that reaches the end of a segment waits while the next is
 * filled with zeros and synced, a tenth of a second on a busy disk, and WeChat waits with it; used segments are taken
 * again after a checkpoint. A new server has none, so a few are used up while nobody is there. Later it has them, and
 * this does nothing. For a server of our own only: it needs a superuser.
 */
export function readyLog(db: Db, { afterMs = 30_000, everyMs = 500 } = {}): () => void {
  let timer = setTimeout(() => void look(), afterMs)
  timer.unref()
  let stopped = false
  let made = 0

  async function look(): Promise<void> {
    try {
      const [row] = await db.query<{ ahead: number }>(
        'select count(*)::int as ahead from pg_ls_waldir() where name > pg_walfile_name(pg_current_wal_lsn()) and length(name) = 24',
      )
      if (row!.ahead + made < wanted) {
        // A segment without a record of its own would not be left.
        await db.query("select pg_logical_emit_message(false, 'wematrix', 'room'), pg_switch_wal()")
        made++
        return again(everyMs)
      }
      if (made > 0) await db.query('checkpoint')
    } catch {
      // The store is going, or is not ours: commits wait now and then, as they would without this.
    }
  }

  function again(ms: number): void {
    if (stopped) return
    timer = setTimeout(() => void look(), ms)
    timer.unref()
  }

  return () => {
    stopped = true
    clearTimeout(timer)
  }
}
