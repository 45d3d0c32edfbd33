/** What an account keeps sealed, and what of it may be shown. */
import { open, seal } from '../../infra/crypto.ts'
import type { Carrier } from './schema.ts'

export type SecretName = 'appSecret' | 'token' | 'encodingAesKey'

/** `previous…` are those from before a change; doors take them until `previousUntil` (ISO), for ever when it is absent. */
export type Secrets = { [Name in SecretName]?: string } & {
  previousAppSecret?: string
  previousToken?: string
  previousEncodingAesKey?: string
  previousUntil?: string
}

const previousNames = { appSecret: 'previousAppSecret', token: 'previousToken', encodingAesKey: 'previousEncodingAesKey' } as const

/** Puts new secrets in place and keeps those they replace. @returns what really changed */
export function replaceSecrets(
  old: Secrets,
  next: { [Name in SecretName]?: string | undefined },
  until: Date,
): { secrets: Secrets; changed: SecretName[] } {
  const secrets = dropPrevious(old)
  const changed: SecretName[] = []
  for (const name of ['appSecret', 'token', 'encodingAesKey'] as const) {
    const value = next[name]
    if (!value || value === old[name]) continue
    secrets[name] = value
    changed.push(name)
    if (old[name]) secrets[previousNames[name]] = old[name]
  }
  return changed.length > 0 ? { secrets: { ...secrets, previousUntil: until.toISOString() }, changed } : { secrets: old, changed }
}

/** Old and new change places; both go on being taken. */
export function swapPrevious(secrets: Secrets): Secrets {
  const swapped: Secrets = { ...secrets }
  for (const name of ['appSecret', 'token', 'encodingAesKey'] as const) {
    const old = secrets[previousNames[name]]
    if (old === undefined) continue
    swapped[name] = old
    if (secrets[name]) swapped[previousNames[name]] = secrets[name]
  }
  return swapped
}

export function dropPrevious(secrets: Secrets): Secrets {
  const { previousAppSecret: _a, previousToken: _t, previousEncodingAesKey: _k, previousUntil: _u, ...kept } = secrets
  return kept
}

export function sealSecrets(secret: Buffer, carrierId: string, secrets: Secrets): Buffer {
  return seal(secret, JSON.stringify(secrets), carrierId)
}

export function openSecrets(secret: Buffer, carrierId: string, sealed: Buffer): Secrets {
  return JSON.parse(open(secret, sealed, carrierId)) as Secrets
}

export function hintsOf(secrets: Secrets): Carrier['secrets'] {
  const hint = (value: string | undefined) => ({ hasSecret: value !== undefined, last4: value?.slice(-4) ?? '' })
  return {
    appSecret: hint(secrets.appSecret),
    token: hint(secrets.token),
    encodingAesKey: hint(secrets.encodingAesKey),
    previousEncodingAesKey: hint(secrets.previousEncodingAesKey),
  }
}
