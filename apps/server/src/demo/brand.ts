/** The demo's owner, brand, carriers and write key, made through the verbs an operator uses. */
import { type Actor, createContext } from '../context.ts'
import { createKey } from '../features/access/keys.ts'
import { createOwner, ownerExists } from '../features/access/owner.ts'
import { createBrand, insertBrand } from '../features/brands/brands.ts'
import { createCallCounter } from '../features/carriers/calls.ts'
import { type CarrierSettings, createCarrier } from '../features/carriers/carriers.ts'
import { verifyCarrier } from '../features/carriers/verification.ts'
import { createWechat } from '../features/carriers/wechat.ts'
import type { Clock } from '../infra/clock.ts'
import type { Log } from '../infra/log.ts'
import type { Stores } from '../infra/stores.ts'
import type { DemoMemory } from './memory.ts'
import type { SandboxAccount } from './sandbox.ts'

export type BrandParts = { stores: Stores; clock: Clock; log: Log; settings: CarrierSettings }

export const brandName = '山野茶铺'

/** Creates what is missing; a second start finds everything there. Returns the memory to be kept. */
export async function prepareBrand(parts: BrandParts, memory: DemoMemory, accounts: readonly SandboxAccount[]): Promise<DemoMemory> {
  const { stores, clock, log, settings } = parts
  if (memory.brandId && memory.writeKey && memory.carriers) return memory
  const brandId = memory.brandId ?? (await ownBrand(parts, memory))
  const actor: Actor = { kind: 'system', id: 'demo' }
  const ctx = createContext({ brandId, actor, clock, db: stores.db, events: stores.events, log })
  const carriers: Record<string, string> = { ...memory.carriers }
  for (const account of accounts) {
    if (carriers[account.alias]) continue
    const { carrier } = await createCarrier(ctx, settings, {
      kind: account.kind,
      accountType: account.type,
      verifiedAccount: account.verified,
      name: account.name,
      appId: account.appId,
      appSecret: account.appSecret,
      token: account.token,
      encodingAesKey: account.encodingAesKey,
      originalId: account.originalId,
    })
    carriers[account.alias] = carrier.id
  }
  const { key } = await createKey(ctx, { kind: 'write', name: '小程序 SDK', ...carrierOf(carriers['mini-program']) })
  return { ...memory, brandId, carriers, writeKey: key }
}

/** What an operator's "verify" button does, for every account: the set-up list ticks itself from it. */
export async function verifyAll({ stores, clock, log, settings }: BrandParts, memory: DemoMemory): Promise<void> {
  const brandId = memory.brandId!
  const calls = createCallCounter({ db: stores.db, clock, log })
  const wechat = createWechat({ db: stores.db, clock, settings, calls })(brandId)
  const actor: Actor = { kind: 'system', id: 'demo' }
  const ctx = createContext({ brandId, actor, clock, db: stores.db, events: stores.events, log, wechat })
  for (const id of Object.values(memory.carriers ?? {})) await verifyCarrier(ctx, settings, id)
  await calls.stop()
}

const carrierOf = (carrierId: string | undefined) => (carrierId ? { carrierId } : {})

async function ownBrand({ stores: { db }, clock }: BrandParts, memory: DemoMemory): Promise<string> {
  let brandId: string | undefined
  if (await ownerExists({ db })) {
    const owner = await db.one<{ user_id: string }>("select user_id from memberships where role = 'owner' order by brand_id limit 1", {})
    if (owner) brandId = (await createBrand({ db, clock }, owner.user_id, { name: brandName })).id
  } else {
    const input = { email: memory.email, password: memory.password, name: '茶铺掌柜' }
    await createOwner({ db, clock }, input, undefined, async (door, user) => {
      brandId = (await insertBrand(door, user.id, { name: brandName })).id
    })
  }
  if (!brandId) throw new Error('The data folder has an owner without a brand; use another WEMATRIX_DATA for the demo.')
  return brandId
}
