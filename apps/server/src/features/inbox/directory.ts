/** Keys, carriers and brands as the doors and the worker need them: read from PostgreSQL, kept for at most five seconds. */
import { type CallbackCodec, createCallbackCodec } from '@wematrix/wechat'
import { type Clock, systemClock } from '../../infra/clock.ts'
import { hashToken, open } from '../../infra/crypto.ts'
import type { Db } from '../../infra/postgres.ts'
import { openPlatformSecrets } from '../platforms/secrets.ts'
import { Fresh } from './fresh.ts'

/** `lineHead` is the beginning of every inbox line of this key. */
export type KeyRecord = { brandId: string; carrierId: string; secret: boolean; lineHead: string }

export type CarrierKind = 'mini_program' | 'official_account' | 'channels' | 'shop'

/** `codec` is absent while the carrier has no callback token yet. */
export type CarrierRecord = {
  id: string
  brandId: string
  kind: CarrierKind
  name: string
  appId: string
  originalId: string
  codec?: CallbackCodec
  /** Its secrets are being changed: pushes come with old and new ones. */
  rotating?: true
}

/** A third-party platform. `brandId` is the brand that looks after it. */
export type PlatformRecord = {
  id: string
  brandId: string
  appId: string
  codec: CallbackCodec
  /** Does it answer the robot of a release? */
  releaseTest: boolean
}

export type BrandRecord = { id: string; phoneSalt: Buffer; timeZone: string }

export type Directory = {
  /** By the Authorization header as it came. */
  keys: Fresh<KeyRecord>
  carriers: Fresh<CarrierRecord>
  brands: Fresh<BrandRecord>
  platforms: Fresh<PlatformRecord>
  /** Carriers behind a platform by `<platform> <appid>`, ready for what it receives. */
  authorised: Fresh<CarrierRecord>
  /** Carriers of a brand, by id and by appid. */
  brandCarriers: Fresh<Map<string, CarrierRecord>>
  /** After a change made in this process. */
  forget(): void
}

type CarrierRow = {
  id: string
  brand_id: string
  kind: CarrierKind
  name: string
  app_id: string
  original_id: string | null
  secrets: Buffer
}
type PlatformRow = Pick<CarrierRow, 'id' | 'brand_id' | 'app_id' | 'secrets'> & { release_test: boolean }
type Secrets = { token?: string; encodingAesKey?: string; previousToken?: string; previousEncodingAesKey?: string; previousUntil?: string }

const carrierColumns = 'id, brand_id, kind, name, app_id, original_id, secrets'

