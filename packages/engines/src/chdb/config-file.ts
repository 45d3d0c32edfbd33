/** The engine's server configuration: little memory, nothing that grows while idle, backups beside the data. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export type ChdbLimits = {
  /** All queries together, bytes. */
  serverMemoryBytes: number
  markCacheBytes: number
}

/**
 * Writes the file the engine reads at start and returns its path. System logs have no section, so they don't exist.
 * Background pools stay at the embedded engine's own sizes: two threads for merges.
 */
export function writeConfigFile(dataDir: string, limits: ChdbLimits): string {
  const file = `${dataDir}.xml`
  const backups = join(dataDir, '..', 'backups')
  mkdirSync(backups, { recursive: true, mode: 0o700 })
  writeFileSync(
    file,
    `<clickhouse>
  <logger><level>none</level><console>0</console></logger>
  <max_server_memory_usage>${limits.serverMemoryBytes}</max_server_memory_usage>
  <mark_cache_size>${limits.markCacheBytes}</mark_cache_size>
  <uncompressed_cache_size>0</uncompressed_cache_size>
  <mmap_cache_size>0</mmap_cache_size>
  <index_mark_cache_size>16777216</index_mark_cache_size>
  <primary_index_cache_size>67108864</primary_index_cache_size>
  <query_condition_cache_size>16777216</query_condition_cache_size>
  <compiled_expression_cache_size>16777216</compiled_expression_cache_size>
  <backups><allowed_path>${backups.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}/</allowed_path></backups>
  <timezone>UTC</timezone>
</clickhouse>
`,
    { mode: 0o600 },
  )
  return file
}
