/** What a platform keeps sealed. Token and EncodingAESKey from before a change are taken for a day: WeChat switches over late. */
import { open, seal } from '../../infra/crypto.ts'

export type PlatformSecrets = {
  appSecret: string
  token: string
  encodingAesKey: string
  previousToken?: string
  previousEncodingAesKey?: string
  /** ISO; until when the previous ones are taken. */
  previousUntil?: string
}

export function sealPlatformSecrets(secret: Buffer, platformId: string, secrets: PlatformSecrets): Buffer {
  return seal(secret, JSON.stringify(secrets), platformId)
}

export function openPlatformSecrets(secret: Buffer, platformId: string, sealed: Buffer): PlatformSecrets {
  return JSON.parse(open(secret, sealed, platformId)) as PlatformSecrets
}
