/** WeChat Pay's signature under answers and notifications. */
import { createPrivateKey, type KeyObject, sign } from 'node:crypto'
import { seconds } from '../days.ts'
import { skewMs } from '../fault-plans/index.ts'
import type { Realm } from '../state/realm.ts'
import { hasCertificates, hasPublicKey, payKeys } from './merchant.ts'

type Signer = { serial: string; privateKey: string }

const imported = new Map<string, KeyObject>()

/** Which key signs: the one that the request named, if the merchant has it, else by the merchant's mode. */
export function signerFor(realm: Realm, wanted?: string): Signer {
  const { pay } = realm.state
  const keys = payKeys(realm)
  const publicKey: Signer = { serial: keys.publicKeyId, privateKey: keys.publicKeyPrivate }
  const certificate = keys.certificates.at(-1)!
  const named = keys.certificates.find(({ serial }) => serial === wanted)
  if (named && hasCertificates(pay)) return named
  if (wanted === keys.publicKeyId && hasPublicKey(pay)) return publicKey
  return pay.habit.mode === 'certificate' ? certificate : publicKey
}

/** During the change, notices move over to the public key step by step. */
export function noticeSigner(realm: Realm): Signer {
  const { habit } = realm.state.pay
  const byCertificate = habit.mode === 'switching' && !realm.random.chance(habit.share)
  return byCertificate ? payKeys(realm).certificates.at(-1)! : signerFor(realm)
}

/** The five headers. A `probe` carries WeChat Pay's test signature: right in nothing, to be refused. */
export function signedHeaders(
  realm: Realm,
  signer: Signer,
  body: string,
  given: { probe?: boolean; agedSeconds?: number } = {},
): Record<string, string> {
  const timestamp = String(seconds(realm.clock.ms() + skewMs(realm)) - (given.agedSeconds ?? 0))
  const nonce = realm.id(32, 78)
  const key = imported.get(signer.privateKey) ?? createPrivateKey(signer.privateKey)
  imported.set(signer.privateKey, key)
  const signature = sign('sha256', Buffer.from(`${timestamp}\n${nonce}\n${body}\n`), key).toString('base64')
  return {
    'Wechatpay-Timestamp': timestamp,
    'Wechatpay-Nonce': nonce,
    'Wechatpay-Signature': given.probe ? `WECHATPAY/SIGNTEST/${signature.slice(19)}` : signature,
    'Wechatpay-Serial': signer.serial,
    'Wechatpay-Signature-Type': 'WECHATPAY2-SHA256-RSA2048',
  }
}
