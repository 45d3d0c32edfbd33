/** What wematrix asks of its state store, whichever it is: the embedded server or any PostgreSQL from 15 on. */
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

/** Declares the suite; `open` gives the URL of a user who may make databases. A database of our own is made and dropped. */
export function postgresConformance(name: string, open: () => Promise<string>): void {
  describe(`state store: ${name}`, () => {
    const database = `conformance_${process.pid}`
    let admin: pg.Pool
    let pool: pg.Pool

    const connect = (url: string, max = 10) => {
      const made = new pg.Pool({ connectionString: url, max })
      made.on('error', () => {})
      return made
    }
    const rows = async (text: string, values: unknown[] = []) => (await pool.query(text, values)).rows as Record<string, unknown>[]

    beforeAll(async () => {
      const url = await open()
      admin = connect(url, 1)
      await admin.query(`create database ${database}`)
      pool = connect(withDatabase(url, database))
      await rows(
        `create table people (id bigint primary key, name text not null, traits jsonb not null default '{}', seen timestamptz(3), secret bytea)`,
      )
    })

    afterAll(async () => {
      await pool?.end()
      await admin?.query(`drop database if exists ${database} with (force)`)
      await admin?.end()
    })

    it('is 15 or newer, in UTF-8, and loses no acknowledged commit', async () => {
      const [settings] =
        await rows(`select current_setting('server_version_num')::int as version, current_setting('server_encoding') as encoding,
        current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit, current_setting('full_page_writes') as pages`)
      expect(settings).toMatchObject({ encoding: 'UTF8', fsync: 'on', commit: 'on', pages: 'on' })
      expect(settings!.version).toBeGreaterThanOrEqual(150_000)
    })

    it('keeps text, 64-bit numbers, moments, bytes and documents as they were given', async () => {
      const at = new Date('2026-01-02T03:04:05.678Z')
      const name = `茶 😀 ' \\ " \n é`
      await pool.query('insert into people values ($1, $2, $3, $4, $5)', [
        '9223372036854775807',
        name,
        { 标签: [1, null, name] },
        at,
        Buffer.from([0, 1, 255]),
      ])
      const [row] = await rows('select * from people')
      expect(row).toEqual({
        id: '9223372036854775807',
        name,
        traits: { 标签: [1, null, name] },
        seen: at,
        secret: Buffer.from([0, 1, 255]),
      })
      await rows('delete from people')
    })

    it('writes a batch by unnest and says what was new', async () => {
      const write = (names: (string | null)[]) =>
        rows(
          `insert into people (id, name, traits, seen) select * from unnest($1::bigint[], $2::text[], $3::jsonb[], $4::timestamptz[])
            on conflict (id) do update set name = excluded.name returning id, (xmax = 0) as fresh`,
          [[1, 2], names, ['{}', '{"a":1}'], [null, new Date()]],
        )
      expect(await write(['a', 'b'])).toEqual([
        { id: '1', fresh: true },
        { id: '2', fresh: true },
      ])
      expect(await write(['c', 'd'])).toEqual([
        { id: '1', fresh: false },
        { id: '2', fresh: false },
      ])
      await expect(write(['a', null])).rejects.toMatchObject({ code: '23502' })
      await rows('delete from people')
    })

    it('gives each of many workers other rows', async () => {
      await rows('create table jobs (id int primary key)')
      await rows('insert into jobs select generate_series(1, 40)')
      const taken = await Promise.all(
        Array.from({ length: 4 }, async () => {
          const worker = await pool.connect()
          try {
            await worker.query('begin')
            const { rows: own } = await worker.query(
              'delete from jobs where id in (select id from jobs order by id limit 10 for update skip locked) returning id',
            )
            await worker.query('select pg_sleep(0.05)')
            await worker.query('commit')
            return own.map(row => row.id as number)
          } finally {
            worker.release()
          }
        }),
      )
      expect(taken.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, i) => i + 1))
    })

    it('keeps all of a transaction or nothing, and savepoints within', async () => {
      const worker = await pool.connect()
      await worker.query(
        `begin; insert into people (id, name) values (1, 'kept'); savepoint s; insert into people (id, name) values (2, 'gone'); rollback to s; commit`,
      )
      await worker.query(`begin; insert into people (id, name) values (3, 'gone'); rollback`)
      worker.release()
      expect(await rows('select name from people')).toEqual([{ name: 'kept' }])
      await rows('delete from people')
    })

    it('lets one of many take an advisory lock', async () => {
      const clients = await Promise.all([pool.connect(), pool.connect()])
      const take = async (client: pg.PoolClient) => (await client.query('select pg_try_advisory_lock(4711) as ok')).rows[0]?.ok as boolean
      expect([await take(clients[0]!), await take(clients[1]!)]).toEqual([true, false])
      for (const client of clients) client.release(true)
    })

    it('tells what went wrong by code', async () => {
      await rows(`insert into people (id, name) values (1, 'a')`)
      await expect(rows(`insert into people (id, name) values (1, 'b')`)).rejects.toMatchObject({
        code: '23505',
        constraint: 'people_pkey',
      })
      await expect(rows('select * from nowhere')).rejects.toMatchObject({ code: '42P01' })
      const worker = await pool.connect()
      await worker.query('set statement_timeout = 50')
      await expect(worker.query('select pg_sleep(5)')).rejects.toMatchObject({ code: '57014' })
      worker.release(true)
      await rows('delete from people')
    })

    it('prepares named statements', async () => {
      const ask = (n: number) => pool.query({ name: 'double', text: 'select $1::int * 2 as n', values: [n] })
      const answers = await Promise.all(Array.from({ length: 30 }, (_, i) => ask(i)))
      expect(answers.map(answer => answer.rows[0]?.n)).toEqual(Array.from({ length: 30 }, (_, i) => i * 2))
    })

    it('calls listeners when a transaction commits', async () => {
      const listener = await pool.connect()
      const heard = new Promise(resolve => listener.on('notification', resolve))
      await listener.query('listen news')
      await rows(`select pg_notify('news', 'tea')`)
      expect(await heard).toMatchObject({ payload: 'tea' })
      listener.release(true)
    })

    it('has partial unique indexes, generated columns, merge, lateral joins and JSON paths', async () => {
      await rows(`create table keys (id int, live boolean, doc jsonb, kind text generated always as (doc ->> 'kind') stored)`)
      await rows('create unique index on keys (id) where live')
      await rows(`insert into keys values (1, false, '{"kind":"a"}'), (1, false, '{}'), (1, true, '{"kind":"b","tags":[1,2]}')`)
      await expect(rows(`insert into keys values (1, true, '{}')`)).rejects.toMatchObject({ code: '23505' })
      await rows(`merge into keys k using (values (1)) v (id) on k.id = v.id and k.live when matched then update set live = false`)
      expect(
        await rows(
          `select k.kind, t.value from keys k cross join lateral jsonb_array_elements(k.doc -> 'tags') t where jsonb_path_exists(k.doc, '$.tags[*] ? (@ > 1)')`,
        ),
      ).toEqual([
        { kind: 'b', value: 1 },
        { kind: 'b', value: 2 },
      ])
    })

    it('sorts Chinese by sound', async () => {
      expect(await rows(`select name from unnest(array['张','李','阿','王']) name order by name collate "zh-x-icu"`)).toEqual(
        ['阿', '李', '王', '张'].map(name => ({ name })),
      )
    })

    it('copies a database as a template', async () => {
      await admin.query(`create database ${database}_template`)
      await admin.query(`create database ${database}_copy template ${database}_template`)
      for (const made of ['_copy', '_template']) await admin.query(`drop database ${database}${made}`)
    })

    it('serves forty connections at once', async () => {
      const many = connect(withDatabase(await open(), database), 40)
      const pids = await Promise.all(Array.from({ length: 40 }, () => many.query('select pg_backend_pid() as pid, pg_sleep(0.2)')))
      expect(new Set(pids.map(({ rows: [row] }) => row?.pid)).size).toBe(40)
      await many.end()
    })
  })
}

/** The same server, another database. */
export function withDatabase(url: string, database: string): string {
  return url.replace(/^(postgres(?:ql)?:\/\/[^/]*)\/[^?]*/, `$1/${database}`)
}
