/** The databases that come along: a PostgreSQL launcher, and chDB behind ClickHouse's HTTP interface. */
export { type Chdb, type ChdbOptions, startChdb } from './chdb/chdb.ts'
export { type Engines, openEngines } from './engines.ts'
export { EngineError, type EngineLog } from './errors.ts'
export { type Postgres, startPostgres } from './postgres/postgres.ts'
export { residentBytes } from './processes.ts'
