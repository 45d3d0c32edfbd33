/**
 * WeChat's own verdict on what users write and upload, as a second opinion beside ours. It is asked only about users' content and
 * only while its author was in the Mini Program within two hours; text in pieces of 2,500 characters, the worst piece decides.
 */
import { createHash } from 'node:crypto'
import { type Caller, checkMedia, checkText, WechatError } from '@wematrix/wechat'
import type { Context } from '../../context.ts'
import { AppError } from '../../errors.ts'
import { newId } from '../../infra/ids.ts'
import { JobError } from '../../infra/jobs.ts'
import type { Db } from '../../infra/postgres.ts'
import { loadSql } from '../../infra/sql.ts'
import { nextAfter } from '../carriers/reaction.ts'
import { readNow } from './brand-checks.ts'
import type { OpinionInput, SecondOpinion } from './outside-schema.ts'
import type { Verdict } from './schema.ts'

const sql = loadSql(new URL('./opinions.sql', import.meta.url), [
  'find_mini_program',
  'insert_opinion',
  'opinion_of',
  'find_opinion',
  'waiting_opinion',
  'list_opinions',
  'asked_opinion',
  'answer_opinion',
  'give_up_opinion',
  'forget_unanswered',
])

type Row = {
  id: string
  carrier_id: string
  artefact_kind: string
  artefact_id: string
  kind: SecondOpinion['kind']
  ours: Verdict | null
  state: SecondOpinion['state']
  theirs: SecondOpinion['theirs']
  label: number | null
  problem: SecondOpinion['problem']
  asked_at: Date
  answered_at: Date | null
}
type Waiting = { carrier_id: string; kind: Row['kind']; openid: string; scene: 1 | 2 | 3 | 4; content: string; asked_at: Date }

/** Characters that WeChat reads at once. */
const piece = 2500
const lastVisitMs = 2 * 3_600_000
/** WeChat says half an hour. */
const answerMs = 45 * 60_000
/** A process that dies while it asks leaves the question to a job. */
const rescueMs = 60_000

export const tooLate = {
  zh: '作者两小时内没有使用过小程序，微信不再检查这份内容',
  en: 'Its author has not used the Mini Program within two hours, so WeChat does not look at it',
}
const noAnswer = { zh: '微信没有在半小时内答复', en: 'WeChat gave no answer within half an hour' }

/** Throws `not_found`, `invalid_input` for an account that is no Mini Program. Asking again about the same asks WeChat nothing. */
export async function askOpinion(ctx: Context, input: OpinionInput): Promise<SecondOpinion> {
  const carrier = await ctx.db.one<{ kind: string }>(sql.find_mini_program, { brand_id: ctx.brandId, id: input.carrierId })
  if (!carrier) throw new AppError('not_found', 'There is no such living carrier in this brand.')
  if (carrier.kind !== 'mini_program')
    throw new AppError('invalid_input', 'WeChat judges content of a Mini Program’s users only; choose a Mini Program.')
  const { content, artefact } = input
  const body = content.kind === 'text' ? content.text : content.url
  const key = {
    ...{ brand_id: ctx.brandId, artefact_kind: artefact.kind, artefact_id: artefact.id },
    hash: createHash('sha256').update(`${content.kind} ${body}`).digest('hex'),
  }
  const ours = content.kind === 'text' ? (await readNow(ctx, { carrier: 'mp', surface: 'form', text: body })).verdict : null
  const fresh = await ctx.transaction(async ctx => {
    const row = { ...key, id: newId('opn'), carrier_id: input.carrierId, kind: content.kind, openid: input.openid, scene: input.scene }
    const added = await ctx.db.one<{ id: string }>(sql.insert_opinion, { ...row, content: body, ours, at: ctx.clock.now() })
    if (added) await queue(ctx, added.id, new Date(ctx.clock.now().getTime() + rescueMs))
    return added
  })
  if (fresh) await askWaiting(ctx, fresh.id).catch((error: unknown) => ctx.log.info({ err: error }, 'WeChat is asked again later'))
  const { id } = fresh ?? (await ctx.db.one<{ id: string }>(sql.opinion_of, key))!
  return described((await ctx.db.one<Row>(sql.find_opinion, { brand_id: ctx.brandId, id }))!)
}

