/** Files of the Channels assistant over HTTP: every cell read as what it says, nothing twice, nothing lost. */
import { strToU8, zipSync } from 'fflate'
import { beforeAll, beforeEach, expect, it } from 'vitest'
import { movableClock } from '../../infra/clock.ts'
import { type TestApp, testApp } from '../../testing/app.ts'
import type { OfficialReply } from '../reports/official/schema.ts'
import { dayIn, numberIn } from './file-figures.ts'
import type { FileMapping, FilePreview, StatisticFile } from './schema.ts'
import { mostUnpackedBytes, readXlsx } from './xlsx.ts'

let t: TestApp
let carrierId: string
const clock = movableClock(new Date('2026-11-22T04:00:00Z'))
const call: TestApp['call'] = (method, path, options = {}) => t.call(method, path, { as: t.cookie, ...options })

beforeAll(async () => {
  t = await testApp({ clock })
})
beforeEach(async () => {
  Object.assign(t, await t.brand('Brand'))
  const body = { kind: 'channels', name: '山野视频号', appId: 'wxchannels0001' }
  carrierId = (await call<{ carrier: { id: string } }>('POST', `/api/brands/${t.brandId}/carriers`, { body })).body.carrier.id
})

const api = (path: string) => `/api/brands/${t.brandId}/${path}`
async function upload(name: string, bytes: Buffer): Promise<string> {
  const { id } = (await call<{ id: string }>('POST', api('uploads'), { body: { name, bytes: bytes.length } })).body
  expect((await call('PUT', api(`uploads/${id}/parts/0`), { body: { base64: bytes.toString('base64') } })).status).toBe(204)
  return id
}
const preview = async (id: string, more: object = {}) =>
  (await call<FilePreview>('POST', api(`uploads/${id}/statistics-preview`), { body: { carrierId, ...more } })).body
type Imported = { id: string; already: boolean; fresh: number; changed: number; same: number; rejected: number; detail: string }
const read = async (name: string, bytes: Buffer, more: object = {}) =>
  (await call<Imported>('POST', api('statistics/files'), { body: { uploadId: await upload(name, bytes), carrierId, ...more } })).body
const stored = () =>
  t.events.query<{ day: string; metric: string; dimension: string; value: number }>(
    'select toString(day) as day, metric, dimension, value from carrier_stats final where brand = {brand:String} order by day, metric, dimension',
    { brand: t.brandId },
  )

const days = `视频号助手-数据总览
统计时间：2026-11-19 至 2026-11-21
日期,播放量,喜欢,完播率,平均播放时长(秒),新增关注,净增
2026/11/19,"1,200",35,32.5%,00:00:21,4,3
2026/11/20,1.3万,-,41.2%,18,9,7
2026年11月21日,800,12,28%,1分5秒,2,2
合计,15000,47,,,15,12
`

it('finds the head below the title, guesses the columns, and reads counts, shares and times as what they say', async () => {
  const found = await preview(await upload('总览.csv', Buffer.from(days)))
  expect(found).toMatchObject({ headLine: 3, by: 'names', problem: null, rows: 3, rejected: 0, fresh: 14, changed: 0, same: 0 })
  expect(found.mapping).toEqual({
    day: '日期',
    figures: {
      'ch.plays': '播放量',
      'ch.likes': '喜欢',
      'ch.completion': '完播率',
      'ch.mean_play': '平均播放时长(秒)',
      'ch.new_follow': '新增关注',
    },
  })
  expect(await stored()).toEqual([])
  expect(await read('总览.csv', Buffer.from(days))).toMatchObject({ already: false, fresh: 14 })
  expect((await stored()).filter(row => row.day === '2026-11-20')).toEqual([
    { day: '2026-11-20', metric: 'ch.completion', dimension: '', value: 0.412 },
    { day: '2026-11-20', metric: 'ch.mean_play', dimension: '', value: 18 },
    { day: '2026-11-20', metric: 'ch.new_follow', dimension: '', value: 9 },
    { day: '2026-11-20', metric: 'ch.plays', dimension: '', value: 13_000 },
  ])
})

it('changes nothing by the same file; a later one replaces days and keeps what they were', async () => {
  await read('a.csv', Buffer.from(days))
  const before = await stored()
  expect(await read('a renamed.csv', Buffer.from(days))).toMatchObject({ already: true })
  expect(await stored()).toEqual(before)
  const later = Buffer.from(days.replace('"1,200"', '"1,250"'))
  const shown = await preview(await upload('b.csv', later))
  expect(shown).toMatchObject({ by: 'saved', fresh: 0, changed: 1, same: 13 })
  expect(shown.changes).toEqual([{ day: '2026-11-19', content: '', metric: 'ch.plays', was: 1200, becomes: 1250 }])
  clock.advance(1000)
  const { id } = await read('b.csv', later)
  expect((await stored()).find(row => row.day === '2026-11-19' && row.metric === 'ch.plays')!.value).toBe(1250)
  const changes = await call<{ changes: object[] }>('GET', api(`statistics/files/${id}/changes`))
  expect(changes.body.changes).toEqual(shown.changes)
  const { files } = (await call<{ files: StatisticFile[] }>('GET', api('statistics/files'))).body
  expect(files.map(({ file, fresh, changed, same }) => ({ file, fresh, changed, same }))).toEqual([
    { file: 'b.csv', fresh: 0, changed: 1, same: 13 },
    { file: 'a.csv', fresh: 14, changed: 0, same: 0 },
  ])
  expect(files[1]).toMatchObject({ firstDay: '2026-11-19', lastDay: '2026-11-21', carrierId })
})

