/** Rule packs of an operator: uploaded, looked at before they hold, put in force, taken back. */
import { basePacks, type FailedTest, failedTests, type Pack, packProblems } from '@wematrix/checks'
import type { Context } from '../../context.ts'
import { AppError } from '../../errors.ts'
import { loadSql } from '../../infra/sql.ts'
import { actorOf, brandChecks, packsToday, rulesChange, whoIs } from './brand-checks.ts'
import type { PackDifference, PackLine, Scan } from './packs-schema.ts'
import { canonical, packDifference } from './rules-in-force.ts'
import { scanAfterChange, startPreview } from './scans.ts'
import { onlyPeople } from './severities.ts'

const sql = loadSql(new URL('./packs.sql', import.meta.url), ['list_packs', 'find_pack', 'insert_pack', 'force_pack', 'unforce_pack'])

type Row = {
  id: string
  version: string
  body: Pack
  uploaded_by: string
  uploaded_at: Date
  forced_by: string | null
  forced_at: Date | null
  forced_despite: string | null
}

export async function listPacks(ctx: Context): Promise<PackLine[]> {
  const checks = await brandChecks(ctx)
  const held = new Set(packsToday(checks).map(named))
  const rows = await ctx.db.query<Row>(sql.list_packs, { brand_id: ctx.brandId })
  const who = await whoIs(
    ctx,
    rows.flatMap(row => [row.uploaded_by, row.forced_by]),
  )
  const own = rows.map((row): PackLine => {
    const state = held.has(named(row.body)) ? 'in_force' : stateOf(row, checks.day)
    const uploaded = { by: who(row.uploaded_by), at: row.uploaded_at.toISOString() }
    const forced = row.forced_at ? { by: who(row.forced_by!), at: row.forced_at.toISOString(), despite: row.forced_despite } : null
    return { ...lineOf(row.body), source: 'uploaded', state, uploaded, forced }
  })
  const taken = new Set(rows.map(named))
  const base = basePacks
    .filter(pack => !taken.has(named(pack)))
    .map(
      (pack): PackLine => ({
        ...{ ...lineOf(pack), source: 'built_in', state: held.has(named(pack)) ? 'in_force' : 'replaced' },
        ...{ uploaded: null, forced: null },
      }),
    )
  return [...base, ...own]
}

const named = ({ id, version }: Pick<Pack, 'id' | 'version'>) => `${id}@${version}`
const lineOf = ({ id, version, name, from, rules }: Pack) => ({ id, version, name, from, rules: rules.length })

function stateOf({ forced_at, body }: Row, day: string): PackLine['state'] {
  if (!forced_at) return 'waiting'
  return body.from > day ? 'planned' : 'replaced'
}

export type Uploaded = { pack: PackLine; difference: PackDifference; failedTests: FailedTest[]; scan: Scan }

/** Throws `invalid_input` with every place that is wrong, `conflict` for a version that is there with another text. */
export async function uploadPack(ctx: Context, body: unknown): Promise<Uploaded> {
  const pack = checked(body)
  const today = packsToday(await brandChecks(ctx))
  const held = today.find(({ id }) => id === pack.id)
  if (basePacks.some(base => named(base) === named(pack) && canonical(base) !== canonical(pack))) throw taken(pack)
  const scan = await ctx.transaction(async ctx => {
    const row = { brand_id: ctx.brandId, id: pack.id, version: pack.version, body: JSON.stringify(pack) }
    if (await ctx.db.one(sql.insert_pack, { ...row, by: actorOf(ctx), at: ctx.clock.now() }))
      await ctx.audit('checks.pack.upload', named(pack), { rules: pack.rules.length, from: pack.from })
    else if (canonical((await find(ctx, pack.id, pack.version)).body) !== canonical(pack)) throw taken(pack)
    return startPreview(ctx, pack)
  })
  return { pack: await lineFor(ctx, pack), difference: packDifference(held, pack), failedTests: failedTests(pack, today), scan }
}

