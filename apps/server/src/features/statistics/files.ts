/** Files of figures, looked at first and then read in: what is new, what replaces what, and never the same twice. */
import { createHash } from 'node:crypto'
import type { Context } from '../../context.ts'
import { AppError } from '../../errors.ts'
import { loadChSql, loadSql } from '../../infra/sql.ts'
import { dayOf } from '../../stats/calendar.ts'
import { deleteUpload, type Upload, uploadBytes, wholeUpload } from '../imports/uploads.ts'
import { channelsFigures } from './channels-figures.ts'
import { type FileFigures, figuresOf, guessMapping, missingOf } from './file-figures.ts'
import { type FileMapping, type FilePreview, mostFileBytes, type StatisticFile } from './schema.ts'
import { columnsOf, headOf, readSheet, type Sheet } from './sheet.ts'

const sql = loadSql(new URL('./files.sql', import.meta.url), [
  'find_channel',
  'find_file',
  'begin_file',
  'write_changes',
  'end_file',
  'list_files',
  'list_changes',
  'keep_mapping',
  'fitting_mapping',
  'keep_titles',
])
const ch = loadChSql(new URL('./statistics.ch.sql', import.meta.url), ['figures_between', 'newest_version'])

export type FileQuestion = { carrierId: string; mapping?: FileMapping; sheet?: string }

type Figure = { day: string; metric: string; dimension: string; value: number }
type Change = FilePreview['changes'][number]
type Difference = { fresh: Figure[]; changed: (Figure & { was: number })[]; same: number }

type Read = Sheet & {
  bytes: Buffer
  columns: string[]
  headLine: number
  mapping: FileMapping
  by: FilePreview['by']
  figures: FileFigures | undefined
  problem: FilePreview['problem']
}

/** What is listed of a preview. */
const shown = 50

export async function previewStatisticFile(ctx: Context, uploadId: string, question: FileQuestion): Promise<FilePreview> {
  const { read } = await readUpload(ctx, uploadId, question)
  const { figures } = read
  const found = figures ? await differenceOf(ctx, question.carrierId, figures) : { fresh: [], changed: [], same: 0 }
  return {
    sheets: read.sheets,
    sheet: read.sheet,
    headLine: read.headLine,
    columns: read.columns,
    mapping: read.mapping,
    by: read.by,
    problem: read.problem,
    ...countsOf(figures, found),
    errors: figures?.problems.slice(0, shown) ?? [],
    sample: figures?.rows.slice(0, 8) ?? [],
    changes: found.changed
      .slice(0, shown)
      .map(({ day, metric, dimension, was, value }): Change => ({ day, content: dimension, metric, was, becomes: value })),
  }
}

/** Throws `invalid_input` while the mapping says too little, and for files without a figure. */
export async function importStatisticFile(ctx: Context, { uploadId, ...question }: FileQuestion & { uploadId: string }) {
  const { upload, read } = await readUpload(ctx, uploadId, question)
  const { figures, mapping } = read
  if (!figures) throw new AppError('invalid_input', read.problem!.en)
  if (figures.rows.length === 0) throw new AppError('invalid_input', 'The file has no row with figures; see the preview for the reasons.')
  const scope = { brand_id: ctx.brandId, id: fileId(ctx.brandId, question.carrierId, read) }
  const before = await ctx.db.one<{ state: string } & ReturnType<typeof countsOf>>(sql.find_file, scope)
  if (before?.state === 'done') {
    await deleteUpload(ctx.db, ctx.brandId, uploadId)
    const { state: _, ...counts } = before
    return { ...counts, id: scope.id, already: true }
  }
  const found = await differenceOf(ctx, question.carrierId, figures)
  const counts = countsOf(figures, found)
  // What is replaced is written down first: should the rest be cut off, reading the file again finds it there.
  await ctx.transaction(ctx => beginFile(ctx, scope.id, question.carrierId, upload, read, found, counts))
  await writeFigures(ctx, scope.id, question.carrierId, [...found.fresh, ...found.changed])
  await ctx.transaction(async ctx => {
    await ctx.db.query(sql.end_file, scope)
    await ctx.db.query(sql.keep_mapping, {
      brand_id: ctx.brandId,
      columns: [...read.columns].sort(),
      mapping: JSON.stringify(mapping),
      at: ctx.clock.now(),
    })
    await ctx.audit('statistics.import', scope.id, { file: upload.name, ...counts })
  })
  await deleteUpload(ctx.db, ctx.brandId, uploadId)
  return { ...counts, id: scope.id, already: false }
}

async function beginFile(
  ctx: Context,
  id: string,
  carrierId: string,
  upload: Upload,
  read: Read,
  found: Difference,
  counts: ReturnType<typeof countsOf>,
): Promise<void> {
  const days = read.figures!.rows.map(row => row.day).sort()
  await ctx.db.query(sql.begin_file, {
    brand_id: ctx.brandId,
    id,
    carrier_id: carrierId,
    file: upload.name,
    sheet: read.sheet,
    mapping: JSON.stringify(read.mapping),
    ...counts,
    first_day: days[0] ?? null,
    last_day: days.at(-1) ?? null,
    by: `${ctx.actor.kind}:${ctx.actor.id}`,
    at: ctx.clock.now(),
  })
  const { changed } = found
  await ctx.db.query(sql.write_changes, {
    file_id: id,
    brand_id: ctx.brandId,
    days: changed.map(figure => figure.day),
    metrics: changed.map(figure => figure.metric),
    dimensions: changed.map(figure => figure.dimension),
    was: changed.map(figure => figure.was),
    became: changed.map(figure => figure.value),
  })
  const titles = [...read.figures!.titles]
  await ctx.db.query(sql.keep_titles, {
    brand_id: ctx.brandId,
    carrier_id: carrierId,
    contents: titles.map(([content]) => content),
    titles: titles.map(([, title]) => title),
  })
}