it('names the cell that is wrong and why, and takes the rest', async () => {
  const text = '日期,播放量\n2026-11-19,12\n11月20日,13\n2026-11-21,很多\n2027-01-01,1\n2026-11-19,14\n'
  const found = await preview(await upload('x.csv', Buffer.from(text)))
  expect(found.errors.map(({ cell, text, reason }) => [cell, text, reason.en])).toEqual([
    ['A3', '11月20日', 'is no day; write it like 2026-11-22'],
    ['B4', '很多', 'is no number'],
    ['A5', '2027-01-01', 'lies in the future'],
    ['A6', '2026-11-19', 'has the same day as line 2 and other figures'],
  ])
  expect(found).toMatchObject({ rows: 1, rejected: 4, fresh: 1 })
})

it('takes figures of videos by their ids, offers the mapping again, and shows them by title, as totals only', async () => {
  const text = 'Feed,Name,发布时间,看过,完播率\nf1,春茶怎么选,2026-11-20 10:00,900,0.4\nf2,一分钟识茶,2026-11-20 12:00,300,25%\n'
  const id = await upload('videos.csv', Buffer.from(text))
  expect((await preview(id)).mapping).toEqual({ day: '发布时间', figures: { 'ch.completion': '完播率' } })
  const mapping: FileMapping = {
    day: '发布时间',
    content: 'Feed',
    title: 'Name',
    figures: { 'ch.plays': '看过', 'ch.completion': '完播率' },
  }
  expect(await preview(id, { mapping: { ...mapping, day: '日期' } })).toMatchObject({ problem: { en: expect.stringContaining('"日期"') } })
  expect(await read('videos.csv', Buffer.from(text), { mapping })).toMatchObject({ fresh: 4 })
  expect(await preview(await upload('next.csv', Buffer.from(text.replace('900', '950'))))).toMatchObject({
    by: 'saved',
    mapping,
    changed: 1,
  })
  const { body } = await call<OfficialReply>('GET', api(`official?carrier=${carrierId}&from=2026-11-19&to=2026-11-22`))
  expect(body.honesty).toBe('aggregate-only')
  const plays = body.metrics.find(metric => metric.id === 'ch.plays')!
  expect(plays.parts).toEqual([
    { name: { zh: '春茶怎么选', en: '春茶怎么选' }, value: 900 },
    { name: { zh: '一分钟识茶', en: '一分钟识茶' }, value: 300 },
  ])
  expect(plays.value, 'videos that are not in the file are not known').toBeNull()
  expect(body.metrics.find(metric => metric.id === 'ch.completion')).toMatchObject({ unit: 'share' })
})

it('reads GBK, tabs and UTF-16 like any other text', async () => {
  const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(days.replaceAll('"1,200"', '1200').replaceAll(',', '\t'), 'utf16le')])
  expect(await preview(await upload('t.txt', utf16))).toMatchObject({ rows: 3, fresh: 14 })
  const gbk = Buffer.concat([
    Buffer.from([0xc8, 0xd5, 0xc6, 0xda]),
    Buffer.from(','),
    Buffer.from([0xb2, 0xa5, 0xb7, 0xc5]),
    Buffer.from('\n2026-11-20,7\n'),
  ])
  expect(await preview(await upload('g.csv', gbk))).toMatchObject({ columns: ['日期', '播放'], rows: 1 })
})

