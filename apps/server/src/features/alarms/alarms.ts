/** The robot of a brand in a WeCom group: its setting, a test, and what it is told. */
import { createRobot } from '@wematrix/wechat'
import type { Context } from '../../context.ts'
import { AppError } from '../../errors.ts'
import { open, seal } from '../../infra/crypto.ts'
import { loadSql } from '../../infra/sql.ts'
import { type Decision, decide, type TroubleState } from './decide.ts'
import { messageOf, type Telling, testMessage } from './messages.ts'
import { keptOf, problemOf, type RobotProblem, robotProblem, tooMany, unheard } from './robot-problem.ts'
import { type Alarms, type Lang, type Trouble, type TroubleKind, troubleKinds } from './schema.ts'
import { type Found, findTroubles } from './troubles.ts'
import { webhookKey } from './webhook.ts'

const sql = loadSql(new URL('./alarms.sql', import.meta.url), [
  'alarm',
  'set_alarm',
  'delete_alarm',
  'delete_troubles',
  'said',
  'lock_alarm',
  'troubles',
  'keep_trouble',
  'forget_trouble',
  'brand_name',
])

/** `publicUrl`: where people reach the console; absent: messages carry no link. */
export type AlarmSettings = { secret: Buffer; wecomBaseUrl: string; publicUrl?: string | undefined }

type AlarmRow = { webhook: Buffer; kinds: TroubleKind[]; lang: Lang; paused: boolean; sent_at: Date | null; problem: string }
type TroubleRow = {
  kind: TroubleKind
  subject: string
  since: Date
  told_at: Date | null
  clear_at: Date | null
  said_over: boolean
  name: string
  fact: Trouble['fact']
}

/** What the key is sealed for. */
const about = (brandId: string) => `alarms ${brandId}`

export async function getAlarms(ctx: Context, settings: AlarmSettings): Promise<Alarms> {
  const key = { brand_id: ctx.brandId }
  const [row, rows, brand] = await Promise.all([
    ctx.db.one<AlarmRow>(sql.alarm, key),
    ctx.db.query<TroubleRow>(sql.troubles, key),
    ctx.db.one<{ name: string }>(sql.brand_name, key),
  ])
  const last4 = row ? open(settings.secret, row.webhook, about(ctx.brandId)).slice(-4) : ''
  return {
    webhook: { hasSecret: row !== undefined, last4 },
    kinds: row?.kinds ?? [...troubleKinds],
    lang: row?.lang ?? 'zh',
    paused: row?.paused ?? false,
    sentAt: row?.sent_at?.toISOString() ?? null,
    problem: problemOf(row?.problem ?? ''),
    troubles: rows
      .filter(({ said_over }) => !said_over)
      .map(({ kind, name, fact, since, told_at, clear_at }) => ({
        kind,
        name,
        fact,
        since: since.toISOString(),
        toldAt: told_at?.toISOString() ?? null,
        clearAt: clear_at?.toISOString() ?? null,
      })),
    preview: testMessage(brand?.name ?? ''),
  }
}

export type AlarmInput = { webhook?: string; kinds: TroubleKind[]; lang: Lang; paused: boolean }

/** Throws `address_refused`, or `invalid_input` when there is no robot yet and none is given. */
export async function setAlarms(ctx: Context, settings: AlarmSettings, input: AlarmInput): Promise<Alarms> {
  const { webhook, kinds, lang, paused } = input
  const key = webhook === undefined ? undefined : webhookKey(webhook, settings.wecomBaseUrl)
  await ctx.transaction(async ctx => {
    const row = await ctx.db.one<AlarmRow>(sql.alarm, { brand_id: ctx.brandId })
    const sealed = key === undefined ? row?.webhook : seal(settings.secret, key, about(ctx.brandId))
    if (!sealed) throw new AppError('invalid_input', 'There is no robot yet; give the address of its webhook.')
    await ctx.db.query(sql.set_alarm, { brand_id: ctx.brandId, webhook: sealed, kinds, lang, paused, now: ctx.clock.now() })
    await ctx.audit('alarms.set', ctx.brandId, { kinds, lang, paused, webhook: key === undefined ? 'kept' : 'changed' })
  })
  return getAlarms(ctx, settings)
}

export async function deleteAlarms(ctx: Context): Promise<void> {
  await ctx.transaction(async ctx => {
    if (!(await ctx.db.one(sql.delete_alarm, { brand_id: ctx.brandId }))) throw new AppError('not_found', 'There is no robot to forget.')
    await ctx.db.query(sql.delete_troubles, { brand_id: ctx.brandId })
    await ctx.audit('alarms.delete', ctx.brandId)
  })
}

/** Throws `robot_refused` with WeCom's code, `too_many_requests` when the minute's messages are used up. */
export async function testAlarms(
  ctx: Context,
  settings: AlarmSettings,
  input: { webhook?: string; lang: Lang },
): Promise<{ sent: string }> {
  const row = await ctx.db.one<AlarmRow>(sql.alarm, { brand_id: ctx.brandId })
  if (!input.webhook && !row) throw new AppError('invalid_input', 'There is no robot yet; give the address of its webhook.')
  const key = input.webhook ? webhookKey(input.webhook, settings.wecomBaseUrl) : open(settings.secret, row!.webhook, about(ctx.brandId))
  const brand = await ctx.db.one<{ name: string }>(sql.brand_name, { brand_id: ctx.brandId })
  const content = testMessage(brand?.name ?? '')[input.lang]
  const problem = await send(ctx, settings, key, content)
  if (problem) throw new AppError(problem.code, problem.words.en, { words: problem.words })
  if (!input.webhook && row?.problem) await ctx.db.query(sql.said, { brand_id: ctx.brandId, sent_at: null, problem: '' })
  await ctx.audit('alarms.test', ctx.brandId)
  return { sent: content }
}

