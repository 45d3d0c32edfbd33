import type { Context, Role } from '../../context.ts'
import { AppError } from '../../errors.ts'
import { newToken } from '../../infra/crypto.ts'
import { newId } from '../../infra/ids.ts'
import { hashPassword } from './passwords.ts'
import type { Member, User } from './schema.ts'
import { sql, type UserRow } from './sessions.ts'

export function listMembers(ctx: Context): Promise<Member[]> {
  return ctx.db.query<Member>(sql.members, { brand_id: ctx.brandId })
}

/** Lets a person in. `password` is the first password of a new account, null when the person has one already. */
export async function addMember(
  ctx: Context,
  input: { email: string; name?: string; role: Role },
): Promise<{ member: Member; password: string | null }> {
  const first = newToken().slice(0, 16)
  const password_hash = await hashPassword(first)
  return ctx.transaction(async ctx => {
    const made = await ctx.db.one<User>(sql.insert_user, {
      id: newId('usr'),
      email: input.email.trim(),
      name: input.name ?? '',
      password_hash,
      now: ctx.clock.now(),
    })
    const user = made ?? (await ctx.db.one<UserRow>(sql.user_by_email, { email: input.email }))!
    const put = await ctx.db.one(sql.put_member, { brand_id: ctx.brandId, user_id: user.id, role: input.role })
    if (!put) throw new AppError('conflict', `${user.email} is a member already; change their role instead.`)
    await ctx.audit('member.add', user.id, { role: input.role })
    return { member: { userId: user.id, email: user.email, name: user.name, role: input.role }, password: made ? first : null }
  })
}

export async function changeMember(ctx: Context, userId: string, role: Role): Promise<Member> {
  return ctx.transaction(async ctx => {
    await requireOwnerBeside(ctx, userId, role)
    await ctx.db.query(sql.set_role, { brand_id: ctx.brandId, user_id: userId, role })
    await ctx.audit('member.change', userId, { role })
    return (await listMembers(ctx)).find(member => member.userId === userId)!
  })
}

export async function removeMember(ctx: Context, userId: string): Promise<void> {
  await ctx.transaction(async ctx => {
    await requireOwnerBeside(ctx, userId, null)
    await ctx.db.query(sql.remove_member, { brand_id: ctx.brandId, user_id: userId })
    await ctx.audit('member.remove', userId)
  })
}

/** Throws `last_owner` when nobody else owns the brand and this person is about to stop owning it. */
async function requireOwnerBeside(ctx: Context, userId: string, next: Role | null): Promise<void> {
  const rows = await ctx.db.query<{ user_id: string; role: Role }>(sql.lock_members, { brand_id: ctx.brandId })
  if (!rows.some(row => row.user_id === userId)) throw new AppError('not_found', 'There is no such member.')
  if (next !== 'owner' && !rows.some(row => row.role === 'owner' && row.user_id !== userId)) {
    throw new AppError('last_owner', 'Make somebody else an owner first.')
  }
}
