/**
 * Reads a file into the inbox: streaming, resumable, and the same file twice adds nothing. Rows go in by the thousand,
 * each chunk in one transaction with the line it reaches to; the pipeline treats them like everything else.
 */
import { createReadStream, createWriteStream, type WriteStream } from 'node:fs'
import type { Readable } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import { AppError } from '../../errors.ts'
import type { Clock } from '../../infra/clock.ts'
import type { Db } from '../../infra/postgres.ts'
import { loadSql } from '../../infra/sql.ts'
import { hash32 } from '../inbox/hash.ts'
import { packLines } from '../inbox/lines.ts'
import { fileHash, importId } from './import-id.ts'
import { completeMapping, type MappedRow, type Mapping, rowReader } from './mapping.ts'
import { type FileFormat, formatOf, readRows } from './rows.ts'
import { isSegmentRow, segmentReader } from './segment-rows.ts'

const sql = loadSql(new URL('./imports.sql', import.meta.url), [
  'partition_count',
  'find_import',
  'begin_import',
  'write_chunk',
  'advance_import',
  'end_import',
  'fail_import',
  'waiting',
  'carrier_app',
])

export type ImportInput = {
  brandId: string
  /** Its path, or its name when `open` gives the bytes. */
  file: string
  open?: () => Readable
  /** The upload that the bytes come from. */
  uploadId?: string
  mapping?: Partial<Mapping>
  format?: FileFormat
  carrierId?: string
  dryRun?: boolean
  /** A dry run stops after so many rows. */
  mostRows?: number
  /** Where rejected rows are written; default beside the file, `FILE.rejects.csv`; null: nowhere. */
  rejects?: string | null
  /** How many rejects are kept with the import. */
  keepErrors?: number
}

export type Reject = { line: number; reason: string; raw: string }

export type ImportResult = {
  id: string
  state: 'done' | 'dry' | 'already'
  mapping: Mapping | undefined
  /** The columns of the first row. */
  columns: string[]
  rows: number
  accepted: number
  rejected: number
  /** The first rejects; all of them are in `rejectsFile`. */
  errors: Reject[]
  rejectsFile?: string
  /** False: a dry run that stopped before the end of the file. */
  whole: boolean
  /** A dry run's first rows as they would come in. */
  sample: Pick<MappedRow, 'at' | 'value'>[]
}

/** `progress` hears of every chunk that is safe; what it throws ends the import there, to go on another time. */
export type ImportDeps = { db: Db; clock: Clock; progress?: (line: number, accepted: number, rejected: number) => void | Promise<void> }

const chunkRows = 5000
/** So many lines may wait in the inbox before an import stands back. */
const crowded = 300_000

type State = { id: string; line: number; accepted: number; rejected: number; state: string; errors: Reject[] }

/** Throws `invalid_input` when the columns do not say what is what; such an import is marked as failed. */
export async function importFile(deps: ImportDeps, input: ImportInput): Promise<ImportResult> {
  const open = input.open ?? (() => createReadStream(input.file))
  const hash = await fileHash(open, input)
  try {
    return await readIn(deps, input, open, hash)
  } catch (error) {
    if (error instanceof AppError && !input.dryRun) {
      const { db, clock } = deps
      await db.query(sql.fail_import, {
        brand_id: input.brandId,
        id: importId(input.brandId, hash),
        problem: error.message,
        at: clock.now(),
      })
    }
    throw error
  }
}