/** One block, so that all of it is there or nothing. */
async function writeFigures(ctx: Context, id: string, carrier: string, figures: readonly Figure[]): Promise<void> {
  if (figures.length === 0) return
  const [newest] = await ctx.events.query<{ version: string }>(ch.newest_version, { brand: ctx.brandId, carrier })
  const version = Math.max(ctx.clock.now().getTime(), Number(newest?.version ?? 0) + 1)
  const rows = figures.map(({ day, metric, dimension, value }) =>
    JSON.stringify({ brand: ctx.brandId, carrier_id: carrier, day, metric, dimension, value, version }),
  )
  await ctx.events.insert('carrier_stats', `${rows.join('\n')}\n`, { token: `${id}:${version}` })
}

function countsOf(figures: FileFigures | undefined, found: Difference) {
  const rejected = new Set(figures?.problems.map(problem => problem.line)).size
  return { rows: figures?.rows.length ?? 0, rejected, fresh: found.fresh.length, changed: found.changed.length, same: found.same }
}

async function readUpload(ctx: Context, uploadId: string, question: FileQuestion): Promise<{ upload: Upload; read: Read }> {
  const carrier = await ctx.db.one<{ kind: string; archived_at: Date | null }>(sql.find_channel, {
    brand_id: ctx.brandId,
    id: question.carrierId,
  })
  if (!carrier || carrier.archived_at) throw new AppError('not_found', 'There is no such living carrier in this brand.')
  if (carrier.kind !== 'channels')
    throw new AppError('invalid_input', 'Files of the Channels assistant belong to a Channels account; choose one.')
  const upload = await wholeUpload(ctx, uploadId)
  if (upload.bytes > mostFileBytes)
    throw new AppError('too_large', `A file of figures may have ${mostFileBytes >> 20} MB; split it by days.`)
  const bytes = Buffer.concat(await uploadBytes(ctx.db, ctx.brandId, uploadId).toArray())
  const sheet = await readSheet(bytes, question.sheet)
  const head = headOf(sheet.rows)
  const columns = columnsOf(sheet.rows[head])
  const saved = question.mapping
    ? undefined
    : await ctx.db.one<{ mapping: FileMapping }>(sql.fitting_mapping, { brand_id: ctx.brandId, columns: [...columns].sort() })
  const mapping = question.mapping ?? saved?.mapping ?? guessMapping(columns)
  const problem = missingOf(mapping, columns) ?? unknownFigure(mapping) ?? null
  const figures = problem ? undefined : figuresOf(sheet.rows.slice(head + 1), columns, mapping, dayOf(ctx.clock.now().getTime()))
  const by = question.mapping ? 'given' : saved ? 'saved' : 'names'
  return { upload, read: { ...sheet, bytes, columns, headLine: sheet.rows[head]?.line ?? 1, mapping, by, figures, problem } }
}

function unknownFigure(mapping: FileMapping): FilePreview['problem'] {
  const unknown = Object.keys(mapping.figures).find(metric => !(metric in channelsFigures))
  return unknown === undefined ? null : { zh: `没有“${unknown}”这个指标。`, en: `There is no figure "${unknown}".` }
}

/** The same bytes read in the same way are the same file. */
function fileId(brandId: string, carrierId: string, { bytes, sheet, mapping }: Read): string {
  const figures = Object.entries(mapping.figures).sort(([a], [b]) => (a < b ? -1 : 1))
  const how = JSON.stringify([brandId, carrierId, sheet, mapping.day, mapping.content ?? '', mapping.title ?? '', figures])
  return `stf_${createHash('sha256').update(how).update(bytes).digest('hex').slice(0, 26)}`
}

async function differenceOf(ctx: Context, carrier: string, { rows }: FileFigures): Promise<Difference> {
  const figures = rows.flatMap(({ day, content, values }) =>
    values.map(({ metric, value }): Figure => ({ day, metric, dimension: content, value })),
  )
  const difference: Difference = { fresh: [], changed: [], same: 0 }
  if (figures.length === 0) return difference
  const days = rows.map(row => row.day).sort()
  const known = await ctx.events.query<{ on_day: string; metric: string; dimension: string; value: number }>(ch.figures_between, {
    brand: ctx.brandId,
    carrier,
    metrics: [...new Set(figures.map(figure => figure.metric))],
    from: days[0],
    to: days.at(-1),
  })
  const values = new Map(known.map(row => [`${row.on_day}\n${row.metric}\n${row.dimension}`, Number(row.value)]))
  for (const figure of figures) {
    const was = values.get(`${figure.day}\n${figure.metric}\n${figure.dimension}`)
    if (was === undefined) difference.fresh.push(figure)
    else if (was !== figure.value) difference.changed.push({ ...figure, was })
    else difference.same++
  }
  return difference
}

export async function listStatisticFiles(ctx: Context): Promise<StatisticFile[]> {
  type Row = Omit<StatisticFile, 'carrierId' | 'firstDay' | 'lastDay' | 'importedAt'> & {
    carrier_id: string
    first_day: string | null
    last_day: string | null
    imported_at: Date
  }
  const rows = await ctx.db.query<Row>(sql.list_files, { brand_id: ctx.brandId })
  return rows.map(({ carrier_id, first_day, last_day, imported_at, ...rest }) => ({
    ...rest,
    carrierId: carrier_id,
    firstDay: first_day,
    lastDay: last_day,
    importedAt: imported_at.toISOString(),
  }))
}

export async function listStatisticChanges(ctx: Context, fileId: string): Promise<Change[]> {
  return ctx.db.query<Change>(sql.list_changes, { brand_id: ctx.brandId, file_id: fileId })
}