/** A workbook as spreadsheets write them: shared strings, styles for days and times, a second sheet. */
function workbook(sheet: string, more: Record<string, string> = {}): Buffer {
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
  const files: Record<string, string> = {
    'xl/workbook.xml': `<workbook xmlns="${main}" xmlns:r="r"><sheets><sheet name="说明" sheetId="1" r:id="rId1"/><sheet name="数据" sheetId="2" r:id="rId2"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels':
      '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Target="/xl/worksheets/sheet2.xml"/></Relationships>',
    'xl/sharedStrings.xml': `<sst xmlns="${main}"><si><t>日期</t></si><si><r><t>播放</t></r><r><t>量</t></r><rPh><t>bo</t></rPh></si><si><t>平均播放时长</t></si></sst>`,
    'xl/styles.xml': `<styleSheet xmlns="${main}"><numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="46"/></cellXfs></styleSheet>`,
    'xl/worksheets/sheet1.xml': `<worksheet xmlns="${main}"><sheetData/></worksheet>`,
    'xl/worksheets/sheet2.xml': `<worksheet xmlns="${main}"><sheetData>${sheet}</sheetData></worksheet>`,
    ...more,
  }
  return Buffer.from(zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)]))))
}
const head = '<row r="2"><c r="A2" t="s"><v>0</v></c><c r="C2" t="s"><v>1</v></c><c r="D2" t="s"><v>2</v></c></row>'

it('reads a sheet of a workbook: shared and inline text, days and times by their style, gaps between cells', async () => {
  const row = (line: number, style: number, day: number) =>
    `<row r="${line}"><c r="A${line}" s="${style}"><v>${day}</v></c><c r="C${line}"><v>120${line}</v></c><c r="D${line}" s="3"><v>0.00025462962</v></c></row>`
  const inline = '<row r="5"><c r="A5" t="inlineStr"><is><t>2026-11-21</t></is></c><c r="C5" t="str"><f>1+1</f><v>9</v></c></row>'
  const bytes = workbook(head + row(3, 1, 46_345) + row(4, 2, 46_346) + inline)
  const id = await upload('总览.xlsx', bytes)
  expect((await preview(id)).sheets).toEqual(['说明', '数据'])
  const found = await preview(id, { sheet: '数据' })
  expect(found).toMatchObject({ headLine: 2, rows: 3, rejected: 0 })
  expect(found.sample.map(({ line, day, values }) => [line, day, values.map(value => value.value)])).toEqual([
    [3, '2026-11-19', [1203, 22]],
    [4, '2026-11-20', [1204, 22]],
    [5, '2026-11-21', [9]],
  ])
})

it('refuses what unpacks to too much before it unpacks it, broken archives, entities and old .xls files, and says what to do', async () => {
  const bomb = workbook(head, { 'xl/sharedStrings.xml': ' '.repeat(mostUnpackedBytes + 1) })
  expect(bomb.length).toBeLessThan(100_000)
  await expect(readXlsx(bomb)).rejects.toMatchObject({ code: 'too_large' })
  const lying = workbook(head, { 'xl/sharedStrings.xml': ' '.repeat(1 << 20) })
  for (let at = lying.indexOf(Buffer.from([0, 0, 0x10, 0])); at > 0; at = lying.indexOf(Buffer.from([0, 0, 0x10, 0]), at))
    lying.writeUInt32LE(16, at)
  await expect(readXlsx(lying)).rejects.toMatchObject({ code: 'invalid_input' })
  const answer = async (bytes: Buffer) => (await preview(await upload('x.xlsx', bytes))) as unknown as { status: number; detail: string }
  expect((await answer(workbook(head).subarray(0, 600))).detail).toContain('save it again')
  expect((await answer(Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0, 0, 0, 0]))).detail).toContain('.xlsx or CSV')
  const entity = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]><workbook><sheets><sheet name="&a;" r:id="rId1"/></sheets></workbook>'
  await expect(readXlsx(workbook(head, { 'xl/workbook.xml': entity }))).rejects.toMatchObject({ code: 'invalid_input' })
})

it('belongs to a Channels account of the brand, and is for operators', async () => {
  const id = await upload('a.csv', Buffer.from(days))
  const viewer = await t.member('viewer', t.brandId)
  expect((await call('POST', api(`uploads/${id}/statistics-preview`), { body: { carrierId }, as: viewer })).status).toBe(403)
  const other = await t.brand('Other')
  const path = `/api/brands/${other.brandId}/uploads/${id}/statistics-preview`
  expect((await call('POST', path, { body: { carrierId }, as: other.cookie })).status).toBe(404)
  const body = { kind: 'official_account', name: 'OA', appId: 'wxofficial0001' }
  const oa = (await call<{ carrier: { id: string } }>('POST', api('carriers'), { body })).body.carrier.id
  expect((await call('POST', api(`uploads/${id}/statistics-preview`), { body: { carrierId: oa } })).status).toBe(400)
})

it.each([
  ['12', 'count', 12],
  ['1,234.5', 'count', 1234.5],
  ['1.2万', 'count', 12_000],
  ['35%', 'count', undefined],
  ['35.2%', 'share', 0.352],
  ['35.2', 'share', 0.352],
  ['0.352', 'share', 0.352],
  ['01:02:03', 'seconds', 3723],
  ['02:03', 'seconds', 123],
  ['1小时2分3秒', 'seconds', 3723],
  ['12.5秒', 'seconds', 12.5],
  ['abc', 'count', undefined],
] as const)('reads %s as %s: %s', (text, unit, value) => {
  expect(numberIn(text, unit)).toBe(value)
})

it.each([
  ['2026-11-22', '2026-11-22'],
  ['2026/1/2 10:00:00', '2026-01-02'],
  ['2026年11月22日', '2026-11-22'],
  ['20261122', '2026-11-22'],
  ['2026-02-30', undefined],
  ['22.11.2026', undefined],
])('reads the day %s', (text, day) => {
  expect(dayIn(text)).toBe(day)
})
