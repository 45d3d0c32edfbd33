/** Imports of uploaded files: looked at first, then read in by a job that goes on where it was. */
import type { Context } from '../../context.ts'
import { AppError } from '../../errors.ts'
import type { Clock } from '../../infra/clock.ts'
import { JobError, type JobHandler } from '../../infra/jobs.ts'
import type { Db } from '../../infra/postgres.ts'
import { loadSql } from '../../infra/sql.ts'
import { type ImportInput, type ImportResult, importFile } from './import-file.ts'
import { fileHash, importId } from './import-id.ts'
import type { Mapping } from './mapping.ts'
import { type FileFormat, formatOf, readRows } from './rows.ts'
import type { ImportMapping, ImportPreview } from './schema.ts'
import { deleteUpload, type Upload, uploadBytes, wholeUpload } from './uploads.ts'

const sql = loadSql(new URL('./imports.sql', import.meta.url), ['find_import', 'begin_import', 'resumable_import', 'fail_import'])

export type Question = { mapping?: ImportMapping; format?: FileFormat; carrierId?: string }

/** A preview looks at so many rows. */
const previewRows = 20_000
/** Bad rows kept with an import, for its list in the console. */
const keepErrors = 500

function inputOf(db: Db, brandId: string, upload: Pick<Upload, 'id' | 'name'>, { mapping, format, carrierId }: Question): ImportInput {
  return {
    brandId,
    file: upload.name,
    open: () => uploadBytes(db, brandId, upload.id),
    uploadId: upload.id,
    // The schema of the API says the same in other words.
    ...(mapping && Object.keys(mapping).length ? { mapping: mapping as Partial<Mapping> } : {}),
    ...(format ? { format } : {}),
    ...(carrierId ? { carrierId } : {}),
    rejects: null,
    keepErrors,
  }
}

/** What the file would become. What must be said first comes back as `problem`, not as an error. */
export async function previewUpload(ctx: Context, uploadId: string, question: Question): Promise<ImportPreview> {
  const upload = await wholeUpload(ctx, uploadId)
  const input = { ...inputOf(ctx.db, ctx.brandId, upload, question), dryRun: true, mostRows: previewRows, keepErrors: 50 }
  const shown = ({ columns, mapping, rows, accepted, rejected, errors, sample, whole }: ImportResult): ImportPreview => ({
    columns,
    mapping: (mapping as ImportMapping | undefined) ?? null,
    problem: null,
    rows,
    accepted,
    rejected,
    errors,
    sample: sample.map(({ at, value }) => ({ at: new Date(at).toISOString(), value })),
    whole,
  })
  try {
    return shown(await importFile(ctx, input))
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'invalid_input') throw error
    return { ...(await columnsOnly(input)), problem: error.message }
  }
}

/** The head of a file whose mapping cannot be told. */
async function columnsOnly({ open, file, format }: ImportInput): Promise<Omit<ImportPreview, 'problem'>> {
  const nothing = { mapping: null, rows: 0, accepted: 0, rejected: 0, errors: [], sample: [], whole: false }
  for await (const item of readRows(open!(), format ?? formatOf(file)))
    if ('row' in item) return { ...nothing, columns: Object.keys(item.row) }
  return { ...nothing, columns: [] }
}

/** Queues the import of an upload. `already`: this file was read in before with this mapping. */
export async function startImport(
  ctx: Context,
  { uploadId, ...question }: Question & { uploadId: string },
): Promise<{ id: string; already: boolean }> {
  const upload = await wholeUpload(ctx, uploadId)
  const input = inputOf(ctx.db, ctx.brandId, upload, question)
  const hash = await fileHash(input.open!, input)
  const id = importId(ctx.brandId, hash)
  return ctx.transaction(async ctx => {
    const before = await ctx.db.one<{ state: string }>(sql.find_import, { brand_id: ctx.brandId, id })
    if (before?.state === 'done') {
      await deleteUpload(ctx.db, ctx.brandId, upload.id)
      return { id, already: true }
    }
    await ctx.db.query(sql.begin_import, {
      brand_id: ctx.brandId,
      id,
      file: upload.name,
      file_hash: hash,
      mapping: JSON.stringify(question.mapping ?? {}),
      upload_id: upload.id,
      carrier_id: question.carrierId ?? null,
      format: question.format ?? formatOf(upload.name),
      at: ctx.clock.now(),
    })
    await ctx.jobs.add('imports.run', { importId: id }, { key: id, brandId: ctx.brandId })
    await ctx.audit('import.start', id, { file: upload.name, bytes: upload.bytes })
    return { id, already: false }
  })
}

type Resumable = {
  id: string
  file: string
  state: string
  mapping: ImportMapping
  format: FileFormat | null
  carrier_id: string | null
  upload_id: string
}

/** Throws `not_found` when its bytes are not here. */
export async function resumeImport(ctx: Context, id: string): Promise<void> {
  const found = await ctx.db.one<Resumable>(sql.resumable_import, { brand_id: ctx.brandId, id })
  if (!found)
    throw new AppError(
      'not_found',
      'The file of this import is not kept here; run the same "wematrix import" again and it goes on where it was.',
    )
  await ctx.jobs.add('imports.run', { importId: id }, { key: id, brandId: ctx.brandId })
  await ctx.audit('import.resume', id)
}

/** Reads imports in, one after the other. A stopped worker leaves its import at a chunk's end. */
export function importJobs({ db, clock }: { db: Db; clock: Clock }): Record<string, JobHandler> {
  return {
    async 'imports.run'({ brand_id, payload, attempts }, { extend, signal }) {
      const brandId = brand_id!
      const id = (payload as { importId: string }).importId
      const found = await db.one<Resumable>(sql.resumable_import, { brand_id: brandId, id })
      if (!found || found.state === 'done') return
      const question = {
        mapping: found.mapping,
        ...(found.format ? { format: found.format } : {}),
        ...(found.carrier_id ? { carrierId: found.carrier_id } : {}),
      }
      const input = inputOf(db, brandId, { id: found.upload_id, name: found.file }, question)
      const progress = async () => {
        if (!(await extend())) throw new JobError('Another worker has this import now.')
        if (signal.aborted) throw new JobError('The worker stops; the import goes on elsewhere.', { afterMs: 0 })
      }
      try {
        await importFile({ db, clock, progress }, input)
        await deleteUpload(db, brandId, found.upload_id)
      } catch (error) {
        // What the file itself is to blame for was written down by the import.
        if (error instanceof AppError) throw new JobError(error.message, { retry: false, cause: error })
        if (attempts >= 8) await db.query(sql.fail_import, { brand_id: brandId, id, problem: String(error), at: clock.now() })
        throw error
      }
    },
  }
}