async function readIn(deps: ImportDeps, input: ImportInput, open: () => Readable, hash: string): Promise<ImportResult> {
  const { db, clock } = deps
  const { keepErrors = 20 } = input
  const format = input.format ?? formatOf(input.file)
  const brand = await db.one<{ time_zone: string }>('select time_zone from brands where id = :id', { id: input.brandId })
  if (!brand) throw new AppError('not_found', `There is no brand ${input.brandId}.`)
  const appId = input.carrierId ? await appOf(db, input.brandId, input.carrierId) : undefined
  const id = importId(input.brandId, hash)
  const result: ImportResult = {
    id,
    state: input.dryRun ? 'dry' : 'done',
    mapping: undefined,
    columns: [],
    rows: 0,
    accepted: 0,
    rejected: 0,
    errors: [],
    whole: true,
    sample: [],
  }
  const partitions = (await db.one<{ n: number }>(sql.partition_count))!.n
  const before = input.dryRun ? undefined : await db.one<State>(sql.find_import, { brand_id: input.brandId, id })
  if (before?.state === 'done')
    return { ...result, state: 'already', rows: before.line, accepted: before.accepted, rejected: before.rejected }
  if (!input.dryRun)
    await db.query(sql.begin_import, {
      brand_id: input.brandId,
      id,
      file: input.file,
      file_hash: hash,
      mapping: JSON.stringify(input.mapping ?? {}),
      upload_id: input.uploadId ?? null,
      carrier_id: input.carrierId ?? null,
      format,
      at: clock.now(),
    })
  const resumeAt = before?.line ?? 0
  if (before) Object.assign(result, { accepted: before.accepted, rejected: before.rejected, errors: before.errors })

  let reader: ReturnType<typeof rowReader> | undefined
  let rejects: WriteStream | undefined
  let lines: string[][] = Array.from({ length: partitions }, () => [])
  let waiting = 0
  let reached = resumeAt
  let last = resumeAt
  const reject = (line: number, reason: string, raw: string) => {
    result.rejected++
    if (result.errors.length < keepErrors) result.errors.push({ line, reason, raw: raw.slice(0, 200) })
    if (input.dryRun || input.rejects === null) return
    result.rejectsFile ??= input.rejects ?? `${input.file}.rejects.csv`
    rejects ??= createWriteStream(result.rejectsFile, { flags: before ? 'a' : 'w' })
    rejects.write(`${line},${JSON.stringify(reason)},${JSON.stringify(raw)}\n`)
  }
  const flush = async () => {
    await writeChunk(db, clock, input.brandId, id, lines, {
      from: reached,
      line: last,
      accepted: result.accepted,
      rejected: result.rejected,
      errors: result.errors,
    })
    lines = Array.from({ length: partitions }, () => [])
    waiting = 0
    reached = last
    await deps.progress?.(last, result.accepted, result.rejected)
    await standBack(db)
  }
  for await (const item of readRows(open(), format)) {
    if (result.rows === input.mostRows) {
      result.whole = false
      break
    }
    result.rows++
    if ('row' in item && !reader) {
      result.columns = Object.keys(item.row)
      if (!input.mapping && isSegmentRow(item.row)) reader = segmentReader({ zone: brand.time_zone, nowMs: clock.now().getTime() })
      else result.mapping = completeMapping(input.mapping ?? {}, result.columns)
      reader ??= rowReader(result.mapping!, { zone: brand.time_zone, nowMs: clock.now().getTime(), ...(appId ? { appId } : {}) })
    }
    if (item.line <= resumeAt) continue
    last = item.line
    if ('reason' in item) {
      reject(item.line, item.reason, item.raw)
      continue
    }
    const row = reader!(item.row)
    if ('reason' in row) {
      reject(item.line, row.reason, JSON.stringify(item.row))
      continue
    }
    result.accepted++
    if (input.dryRun) {
      if (result.sample.length < 5) result.sample.push({ at: row.at, value: row.value })
      continue
    }
    const carrier = input.carrierId ? `"c":${JSON.stringify(input.carrierId)},` : ''
    const key = JSON.stringify(row.messageId || `${hash.slice(0, 16)}:${item.line}`)
    lines[hash32(row.who, 0) % partitions]!.push(
      `{${row.type ? `"k":"sdk","s":1,"t":"${row.type}"` : '"k":"imp"'},"b":${JSON.stringify(input.brandId)},${carrier}"key":${key},"r":${clock.now().getTime()},"at":${row.at},"e":${JSON.stringify(row.value)}}`,
    )
    if (++waiting >= chunkRows) await flush()
  }
  if (!input.dryRun) {
    await flush()
    await db.query(sql.end_import, { brand_id: input.brandId, id, at: clock.now(), mapping: JSON.stringify(result.mapping ?? {}) })
  }
  if (rejects) await new Promise(resolve => rejects!.end(resolve))
  return result
}

/** `from`: where the import was. It is elsewhere when somebody else reads the same file, or the last chunk was lost. */
type Progress = { from: number; line: number; accepted: number; rejected: number; errors: Reject[] }

/**
 * The lines and how far they reach: all or nothing, so a killed import goes on exactly where it was, also when the last
 * chunks are lost with PostgreSQL. They are on the disk before anything of them is in the event store (a round announces
 * itself first) and before the import is called done.
 */
function writeChunk(
  db: Db,
  clock: Clock,
  brandId: string,
  id: string,
  lines: string[][],
  { from, line, accepted, rejected, errors }: Progress,
): Promise<void> {
  return db.transaction(
    async db => {
      for (const [partition, list] of lines.entries()) {
        if (list.length === 0) continue
        const batch = packLines(partition, list)
        await db.query(sql.write_chunk, { ...batch, at: clock.now() })
      }
      const reached = { line, accepted, rejected, errors: JSON.stringify(errors) }
      const moved = await db.one(sql.advance_import, { brand_id: brandId, id, from, ...reached })
      if (!moved) throw new Error(`The import is no longer at line ${from}: start it again and it goes on where it is.`)
    },
    { lazy: true },
  )
}

/** Leaves room for what people do meanwhile. */
async function standBack(db: Db): Promise<void> {
  while (((await db.one<{ items: number }>(sql.waiting))?.items ?? 0) > crowded) await pause(250)
}

async function appOf(db: Db, brandId: string, carrierId: string): Promise<string> {
  const row = await db.one<{ app_id: string }>(sql.carrier_app, { brand_id: brandId, id: carrierId })
  if (!row) throw new AppError('not_found', `There is no carrier ${carrierId} in this brand.`)
  return row.app_id
}