/** @param used  at a door: keys keep when they were last used, to the minute, by this clock */
export function createDirectory(db: Db, secret: Buffer, used?: Clock): Directory {
  const clock = used ?? systemClock
  const keys = new Fresh<KeyRecord>(async header => {
    const token = tokenOf(header)
    if (!token) return undefined
    const row = await db.one<{ id: string; brand_id: string; carrier_id: string | null; kind: string; last_used_at: Date | null }>(
      'select id, brand_id, carrier_id, kind, last_used_at from api_keys where key_hash = :hash and revoked_at is null',
      { hash: hashToken(token) },
    )
    if (!row) return undefined
    if (used) touch(db, row, used.now())
    const secretKey = row.kind === 'secret'
    const carrier = row.carrier_id ? `"c":${JSON.stringify(row.carrier_id)},` : ''
    const lineHead = `{"k":"sdk","b":${JSON.stringify(row.brand_id)},${carrier}${secretKey ? '"s":1,' : ''}`
    return { brandId: row.brand_id, carrierId: row.carrier_id ?? '', secret: secretKey, lineHead }
  })
  const carriers = new Fresh<CarrierRecord>(async id => {
    const row = await db.one<CarrierRow>(`select ${carrierColumns} from carriers where id = :id and archived_at is null`, { id })
    return row && carrierOf(row, secret, clock.now())
  })
  const platforms = new Fresh<PlatformRecord>(async id => {
    const row = await db.one<PlatformRow>('select id, brand_id, app_id, secrets, release_test from platforms where id = :id', { id })
    if (!row) return undefined
    const codec = codecOf(row.app_id, openPlatformSecrets(secret, row.id, row.secrets), clock.now())!
    return { id: row.id, brandId: row.brand_id, appId: row.app_id, codec, releaseTest: row.release_test }
  })
  const authorised = new Fresh<CarrierRecord>(async key => {
    const [platformId = '', appId = ''] = key.split(' ')
    const row = await db.one<CarrierRow>(
      `select ${carrierColumns} from carriers where platform_id = :platformId and app_id = :appId and archived_at is null`,
      { platformId, appId },
    )
    const platform = row && (await platforms.load(platformId))
    return platform && { ...namesOf(row), codec: platform.codec }
  })
  const brands = new Fresh<BrandRecord>(async id => {
    const row = await db.one<{ id: string; phone_salt: Buffer; time_zone: string }>(
      'select id, phone_salt, time_zone from brands where id = :id',
      { id },
    )
    return row && { id: row.id, phoneSalt: row.phone_salt, timeZone: row.time_zone }
  })
  const brandCarriers = new Fresh<Map<string, CarrierRecord>>(async brandId => {
    const rows = await db.query<CarrierRow>(`select ${carrierColumns} from carriers where brand_id = :brandId`, { brandId })
    const found = rows.map(row => carrierOf(row, secret, clock.now()))
    return new Map(found.flatMap(carrier => [[carrier.id, carrier] as const, [carrier.appId, carrier] as const]))
  })
  return {
    keys,
    carriers,
    brands,
    platforms,
    authorised,
    brandCarriers,
    forget() {
      for (const cache of [keys, carriers, brands, platforms, authorised, brandCarriers]) cache.forget()
    },
  }
}

/** A record is read while its key is in use and every few seconds only, so that is when the use is written down; nobody waits for it. */
function touch(db: Db, key: { id: string; last_used_at: Date | null }, now: Date): void {
  if (key.last_used_at && now.getTime() - key.last_used_at.getTime() < 60_000) return
  db.query('update api_keys set last_used_at = greatest(last_used_at, :now) where id = :id', { id: key.id, now }).catch(() => undefined)
}

/** The key in `Bearer KEY`, or the user name of `Basic`; its password is empty by Segment's custom. */
function tokenOf(header: string): string | undefined {
  const [scheme, value] = header.split(' ', 2)
  if (!value || header.length > 500) return undefined
  if (scheme!.toLowerCase() === 'bearer') return value
  if (scheme!.toLowerCase() !== 'basic') return undefined
  return Buffer.from(value, 'base64').toString('utf8').split(':', 1)[0]
}

function carrierOf(row: CarrierRow, secret: Buffer, now: Date): CarrierRecord {
  const secrets = JSON.parse(open(secret, row.secrets, row.id)) as Secrets
  const codec = codecOf(row.app_id, secrets, now)
  if (!codec) return namesOf(row)
  const old = takesPrevious(secrets, now)
  return { ...namesOf(row), codec, ...(old && (secrets.previousToken || secrets.previousEncodingAesKey) ? { rotating: true } : {}) }
}

function namesOf(row: CarrierRow): CarrierRecord {
  return {
    id: row.id,
    brandId: row.brand_id,
    kind: row.kind,
    name: row.name,
    appId: row.app_id,
    originalId: row.original_id ?? '',
  }
}

const takesPrevious = ({ previousUntil }: Secrets, now: Date) => previousUntil === undefined || now < new Date(previousUntil)

/** Undefined while there is no Token. */
function codecOf(appId: string, secrets: Secrets, now: Date): CallbackCodec | undefined {
  const { token, encodingAesKey, previousToken, previousEncodingAesKey } = secrets
  if (!token) return undefined
  const old = takesPrevious(secrets, now)
  return createCallbackCodec({
    token,
    appId,
    ...(encodingAesKey ? { encodingAesKey } : {}),
    ...(old && previousToken ? { previousToken } : {}),
    ...(old && previousEncodingAesKey ? { previousEncodingAesKey } : {}),
  })
}