function checked(body: unknown): Pack {
  const problems = packProblems(body)
  if (problems.length === 0) return body as Pack
  const details = problems.map(message => ({ path: '/pack', message }))
  throw new AppError('invalid_input', `This is not a rule pack: ${problems[0]}`, { details })
}

const taken = (pack: Pack) =>
  new AppError('conflict', `Version ${pack.version} of ${pack.id} exists with another text; give this one a new version.`)

/** Tests inside the version that it does not meet beside the packs of today. Throws `not_found`. */
export async function testPack(ctx: Context, id: string, version: string): Promise<FailedTest[]> {
  const { body } = await find(ctx, id, version)
  return failedTests(body, packsToday(await brandChecks(ctx)))
}

/**
 * Throws `forbidden` for keys, `not_found`, `pack_fails_tests` with each of them unless `despite` says why it may hold. Putting the
 * same one in force again changes nothing but reads everything live.
 */
export async function forcePack(
  ctx: Context,
  { id, version, despite }: { id: string; version: string; despite?: string | undefined },
): Promise<{ pack: PackLine; scan: Scan }> {
  onlyPeople(ctx)
  const { body } = await find(ctx, id, version)
  const failed = await testPack(ctx, id, version)
  if (failed.length > 0 && despite === undefined) throw failing(body, failed)
  const why = failed.length > 0 ? despite! : null
  const scan = await ctx.transaction(async ctx => {
    await rulesChange(ctx.db, ctx.brandId)
    await ctx.db.query(sql.force_pack, { brand_id: ctx.brandId, id, version, by: actorOf(ctx), at: ctx.clock.now(), despite: why })
    const details = why === null ? {} : { despite: why, failedTests: failed.length, rules: [...new Set(failed.map(({ rule }) => rule))] }
    await ctx.audit('checks.pack.force', named(body), { from: body.from, ...details })
    return scanAfterChange(ctx, { cause: 'pack', pack: body })
  })
  return { pack: await lineFor(ctx, body), scan }
}

function failing(pack: Pack, failed: readonly FailedTest[]): AppError {
  const n = failed.length
  const en = `${named(pack)} does not meet ${n} of the tests inside it; mend it, or put it in force with a reason.`
  const zh = `${named(pack)} 自带的例子有 ${n} 个没有通过；请修正后重新上传，或写明理由后启用。`
  const details = failed.map(({ rule, text, hit }) => ({ path: rule, message: `${hit ? 'not found' : 'found'}: ${text}` }))
  return new AppError('pack_fails_tests', en, { details, words: { zh, en } })
}

/** Throws `forbidden` for keys, `not_found`, `conflict` when it was not in force. */
export async function unforcePack(ctx: Context, id: string, version: string): Promise<{ scan: Scan }> {
  onlyPeople(ctx)
  const { body } = await find(ctx, id, version)
  const scan = await ctx.transaction(async ctx => {
    await rulesChange(ctx.db, ctx.brandId)
    if (!(await ctx.db.one(sql.unforce_pack, { brand_id: ctx.brandId, id, version })))
      throw new AppError('conflict', 'This version was not put in force.')
    await ctx.audit('checks.pack.unforce', named(body))
    return scanAfterChange(ctx, { cause: 'pack', pack: body })
  })
  return { scan }
}

/** The pack as uploaded. Throws `not_found`. */
export async function packBody(ctx: Context, id: string, version: string): Promise<Pack> {
  return (await find(ctx, id, version)).body
}

async function find(ctx: Context, id: string, version: string): Promise<Row> {
  const row = await ctx.db.one<Row>(sql.find_pack, { brand_id: ctx.brandId, id, version })
  if (!row) throw new AppError('not_found', `No pack ${id}@${version} was uploaded.`)
  return row
}

async function lineFor(ctx: Context, pack: Pack): Promise<PackLine> {
  return (await listPacks(ctx)).find(line => named(line) === named(pack))!
}
