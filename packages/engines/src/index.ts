/** The databases that come along: a PostgreSQL launcher, and chDB behind ClickHouse's HTTP interface. */
export { type Chdb, type ChdbOptions, startChdb } from './chdb/chdb.ts'
export { type Engines, openEngines } from './engines.ts'
export { EngineError, type EngineLog, isConnectionError } from './errors.ts'
export { type Postgres, type PostgresOptions, startPostgres } from './postgres/postgres.ts'
export { residentBytes } from './processes.ts'
