/**
 * What is live already, whoever put it there: read back from the accounts, judged and kept like what leaves through our doors, so
 * that a change of rules reaches it as well.
 */
import { WechatError } from '@wematrix/wechat'
import type { Context } from '../../context.ts'
import { loadSql } from '../../infra/sql.ts'
import { nextAfter } from '../carriers/reaction.ts'
import { setLive } from './doors.ts'
import { accountSources, type LiveSource, miniProgramSources } from './live-sources.ts'
import { reviewAll, type ToReview } from './reviews.ts'
import { openTasks } from './tasks.ts'

const sql = loadSql(new URL('./live.sql', import.meta.url), ['living_carriers', 'own_apps', 'find_living', 'content_titles', 'end_unseen'])

/** Artefacts per write. */
const setSize = 250
/** The door of what is read back from an account. */
export const readBack = 'read-back'

/** A job for each living account. */
export async function queueFetch(ctx: Context): Promise<void> {
  const carriers = await ctx.db.query<{ id: string }>(sql.living_carriers, { brand_id: ctx.brandId })
  for (const { id } of carriers)
    await ctx.jobs.addOnce('checks.fetch', { carrierId: id }, { key: `${ctx.brandId} ${id}`, brandId: ctx.brandId })
}

/** What an account may not tell is left out and said in the log; what asks for a later try is thrown. */
export async function fetchLive(ctx: Context, carrierId: string): Promise<void> {
  const carrier = await ctx.db.one<{ kind: string }>(sql.find_living, { brand_id: ctx.brandId, id: carrierId })
  if (!carrier) return
  if (carrier.kind === 'channels') return show(ctx, carrierId, ['video_title'], await titles(ctx, carrierId))
  const sources = carrier.kind === 'official_account' ? accountSources : carrier.kind === 'mini_program' ? miniProgramSources : []
  for (const source of sources) {
    const found = await readSource(ctx, carrierId, source)
    if (found) await show(ctx, carrierId, source.kinds, found)
  }
}

async function readSource(ctx: Context, carrierId: string, source: LiveSource): Promise<ToReview[] | undefined> {
  try {
    const own = await ctx.db.query<{ app_id: string }>(sql.own_apps, { brand_id: ctx.brandId })
    return await source.read(await ctx.wechat(carrierId), carrierId, new Set(own.map(row => row.app_id)))
  } catch (error) {
    if (!(error instanceof WechatError) || nextAfter(error, ctx.clock.now().getTime()).what === 'again') throw error
    ctx.log.info({ errcode: error.errcode, carrierId, kinds: source.kinds }, 'the account does not tell what it shows')
    return undefined
  }
}

/** Titles that operators brought with files of figures; Channels tells of none itself. */
async function titles(ctx: Context, carrierId: string): Promise<ToReview[]> {
  const rows = await ctx.db.query<{ content: string; title: string }>(sql.content_titles, { brand_id: ctx.brandId, carrier_id: carrierId })
  return rows.map(({ content, title }) => ({
    artefact: { kind: 'video_title', id: `${carrierId}:${content}`, name: title.slice(0, 200) },
    content: { carrier: 'ch', surface: 'video_desc', text: title },
  }))
}

/** Two rules or buttons may have one name: the second is called so. */
function distinct(found: readonly ToReview[]): ToReview[] {
  const times = new Map<string, number>()
  return found.map(one => {
    const { kind, id } = one.artefact
    const n = (times.get(`${kind} ${id}`) ?? 0) + 1
    times.set(`${kind} ${id}`, n)
    return n === 1 ? one : { ...one, artefact: { ...one.artefact, id: `${id.slice(0, 190)} ${n}` } }
  })
}

async function show(ctx: Context, carrierId: string, kinds: readonly string[], shown: readonly ToReview[]): Promise<void> {
  const found = distinct(shown)
  const seen: string[] = []
  for (let i = 0; i < found.length; i += setSize) {
    const rows = await reviewAll(
      ctx,
      found.slice(i, i + setSize).map(one => ({ ...one, carrierId })),
    )
    const fresh = rows.filter(row => row.live_since === null)
    await setLive(
      ctx,
      readBack,
      fresh.map(row => ({ id: row.id, artefact: { kind: row.kind, id: row.artefact_id, name: row.name } })),
    )
    const failing = fresh.filter(({ verdict }) => verdict !== 'pass')
    await openTasks(
      ctx,
      failing.map(row => ({
        ...{ reviewId: row.id, kind: row.kind, artefactId: row.artefact_id, name: row.name, verdict: row.verdict },
        rules: row.rules,
      })),
      null,
    )
    seen.push(...rows.map(({ id }) => id))
  }
  await ctx.db.query(sql.end_unseen, { brand_id: ctx.brandId, carrier_id: carrierId, kinds, seen, door: readBack })
}
