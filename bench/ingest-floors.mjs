// Bench 2a: the limits under event ingestion. Each part can be run alone: ONLY=json,fsync,chdb,pg,pglite,duckdb
//   PGURL=postgres://... for PostgreSQL (a throw-away database; a table is dropped and made).

import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { COLS, makeEvents, row } from './events.mjs'
import * as L from './lib.mjs'

const want = (process.env.ONLY ?? 'json,fsync,chdb,pg,pglite,duckdb').split(',')
const N = Number(process.env.N ?? 200_000),
  ms = Number(process.env.MS ?? 2000),
  R = L.REPEATS
const dir = path.join(L.DIR, 'ingest')
fs.rmSync(dir, { recursive: true, force: true })
fs.mkdirSync(dir, { recursive: true })
const ev = makeEvents(N),
  res = {}
// Calls step() for `ms` milliseconds, R times; step returns the events it did.
async function rate(step, t = ms) {
  const a = []
  for (let k = 0; k < R; k++) {
    const s = L.now()
    let n = 0
    while (L.now() - s < t) n += await step()
    a.push(n / ((L.now() - s) / 1000))
  }
  return L.spread(a)
}
res.bytes_json_per_event = Math.round(ev.slice(0, 2000).reduce((s, e) => s + JSON.stringify(e).length, 0) / 2000)

if (want.includes('json'))
  for (const b of [1, 10, 100]) {
    const pool = Array.from({ length: 500 }, (_, i) => Buffer.from(JSON.stringify(ev.slice(i * b, i * b + b))))
    let i = 0
    res[`json_parse_b${b}_eps`] = await rate(() => JSON.parse(pool[i++ % 500].toString()).length, 1000)
  }
if (want.includes('fsync')) {
  const fd = fs.openSync(path.join(dir, 'wal'), 'w')
  for (const b of [1, 10, 100, 1000]) {
    const buf = Buffer.from(
      `${ev
        .slice(0, b)
        .map(e => JSON.stringify(e))
        .join('\n')}\n`,
    )
    res[`append_fdatasync_b${b}_eps`] = await rate(() => {
      fs.writeSync(fd, buf)
      fs.fdatasyncSync(fd)
      return b
    }, 1500)
  }
  fs.closeSync(fd)
  fs.rmSync(path.join(dir, 'wal'))
}
if (want.includes('chdb')) {
  L.peers(['chdb'])
  const { Session } = L.load('chdb')
  const s = new Session(path.join(dir, 'chdb'))
  const ddl = (t, set = '') =>
    s.query(
      `CREATE OR REPLACE TABLE ${t} (event_id UUID, ts DateTime64(3), carrier LowCardinality(String), event LowCardinality(String), unionid String, openid String, session String, page LowCardinality(String), source LowCardinality(String), props String) ENGINE=MergeTree ORDER BY (unionid, ts) ${set}`,
    )
  s.query('CREATE DATABASE IF NOT EXISTS b')
  res.chdb_version = `${L.version('chdb')} / ${s.query('select version()', 'TSV').trim()}`
  const text = (i, b) =>
    ev
      .slice(i, i + b)
      .map(e => JSON.stringify(row(e)))
      .join('\n')
  for (const [tag, set] of [
    ['', ''],
    ['_fsync', 'SETTINGS fsync_after_insert=1, fsync_part_directory=1'],
  ])
    for (const b of [1, 10, 100, 1000, 10000]) {
      ddl('b.e', set)
      let i = 0
      const pool = Array.from({ length: 20 }, (_, k) => Buffer.from(text(k * b, b)))
      res[`chdb_jsoneachrow_b${b}${tag}_rps`] = await rate(async () => {
        await s.insert({ table: 'b.e', values: pool[i++ % 20], format: 'JSONEachRow' })
        return b
      })
    }
  // Bulk: the same rows from files in each format, one INSERT SELECT each.
  ddl('b.e')
  const f = x => path.join(dir, `e.${x}`)
  fs.writeFileSync(f('jsonl'), `${Array.from({ length: N / 10000 }, (_, k) => text(k * 10000, 10000)).join('\n')}\n`)
  s.query(
    `INSERT INTO b.e SELECT * FROM file('${f('jsonl')}', JSONEachRow, 'event_id UUID, ts DateTime64(3), carrier String, event String, unionid String, openid String, session String, page String, source String, props String')`,
  )
  s.query('OPTIMIZE TABLE b.e FINAL')
  res.chdb_disk_bytes_per_event = +s
    .query(`SELECT sum(bytes_on_disk)/sum(rows) FROM system.parts WHERE database='b' AND table='e' AND active`, 'TSV')
    .trim()
  const st =
    'event_id UUID, ts DateTime64(3), carrier LowCardinality(String), event LowCardinality(String), unionid String, openid String, session String, page LowCardinality(String), source LowCardinality(String), props String'
  for (const [fmt, x] of [
    ['Native', 'native'],
    ['RowBinary', 'rb'],
    ['Parquet', 'parquet'],
    ['JSONEachRow', 'jl'],
  ]) {
    s.query(`SELECT * FROM b.e INTO OUTFILE '${f(x)}' TRUNCATE FORMAT ${fmt}`)
    const a = []
    for (let k = 0; k < R; k++) {
      ddl('b.x')
      const t = L.now()
      s.query(`INSERT INTO b.x SELECT * FROM file('${f(x)}', ${fmt}, '${st}')`)
      a.push(N / ((L.now() - t) / 1000))
    }
    res[`chdb_file_${fmt.toLowerCase()}_rps`] = L.spread(a)
  }
  s.close()
}
const SQLT = t =>
  `CREATE TABLE ${t} (event_id uuid, ts bigint, carrier text, event text, unionid text, openid text, session text, page text, source text, props jsonb)`