/**
 * Looks at one brand and tells its group what began, lasts or is over, in one message. What could not be sent is told
 * the next time. @returns what was told
 */
export async function watchBrand(ctx: Context, settings: AlarmSettings): Promise<Telling[]> {
  const key = { brand_id: ctx.brandId }
  const setting = await ctx.db.one<AlarmRow>(sql.alarm, key)
  if (!setting || setting.paused) return []
  const subjects = (await ctx.db.query<TroubleRow>(sql.troubles, key)).map(({ subject }) => subject)
  const found = await findTroubles(ctx, setting.kinds, new Set(subjects))
  return ctx.transaction(async ctx => {
    const row = await ctx.db.one<AlarmRow>(sql.lock_alarm, key)
    if (!row) return []
    const known = await ctx.db.query<TroubleRow>(sql.troubles, key)
    const plan = planOf(found, known, ctx.clock.now())
    const told = plan.flatMap(({ trouble, decision }) => tellingOf(trouble, decision, ctx.brandId, settings))
    const problem = told.length > 0 ? await tell(ctx, settings, row, told) : undefined
    for (const { trouble, decision, before } of plan) await keep(ctx, trouble, problem === undefined ? decision : unsaid(decision, before))
    return problem === undefined ? told : []
  })
}

type Planned = {
  trouble: Pick<Found, 'kind' | 'subject' | 'name' | 'fact'> & { place?: string }
  decision: Decision
  before: TroubleRow | undefined
}

function planOf(found: readonly Found[], known: readonly TroubleRow[], now: Date): Planned[] {
  const same = (a: { kind: string; subject: string }) => (b: { kind: string; subject: string }) =>
    a.kind === b.kind && a.subject === b.subject
  const lasting = (kind: TroubleKind) => kind !== 'import_failed'
  return [
    ...found.map(trouble => {
      const before = known.find(same(trouble))
      return { trouble, before, decision: decide(before && stateOf(before), true, now, lasting(trouble.kind)) }
    }),
    ...known
      .filter(row => !found.some(same(row)))
      .map(before => ({ trouble: before, before, decision: decide(stateOf(before), false, now, lasting(before.kind)) })),
  ]
}

const stateOf = ({ since, told_at, clear_at, said_over }: TroubleRow): TroubleState => ({
  since,
  toldAt: told_at,
  clearAt: clear_at,
  saidOver: said_over,
})

function tellingOf(trouble: Planned['trouble'], decision: Decision, brandId: string, { publicUrl }: AlarmSettings): Telling[] {
  if ('forget' in decision || !decision.tell) return []
  const { kind, name, fact, place } = trouble
  const link = publicUrl && place ? { link: `${publicUrl}/b/${brandId}/${place}` } : {}
  return [{ tell: decision.tell, kind, name, fact, since: decision.next.since, ...link }]
}

/** @returns why the message was not taken; undefined: it was */
async function tell(ctx: Context, settings: AlarmSettings, row: AlarmRow, told: readonly Telling[]): Promise<RobotProblem | undefined> {
  const until = problemOf(row.problem)?.until
  if (until && new Date(until) > ctx.clock.now()) return unheard
  const brand = await ctx.db.one<{ name: string }>(sql.brand_name, { brand_id: ctx.brandId })
  const key = open(settings.secret, row.webhook, about(ctx.brandId))
  const problem = await send(ctx, settings, key, messageOf(brand?.name ?? '', told, row.lang))
  if (problem) ctx.log.warn({ code: problem.code, detail: problem.words.en }, 'the robot was not told')
  await ctx.db.query(sql.said, {
    brand_id: ctx.brandId,
    sent_at: problem ? null : ctx.clock.now(),
    problem: problem ? keptOf(problem, ctx.clock.now()) : '',
  })
  return problem
}

/** As it was before a message that nobody got: the next look decides again. */
function unsaid(decision: Decision, before: TroubleRow | undefined): Decision {
  if ('forget' in decision || !decision.tell) return decision
  const state = before && stateOf(before)
  return { tell: null, next: { ...decision.next, toldAt: state?.toldAt ?? null, saidOver: state?.saidOver ?? false } }
}

async function keep(ctx: Context, { kind, subject, name, fact }: Planned['trouble'], decision: Decision): Promise<void> {
  const key = { brand_id: ctx.brandId, kind, subject }
  if ('forget' in decision) return void (await ctx.db.query(sql.forget_trouble, key))
  const { since, toldAt, clearAt, saidOver } = decision.next
  await ctx.db.query(sql.keep_trouble, {
    ...key,
    since,
    told_at: toldAt,
    clear_at: clearAt,
    said_over: saidOver,
    name,
    fact: JSON.stringify(fact),
  })
}

/** Half of WeCom's twenty a minute: the server and the worker share a robot. */
const perMinute = 10
/** When messages were sent in the last minute, by address; of this process. */
const lately = new Map<string, number[]>()

/** @returns why the message was not taken; undefined: it was */
async function send(ctx: Context, { wecomBaseUrl }: AlarmSettings, key: string, content: string): Promise<RobotProblem | undefined> {
  const nowMs = ctx.clock.now().getTime()
  const sent = (lately.get(key) ?? []).filter(at => at > nowMs - 60_000)
  if (sent.length >= perMinute) return tooMany
  if (lately.size >= 1000) lately.clear()
  lately.set(key, [...sent, nowMs])
  try {
    await createRobot({ key, baseUrl: wecomBaseUrl, clock: ctx.clock }).send({ msgtype: 'markdown', markdown: { content } })
    return undefined
  } catch (error) {
    const problem = robotProblem(error)
    if (!problem) throw error
    return problem
  }
}
