import { randomBytes } from 'node:crypto'
import { type Context, writeAudit } from '../../context.ts'
import { AppError } from '../../errors.ts'
import type { Clock } from '../../infra/clock.ts'
import { newId } from '../../infra/ids.ts'
import type { Db } from '../../infra/postgres.ts'
import { loadSql } from '../../infra/sql.ts'
import type { Brand } from './schema.ts'

const sql = loadSql(new URL('./brands.sql', import.meta.url), [
  'insert_brand',
  'insert_owner',
  'may_create',
  'brand',
  'brands_of',
  'update_brand',
])

type BrandRow = { id: string; name: string; time_zone: string; open_appid: string | null; created_at: Date }
export type BrandInput = { name: string; timeZone?: string; openAppId?: string | null }

/** Creates a brand owned by `userId`, without asking whether they may. Phones are hashed with its own random salt. */
export async function insertBrand(door: { db: Db; clock: Clock }, userId: string, input: BrandInput): Promise<Brand> {
  const timeZone = checkedTimeZone(input.timeZone ?? 'Asia/Shanghai')
  return door.db.transaction(async db => {
    const id = newId('brd')
    const now = door.clock.now()
    await db.query(sql.insert_brand, {
      id,
      name: input.name,
      time_zone: timeZone,
      open_appid: input.openAppId ?? null,
      phone_salt: randomBytes(32),
      now,
    })
    await db.query(sql.insert_owner, { brand_id: id, user_id: userId })
    await writeAudit(db, { brandId: id, actor: `user:${userId}`, act: 'brand.create', target: id, detail: { name: input.name }, at: now })
    return readBrand(db, id)
  })
}

/** Throws `forbidden` for people who were only let in as members. */
export async function createBrand(door: { db: Db; clock: Clock }, userId: string, input: BrandInput): Promise<Brand> {
  if (!(await door.db.one(sql.may_create, { user_id: userId }))) throw new AppError('forbidden', 'Only owners create brands; ask yours.')
  return insertBrand(door, userId, input)
}

export async function listBrands(db: Db, userId: string): Promise<Brand[]> {
  return (await db.query<BrandRow>(sql.brands_of, { user_id: userId })).map(toBrand)
}

export async function readBrand(db: Db, id: string): Promise<Brand> {
  const row = await db.one<BrandRow>(sql.brand, { id })
  if (!row) throw new AppError('not_found', 'There is no such brand.')
  return toBrand(row)
}

export async function updateBrand(ctx: Context, input: Partial<BrandInput>): Promise<Brand> {
  const timeZone = input.timeZone === undefined ? null : checkedTimeZone(input.timeZone)
  return ctx.transaction(async ctx => {
    await ctx.db.query(sql.update_brand, {
      id: ctx.brandId,
      name: input.name ?? null,
      time_zone: timeZone,
      set_open_appid: input.openAppId !== undefined,
      open_appid: input.openAppId ?? null,
    })
    await ctx.audit('brand.update', ctx.brandId, input)
    return readBrand(ctx.db, ctx.brandId)
  })
}

function checkedTimeZone(name: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone
  } catch {
    throw new AppError('invalid_input', `"${name}" is not a time zone; write it like Asia/Shanghai.`)
  }
}

function toBrand(row: BrandRow): Brand {
  return { id: row.id, name: row.name, timeZone: row.time_zone, openAppId: row.open_appid, createdAt: row.created_at.toISOString() }
}
