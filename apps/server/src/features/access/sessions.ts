/** Sessions: a random token in a cookie, its hash in the database; fourteen days after the last use they end. */
import { AppError } from '../../errors.ts'
import type { Clock } from '../../infra/clock.ts'
import { hashToken, newToken } from '../../infra/crypto.ts'
import type { Db } from '../../infra/postgres.ts'
import { loadSql } from '../../infra/sql.ts'
import { checkPassword, hashPassword } from './passwords.ts'
import type { Session, User } from './schema.ts'

export const sql = loadSql(new URL('./access.sql', import.meta.url), [
  'any_user',
  'insert_user',
  'user_by_email',
  'user_by_id',
  'set_password',
  'insert_session',
  'find_session',
  'touch_session',
  'delete_session',
  'delete_other_sessions',
  'delete_old_sessions',
  'brands_of_user',
  'members',
  'put_member',
  'lock_members',
  'set_role',
  'remove_member',
  'list_keys',
  'insert_key',
  'carrier_exists',
  'revoke_key',
  'find_secret_key',
  'touch_key',
])

export const sessionMs = 14 * 24 * 3_600_000
const touchEveryMs = 60_000

export type UserRow = User & { password_hash: string }

/** A person and the clock and database their acts use; there is no brand yet. */
export type Door = { db: Db; clock: Clock }

/** Signs in. Throws `sign_in_failed` without saying which of the two was wrong. */
export async function signIn(door: Door, email: string, password: string): Promise<{ token: string; session: Session }> {
  const user = await door.db.one<UserRow>(sql.user_by_email, { email })
  if (!(await checkPassword(user?.password_hash, password)) || !user) throw new AppError('sign_in_failed', 'E-mail or password is wrong.')
  return startSession(door, user)
}

/** Opens a session; ended ones of everybody are cleared on the way. */
export async function startSession({ db, clock }: Door, user: User): Promise<{ token: string; session: Session }> {
  const token = newToken()
  const now = clock.now()
  const expiresAt = new Date(now.getTime() + sessionMs)
  await db.query(sql.delete_old_sessions, { now })
  await db.query(sql.insert_session, { token_hash: hashToken(token), user_id: user.id, now, expires_at: expiresAt })
  return { token, session: await describeSession(db, user, expiresAt) }
}

export async function describeSession(db: Db, user: User, expiresAt: Date): Promise<Session> {
  const brands = await db.query<Session['brands'][number]>(sql.brands_of_user, { user_id: user.id })
  return { user: { id: user.id, email: user.email, name: user.name }, brands, expiresAt: expiresAt.toISOString() }
}

export type FoundSession = { user: User; role: Session['brands'][number]['role'] | null; expiresAt: Date; renewed: boolean }

/** The session of a cookie with the person's role in `brandId`; use prolongs it, written down once a minute. */
export async function findSession({ db, clock }: Door, token: string, brandId: string | undefined): Promise<FoundSession | undefined> {
  const now = clock.now()
  const token_hash = hashToken(token)
  type Row = { user_id: string; email: string; name: string; role: FoundSession['role']; last_seen_at: Date; expires_at: Date }
  const row = await db.one<Row>(sql.find_session, { token_hash, brand_id: brandId ?? '', now })
  if (!row) return undefined
  const renewed = now.getTime() - row.last_seen_at.getTime() > touchEveryMs
  const expiresAt = renewed ? new Date(now.getTime() + sessionMs) : row.expires_at
  if (renewed) await db.query(sql.touch_session, { token_hash, now, expires_at: expiresAt })
  return { user: { id: row.user_id, email: row.email, name: row.name }, role: row.role, expiresAt, renewed }
}

export async function endSession(db: Db, token: string): Promise<void> {
  await db.query(sql.delete_session, { token_hash: hashToken(token) })
}

/** Sets a new password after checking the old one; other browsers are signed out. */
export async function changePassword(db: Db, userId: string, token: string, current: string, next: string): Promise<void> {
  const user = await db.one<UserRow>(sql.user_by_id, { id: userId })
  if (!(await checkPassword(user?.password_hash, current))) throw new AppError('sign_in_failed', 'The current password is wrong.')
  const password_hash = await hashPassword(next)
  await db.transaction(async db => {
    await db.query(sql.set_password, { id: userId, password_hash })
    await db.query(sql.delete_other_sessions, { user_id: userId, token_hash: hashToken(token) })
  })
}
