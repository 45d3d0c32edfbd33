import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { readRows } from './rows.ts'
import { toUtf8 } from './to-utf8.ts'

const read = (...chunks: Buffer[]) => text(Readable.from(chunks, { objectMode: false }).pipe(toUtf8()))
/** 顾客,事件 in GBK. */
const gbk = Buffer.from([0xb9, 0xcb, 0xbf, 0xcd, 0x2c, 0xca, 0xc2, 0xbc, 0xfe])

describe('bytes of a file as UTF-8', () => {
  it('leaves UTF-8 as it is, wherever the chunks end', async () => {
    const bytes = Buffer.from('user,名字\n1,林晓🍵é\n')
    for (let cut = 1; cut < bytes.length; cut++)
      expect(await read(bytes.subarray(0, cut), bytes.subarray(cut))).toBe('user,名字\n1,林晓🍵é\n')
  })

  it('reads GBK, wherever the chunks end, after any length of ASCII', async () => {
    const bytes = Buffer.concat([Buffer.from('id,x\n'), gbk])
    expect(await read(bytes)).toBe('id,x\n顾客,事件')
    for (const cut of [5, 7, 9, 12]) expect(await read(bytes.subarray(0, cut), bytes.subarray(cut))).toBe('id,x\n顾客,事件')
  })

  it('reads UTF-16 with its mark', async () => {
    expect(await read(Buffer.from('\ufeff顾客,1', 'utf16le'))).toBe('顾客,1')
  })

  it('gives rows of a spreadsheet saved as GBK', async () => {
    const file = Buffer.concat([gbk, Buffer.from('\nc1,order.pay\n')])
    const rows = []
    for await (const row of readRows(Readable.from([file], { objectMode: false }), 'csv')) rows.push(row)
    expect(rows).toEqual([{ line: 2, row: { 顾客: 'c1', 事件: 'order.pay' } }])
  })
})
