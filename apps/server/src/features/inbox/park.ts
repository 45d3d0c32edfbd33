/** What cannot be processed is parked with its error: it is visible, can be replayed, and holds nothing up. */
import type { Context } from '../../context.ts'
import { AppError } from '../../errors.ts'
import type { Db } from '../../infra/postgres.ts'
import { loadSql } from '../../infra/sql.ts'
import { packLines, unpackLines } from './lines.ts'
import type { InboxBatch, Round, Unfit } from './round.ts'

const sql = loadSql(new URL('./inbox.sql', import.meta.url), ['park', 'delete_batches', 'list_parked', 'replay_parked'])

/** Parks a whole batch that failed alone, maybe after its events were stored. */
export function parkBatch(db: Db, at: Date, batch: InboxBatch, error: Error): Promise<void> {
  return db.transaction(async db => {
    await db.query(sql.park, {
      brand_id: brandIn(batch),
      id: batch.id,
      partition: batch.partition,
      items: batch.items,
      received_at: batch.received_at,
      parked_at: at,
      error: error.message.slice(0, 1000),
      detail: (error.stack ?? '').slice(0, 4000),
      whole: true,
      packed: batch.packed,
      body: batch.body,
    })
    await db.query(sql.delete_batches, { ids: [batch.id] })
  })
}

/** Parks the lines of a round that are no events; their keys are forgotten, so that a replay is not taken for a repeat. */
export async function parkLines({ db, at, unfit }: Round): Promise<void> {
  const byBatch = new Map<InboxBatch, Unfit[]>()
  for (const line of unfit) byBatch.set(line.batch, [...(byBatch.get(line.batch) ?? []), line])
  for (const [batch, lines] of byBatch) {
    const texts = lines.map(line => line.text)
    const { items, packed, body } = packLines(batch.partition, texts)
    await db.query(sql.park, {
      brand_id: brandOf(texts[0]!),
      id: batch.id,
      partition: batch.partition,
      items,
      received_at: batch.received_at,
      parked_at: at,
      error: lines[0]!.error.slice(0, 1000),
      detail: lines
        .map(line => `line ${line.index}: ${line.error}`)
        .join('\n')
        .slice(0, 4000),
      whole: false,
      packed,
      body,
    })
  }
}

function brandIn(batch: InboxBatch): string | null {
  try {
    return brandOf(unpackLines(batch)[0] ?? '')
  } catch {
    // It may be here because it cannot be unpacked.
    return null
  }
}

/** Whose it is, also when the line is no JSON any more. */
const brandOf = (line: string) => /"b":"([^"\\]+)"/.exec(line)?.[1] ?? null

export type ParkedBatch = {
  id: number
  partition: number
  items: number
  received_at: Date
  parked_at: Date
  error: string
  detail: string
  replayed_at: Date | null
}

/** Parked batches of a brand, newest first. */
export function listParked(ctx: Context): Promise<ParkedBatch[]> {
  return ctx.db.query(sql.list_parked, { brand_id: ctx.brandId })
}

/** Puts a parked batch back into the inbox, once. Throws `not_found` when there is none or it was replayed before. */
export async function replayParked(ctx: Context, id: number): Promise<{ id: number }> {
  return ctx.transaction(async ctx => {
    const row = await ctx.db.one<{ id: number }>(sql.replay_parked, { id, brand_id: ctx.brandId, at: ctx.clock.now() })
    if (!row) throw new AppError('not_found', 'There is no parked batch of this number, or it was replayed before.')
    await ctx.audit('parked.replay', String(id))
    return row
  })
}
