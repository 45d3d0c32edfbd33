/** Connecting an account to a product, as its owner would in WeChat's console: the address is checked before it counts. */
import { randomBytes } from 'node:crypto'
import type { Callbacks } from './callbacks.ts'
import type { Realm } from './state/realm.ts'
import type { Connection } from './state/state.ts'

export type ConnectOptions = {
  account: string
  /** The product's callback address of this account. */
  callback?: string
  /** What the owner pastes beside the address; absent: what the account has. */
  token?: string
  encodingAesKey?: string
  mode?: Connection['mode']
  format?: Connection['format']
  /** Base of the product's `/v1` doors; default: the origin of `callback`. */
  product?: string
  writeKey?: string
  /** `false` skips the check of the address. */
  verify?: boolean
}

export type Connected = { account: string; appId: string; verified: boolean; callback?: string; product?: string; error?: string }

/** Sets or changes an account's connection. A callback that does not echo is not kept. */
export async function connect(realm: Realm, callbacks: Callbacks, options: ConnectOptions): Promise<Connected> {
  const account = realm.account(options.account)
  const { connection: before, spec } = account
  const callback = options.callback ?? before?.callback
  const product = options.product ?? before?.product ?? (callback ? new URL(callback).origin : undefined)
  const writeKey = options.writeKey ?? before?.writeKey
  const connection: Connection = {
    mode: options.mode ?? before?.mode ?? 'safe',
    format: options.format ?? before?.format ?? (account.spec.kind === 'shop' ? 'json' : 'xml'),
    verified: options.callback === undefined ? (before?.verified ?? false) : false,
    ...(callback ? { callback } : {}),
    ...(product ? { product: product.replace(/\/+$/, '') } : {}),
    ...(writeKey ? { writeKey } : {}),
  }
  account.connection = connection
  const { token = spec.token, encodingAesKey = spec.encodingAesKey } = options
  account.spec = { ...spec, token, encodingAesKey }
  let error: string | undefined
  if (options.callback !== undefined && options.verify !== false) {
    error = await checkAddress(callbacks, account, options.callback)
    connection.verified = error === undefined
    if (error !== undefined) {
      account.spec = spec
      if (before) account.connection = before
      else delete account.connection
    }
  }
  return {
    account: account.spec.alias,
    appId: account.spec.appId,
    verified: connection.verified,
    ...(callback ? { callback } : {}),
    ...(connection.product ? { product: connection.product } : {}),
    ...(error ? { error } : {}),
  }
}

/** WeChat's GET with an echostr; undefined when the echo comes back alone. */
async function checkAddress(
  callbacks: Callbacks,
  account: Parameters<Callbacks['codecOf']>[0],
  callback: string,
): Promise<string | undefined> {
  const echo = String(BigInt(`0x${randomBytes(8).toString('hex')}`))
  const url = new URL(callback)
  for (const [name, value] of Object.entries(callbacks.codecOf(account).forgeVerification(echo))) url.searchParams.set(name, value)
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(callbacks.settings.answerMs), redirect: 'error' })
    const text = await answer.text()
    if (answer.status === 200 && text === echo) return undefined
    return `The address answered ${answer.status} with "${text.slice(0, 120)}" instead of the echostr.`
  } catch (cause) {
    return `The address did not answer: ${cause instanceof Error ? cause.message : String(cause)}.`
  }
}
