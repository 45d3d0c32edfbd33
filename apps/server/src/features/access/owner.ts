/** The first run: exactly one person becomes the owner. */
import { writeAudit } from '../../context.ts'
import { AppError } from '../../errors.ts'
import { newToken, safeEqual } from '../../infra/crypto.ts'
import { newId } from '../../infra/ids.ts'
import { hashPassword } from './passwords.ts'
import type { User } from './schema.ts'
import { type Door, sql } from './sessions.ts'

/** Any number; the lock that lets one first run win. */
const ownerLock = 7_274_114

export async function ownerExists({ db }: Pick<Door, 'db'>): Promise<boolean> {
  return (await db.one(sql.any_user)) !== undefined
}

/** Printed at start and asked by the form, unless only this machine can reach the server. */
export function makeSetupToken(): string {
  return newToken().slice(0, 20)
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host)
}

export type OwnerInput = { email: string; password: string; name?: string; token?: string }

/**
 * Creates the owner. Of several that come at the same moment one succeeds and the others get `owner_exists`.
 *
 * @param setupToken  the token to be shown, or undefined when none is needed
 * @param then        runs in the same transaction, for the first brand
 */
export async function createOwner(
  door: Door,
  input: OwnerInput,
  setupToken: string | undefined,
  then?: (door: Door, user: User) => Promise<unknown>,
): Promise<User> {
  if (await ownerExists(door)) throw taken()
  if (setupToken !== undefined && !safeEqual(setupToken, input.token ?? '')) {
    throw new AppError('setup_token_wrong', 'Enter the set-up token that the server printed when it started.')
  }
  const password_hash = await hashPassword(input.password)
  return door.db.transaction(async db => {
    await db.query(`select pg_advisory_xact_lock(${ownerLock})`)
    if (await ownerExists({ db })) throw taken()
    const user = (await db.one<User>(sql.insert_user, {
      id: newId('usr'),
      email: input.email.trim(),
      name: input.name ?? '',
      password_hash,
      now: door.clock.now(),
    }))!
    await writeAudit(db, { brandId: null, actor: `user:${user.id}`, act: 'owner.create', target: user.id, at: door.clock.now() })
    await then?.({ ...door, db }, user)
    return user
  })
}

function taken(): AppError {
  return new AppError('owner_exists', 'The owner account exists already; sign in, or ask its owner to let you in.')
}
