/** Files that operators hand over: kept in parts in the database, so that any process can read them. */
import { Readable } from 'node:stream'
import type { Context } from '../../context.ts'
import { AppError } from '../../errors.ts'
import { newId } from '../../infra/ids.ts'
import type { Db } from '../../infra/postgres.ts'
import { loadSql } from '../../infra/sql.ts'
import { mostUploadBytes, uploadPartBytes } from './schema.ts'

const sql = loadSql(new URL('./uploads.sql', import.meta.url), [
  'insert_upload',
  'find_upload',
  'write_part',
  'read_part',
  'delete_upload',
  'forget_uploads',
  'waiting_bytes',
])

/** A file that is not read in is kept so long. */
const keepMs = 7 * 86_400_000
/** So much may wait of one brand. */
const mostWaitingBytes = 5 * mostUploadBytes

export type Upload = { id: string; name: string; bytes: number }

const partsOf = (bytes: number) => Math.ceil(bytes / uploadPartBytes)

/** Throws `too_large` for files beyond the limit and when too much waits already. */
export async function createUpload(ctx: Context, { name, bytes }: { name: string; bytes: number }) {
  if (bytes > mostUploadBytes)
    throw new AppError('too_large', `The file has ${bytes} bytes; up to ${mostUploadBytes} are taken here. Use "wematrix import" for it.`)
  await ctx.db.query(sql.forget_uploads, { before: new Date(ctx.clock.now().getTime() - keepMs) })
  const waiting = await ctx.db.one<{ bytes: number }>(sql.waiting_bytes, { brand_id: ctx.brandId })
  if (Number(waiting!.bytes) + bytes > mostWaitingBytes)
    throw new AppError('too_large', 'Too many files wait to be read in; wait for their imports, or use "wematrix import".')
  const id = newId('upl')
  await ctx.db.query(sql.insert_upload, { brand_id: ctx.brandId, id, name, bytes, at: ctx.clock.now() })
  await ctx.audit('upload.create', id, { name, bytes })
  return { id, parts: partsOf(bytes), partBytes: uploadPartBytes }
}

/** Keeps one part. Every part but the last has exactly `uploadPartBytes`. */
export async function putPart(ctx: Context, id: string, n: number, base64: string): Promise<void> {
  const { bytes } = await findUpload(ctx, id)
  const body = Buffer.from(base64, 'base64')
  const parts = partsOf(bytes)
  const expected = n < parts - 1 ? uploadPartBytes : bytes - (parts - 1) * uploadPartBytes
  if (n >= parts || body.length !== expected)
    throw new AppError('invalid_input', `Part ${n} of this file should have ${n >= parts ? 0 : expected} bytes, it has ${body.length}.`)
  await ctx.db.query(sql.write_part, { id, n, body })
}

/** An upload all of whose parts are here. Throws `conflict` when some are missing. */
export async function wholeUpload(ctx: Context, id: string): Promise<Upload> {
  const { arrived, ...upload } = await findUpload(ctx, id)
  if (arrived !== upload.bytes)
    throw new AppError('conflict', `Only ${arrived} of ${upload.bytes} bytes have arrived; send the missing parts.`)
  return upload
}

async function findUpload(ctx: Context, id: string): Promise<Upload & { arrived: number }> {
  const row = await ctx.db.one<Upload & { arrived: number }>(sql.find_upload, { brand_id: ctx.brandId, id })
  if (!row) throw new AppError('not_found', 'There is no such file; it was read in, or waited for longer than a week.')
  return { ...row, bytes: Number(row.bytes), arrived: Number(row.arrived) }
}

/** Its bytes in order, a part at a time. */
export function uploadBytes(db: Db, brandId: string, id: string): Readable {
  return Readable.from(
    (async function* () {
      for (let n = 0; ; n++) {
        const part = await db.one<{ body: Buffer }>(sql.read_part, { brand_id: brandId, id, n })
        if (!part) return
        yield part.body
      }
    })(),
    { objectMode: false },
  )
}

export async function deleteUpload(db: Db, brandId: string, id: string): Promise<void> {
  await db.query(sql.delete_upload, { brand_id: brandId, id })
}