async function queue(ctx: Context, id: string, runAt: Date): Promise<void> {
  await ctx.jobs.addOnce('checks.opinion', { opinionId: id }, { key: id, brandId: ctx.brandId, runAt })
}

/** Asks unless it is answered or asked. Throws what asks for a later try, while the author may still count as present. */
export async function askWaiting(ctx: Context, id: string): Promise<void> {
  const key = { brand_id: ctx.brandId, id }
  const row = await ctx.db.one<Waiting>(sql.waiting_opinion, key)
  if (!row) return
  const giveUp = (problem: SecondOpinion['problem']) =>
    ctx.db.query(sql.give_up_opinion, { ...key, problem: JSON.stringify(problem), at: ctx.clock.now() })
  const until = row.asked_at.getTime() + lastVisitMs
  if (ctx.clock.now().getTime() >= until) return void (await giveUp(tooLate))
  try {
    const caller = await ctx.wechat(row.carrier_id)
    if (row.kind === 'text') await ctx.db.query(sql.answer_opinion, { ...key, ...(await askText(caller, row)), at: ctx.clock.now() })
    else await ctx.db.query(sql.asked_opinion, { ...key, trace_id: await askMedia(caller, row) })
  } catch (error) {
    const now = ctx.clock.now().getTime()
    const next = nextAfter(error, now)
    const atMs = next.what === 'later' ? next.atMs : now
    if (next.what === 'again' || (next.what === 'later' && atMs < until))
      throw next.what === 'later' ? new JobError((error as Error).message, { afterMs: atMs - now, cause: error }) : error
    await giveUp(problemOf(error))
  }
}

/** 61010: the author was not there lately. */
function problemOf(error: unknown): SecondOpinion['problem'] {
  if (!(error instanceof WechatError)) return { zh: '这个小程序现在不能向微信提问', en: 'This Mini Program cannot ask WeChat now' }
  return error.errcode === 61010 ? tooLate : error.meaning
}

const worstFirst = ['risky', 'review', 'pass'] as const

async function askText(caller: Caller, { openid, scene, content }: Waiting): Promise<{ theirs: string; label: number }> {
  const characters = [...content]
  const found: { theirs: (typeof worstFirst)[number]; label: number }[] = []
  for (let i = 0; i < characters.length; i += piece) {
    const asked = { version: 2 as const, scene, openid, content: characters.slice(i, i + piece).join('') }
    const { result } = await checkText(caller, asked)
    found.push({ theirs: result.suggest, label: result.label })
  }
  return found.sort((a, b) => worstFirst.indexOf(a.theirs) - worstFirst.indexOf(b.theirs))[0]!
}

async function askMedia(caller: Caller, { openid, scene, content, kind }: Waiting): Promise<string> {
  const asked = { version: 2 as const, scene, openid, media_url: content, media_type: kind === 'sound' ? (1 as const) : (2 as const) }
  return (await checkMedia(caller, asked)).trace_id
}

export type OpinionFilter = { theirs?: SecondOpinion['theirs'] | undefined; limit?: number | undefined; after?: string | undefined }

export async function listOpinions(ctx: Context, { theirs, limit = 50, after = '' }: OpinionFilter) {
  const rows = await ctx.db.query<Row>(sql.list_opinions, { brand_id: ctx.brandId, theirs: theirs ?? null, after, limit })
  return { opinions: rows.map(described), next: rows.length === limit ? rows.at(-1)!.id : null }
}

/** Media about which WeChat never answered. */
export async function forgetUnanswered(db: Db, now: Date): Promise<void> {
  const before = new Date(now.getTime() - answerMs)
  await db.query(sql.forget_unanswered, { before, at: now, problem: JSON.stringify(noAnswer) })
}

function described(row: Row): SecondOpinion {
  return {
    ...{ id: row.id, carrierId: row.carrier_id, artefact: { kind: row.artefact_kind, id: row.artefact_id }, kind: row.kind },
    ...{ ours: row.ours, state: row.state, theirs: row.theirs, label: row.label, problem: row.problem },
    ...{ askedAt: row.asked_at.toISOString(), answeredAt: row.answered_at?.toISOString() ?? null },
  }
}