const UNNEST = t =>
  `INSERT INTO ${t} SELECT * FROM unnest($1::uuid[],$2::bigint[],$3::text[],$4::text[],$5::text[],$6::text[],$7::text[],$8::text[],$9::text[],$10::jsonb[])`
const cols = (i, b) => {
  const sl = ev.slice(i, i + b).map(row)
  return COLS.map(c => sl.map(e => e[c]))
}
if (want.includes('pg') && process.env.PGURL) {
  L.peers(['pg'])
  const pg = L.load('pg')
  const pool = new pg.Pool({ connectionString: process.env.PGURL, max: 8 })
  res.pg_version = (await pool.query('show server_version')).rows[0].server_version
  for (const b of [1, 10, 100, 1000]) {
    await pool.query('DROP TABLE IF EXISTS be')
    await pool.query(SQLT('be'))
    await pool.query('CREATE INDEX ON be (unionid, ts)')
    const p = Array.from({ length: 20 }, (_, k) => cols(k * b, b))
    let i = 0
    res[`pg_unnest_b${b}_c1_eps`] = await rate(async () => {
      await pool.query(UNNEST('be'), p[i++ % 20])
      return b
    })
    res[`pg_unnest_b${b}_c8_eps`] = await rate(async () => {
      await Promise.all(Array.from({ length: 8 }, () => pool.query(UNNEST('be'), p[i++ % 20])))
      return 8 * b
    })
  }
  await pool.query('DROP TABLE be')
  await pool.query(SQLT('be'))
  const csv = path.join(dir, 'e.csv')
  fs.writeFileSync(
    csv,
    `${ev
      .map(e =>
        COLS.map(c => {
          const v = row(e)[c]
          return typeof v === 'string' && /[",]/.test(v) ? `"${v.replaceAll('"', '""')}"` : v
        }).join(','),
      )
      .join('\n')}\n`,
  )
  const a = []
  for (let k = 0; k < R; k++) {
    await pool.query('TRUNCATE be')
    const t = L.now()
    execFileSync('psql', [process.env.PGURL, '-qc', `\\copy be from '${csv}' csv`])
    a.push(N / ((L.now() - t) / 1000))
  }
  res.pg_copy_noindex_rps = L.spread(a)
  await pool.query('CREATE INDEX ON be (unionid, ts)')
  res.pg_disk_bytes_per_event = Math.round((await pool.query("select pg_total_relation_size('be') s")).rows[0].s / N)
  await pool.end()
}
if (want.includes('pglite')) {
  L.peers(['@electric-sql/pglite'])
  const { PGlite } = await L.loadEsm('@electric-sql/pglite')
  res.pglite_version = L.version('@electric-sql/pglite')
  for (const relaxed of [false, true]) {
    const db = await PGlite.create({ dataDir: path.join(dir, `pglite${relaxed}`), relaxedDurability: relaxed })
    for (const b of [1, 10, 100, 1000]) {
      await db.exec(`DROP TABLE IF EXISTS be; ${SQLT('be')}; CREATE INDEX ON be (unionid, ts)`)
      const p = Array.from({ length: 20 }, (_, k) => cols(k * b, b).map((c, j) => (j === 9 ? c.map(x => JSON.parse(x)) : c)))
      let i = 0
      res[`pglite_unnest_b${b}${relaxed ? '_relaxed' : ''}_eps`] = await rate(async () => {
        await db.query(UNNEST('be'), p[i++ % 20])
        return b
      })
    }
    await db.close()
  }
}
if (want.includes('duckdb')) {
  L.peers(['@duckdb/node-api'])
  const D = L.load('@duckdb/node-api')
  const inst = await D.DuckDBInstance.create(path.join(dir, 'd.duckdb')),
    c = await inst.connect()
  res.duckdb_version = L.version('@duckdb/node-api')
  await c.run(
    'CREATE TABLE be (event_id text, ts bigint, carrier text, event text, unionid text, openid text, session text, page text, source text, props text)',
  )
  if (!fs.existsSync(path.join(dir, 'e.jl'))) fs.writeFileSync(path.join(dir, 'e.jl'), ev.map(e => JSON.stringify(row(e))).join('\n'))
  const a = []
  for (let k = 0; k < R; k++) {
    await c.run('DELETE FROM be')
    const t = L.now()
    const ap = await c.createAppender('be')
    for (const e of ev) {
      const q = row(e)
      ap.appendVarchar(q.event_id)
      ap.appendBigInt(BigInt(q.ts))
      for (const x of COLS.slice(2)) ap.appendVarchar(q[x])
      ap.endRow()
    }
    ap.closeSync()
    a.push(N / ((L.now() - t) / 1000))
  }
  res.duckdb_appender_rps = L.spread(a)
}
fs.rmSync(dir, { recursive: true, force: true })
L.out('ingest-floors', { rows: N, result: res })
process.exit(0)
