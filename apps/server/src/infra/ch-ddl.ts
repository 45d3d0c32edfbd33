import { sqlBlocks } from './sql.ts'

/** Where tables are made. `cluster` swaps engines for replicated ones; `minFreeBytes` is lowered by tests. */
export type DdlTarget = { cluster?: string; minFreeBytes?: number }

/**
 * The only place where one table text becomes the embedded or the cluster form:
 * `on_cluster` → the clause, `replicated` → the engine's prefix, `durable` → settings that survive a power cut.
 */
export function expandDdl(text: string, target: DdlTarget = {}): string {
  return text
    .replaceAll('/*{on_cluster}*/', target.cluster ? `on cluster '${target.cluster.replaceAll("'", "''")}'` : '')
    .replaceAll('/*{replicated}*/', target.cluster ? 'Replicated' : '')
    .replaceAll('/*{durable}*/', durable(target))
}

/** The statements of a migration file in order, each with the name of its block. */
export function ddlStatements(file: string, target: DdlTarget = {}): { name: string; sql: string }[] {
  return [...sqlBlocks(file)].map(([name, sql]) => ({ name, sql: expandDdl(sql, target) }))
}

/** A part is on the disk before the insert returns; retried batches are recognised; a full disk refuses early. */
function durable(target: DdlTarget): string {
  return [
    target.cluster ? 'replicated_deduplication_window = 10000' : 'non_replicated_deduplication_window = 10000',
    'fsync_after_insert = 1',
    'fsync_part_directory = 1',
    'min_rows_to_fsync_after_merge = 1',
    `min_free_disk_bytes_to_perform_insert = ${target.minFreeBytes ?? 1_000_000_000}`,
  ].join(', ')
}
