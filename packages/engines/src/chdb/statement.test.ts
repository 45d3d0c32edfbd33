import { describe, expect, it } from 'vitest'
import { readStatement } from './statement.ts'

const read = (sql: string) => {
  const { kind, format, selects, params } = readStatement(sql)
  return { kind, format, selects, params: [...params] }
}

describe('a statement', () => {
  it('is known by its first word, whatever stands before', () => {
    expect(read('/* insert */ -- insert\n (select 1)').kind).toBe('select')
    expect(read('with x as (select 1) select * from x').kind).toBe('select')
    expect(read('with 1 as x insert into t select x').kind).toBe('insert')
    expect(read('create table t (a Int8)').kind).toBe('other')
  })

  it('names its parameters, not what merely looks like one', () => {
    expect(read(`select {a:String}, '{b:String}', "{c:String}", { d : Array(UInt8)} -- {e:Int8}\n /* {f:Int8} */`).params).toEqual([
      'a',
      'd',
    ])
    expect(read(`select 'it\\'s {x:String}', 'a''{y:String}'`).params).toEqual([])
  })

  it('tells its format at the top level only', () => {
    expect(read(`select format('{}', a) from t format JSONEachRow`).format).toBe('JSONEachRow')
    expect(read(`select * from (select 'x format CSV') format TSV;`).format).toBe('TSV')
    expect(read('select 1').format).toBe(undefined)
    expect(read('select format from t').format).toBe(undefined)
    expect(read('select format x, b from t order by format').format).toBe(undefined)
    expect(read('select a from t format JSON settings max_threads = 1').format).toBe('JSON')
    expect(read('select a from t settings max_threads = 1 format JSON -- done').format).toBe('JSON')
    const ended = 'select 1 ; -- done'
    expect(ended.slice(0, readStatement(ended).formatAt)).toBe('select 1 ')
  })

  it('is one, or several', () => {
    for (const one of ['select 1;', `select ';' ; -- done;`, 'select 1; /* ; */ ', `insert into t values (';')`])
      expect(readStatement(one).several).toBe(false)
    for (const two of ['select 1; select 2', `insert into t values (1); drop table t`, ';;select 1', 'select 1;('])
      expect(readStatement(two).several).toBe(true)
  })

  it('ends an insert where its data begins', () => {
    const sql = `insert into t (a, format) format JSONEachRow {"a":"it's {x:String} format CSV"}`
    const statement = readStatement(sql)
    expect([statement.format, sql.slice(statement.formatEnd)]).toEqual(['JSONEachRow', ` {"a":"it's {x:String} format CSV"}`])
    const apart = 'insert into settings (a) settings x = 1 format TSV'
    expect(apart.slice(readStatement(apart).sourceAt)).toBe('settings x = 1 format TSV')
    expect(read(`insert into t values ('{x:String}', {y:String})`)).toMatchObject({ kind: 'insert', format: 'Values' })
    expect(read(`insert into t select * from input('a Int8') format JSONEachRow`)).toMatchObject({ kind: 'insert', selects: true })
  })
})
