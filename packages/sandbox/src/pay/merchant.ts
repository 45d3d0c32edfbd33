/** The merchant of a world: its numbers, its keys, and WeChat Pay's keys that it trusts. */
import { letters, mix } from '../random.ts'
import type { Realm } from '../state/realm.ts'
import { certificate, keyPair } from './certificate.ts'
import type { PayCertificateState, PayState } from './state.ts'

const yearMs = 365 * 86_400_000

export function freshPay(seed: number): PayState {
  return {
    mchId: `19${String(mix(seed, 1900) % 100_000_000).padStart(8, '0')}`,
    apiV3Key: letters(32, seed, 1901),
    habit: {
      mode: 'public_key',
      share: 0.5,
      probeNotices: 0,
      probeAnswers: 0,
      doubles: 0,
      stale: 0,
      systemErrors: 0,
      dropAnswers: 0,
      refunds: 'SUCCESS',
      refundSeconds: 5,
      hosts: {},
    },
    orders: new Map(),
    refunds: new Map(),
    notices: new Map(),
    probes: [],
    bills: new Map(),
  }
}

type Keys = NonNullable<PayState['keys']>

/** The keys of both sides, made at first use. Real RSA: they differ from run to run. */
export function payKeys(realm: Realm): Keys {
  const { pay } = realm.state
  if (pay.keys) return pay.keys
  const merchant = keyPair(0)
  const platform = keyPair(1)
  const pem = (key: { export(options: object): string | Buffer }, type: string) => String(key.export({ type, format: 'pem' }))
  pay.keys = {
    merchantSerial: serial(realm, 1),
    merchantKey: pem(merchant.privateKey, 'pkcs8'),
    merchantPublicKey: pem(merchant.publicKey, 'spki'),
    publicKeyId: `PUB_KEY_ID_01${pay.mchId}${String(realm.world.seed).padStart(20, '0')}`,
    publicKey: pem(platform.publicKey, 'spki'),
    publicKeyPrivate: pem(platform.privateKey, 'pkcs8'),
    certificates: [],
    certificatesMade: 0,
  }
  addCertificate(realm)
  return pay.keys
}

/** One more platform certificate, valid for five years from now; the older ones stay until they are dropped. */
export function addCertificate(realm: Realm): PayCertificateState {
  const keys = payKeys(realm)
  const n = keys.certificatesMade++
  const pair = keyPair(2 + n)
  const [from, until] = [realm.clock.ms(), realm.clock.ms() + 5 * yearMs]
  const number = serial(realm, 2 + n)
  const made = {
    serial: number,
    pem: certificate(pair, { serial: number, subject: `platform certificate ${n + 1}`, from: new Date(from), until: new Date(until) }),
    privateKey: String(pair.privateKey.export({ type: 'pkcs8', format: 'pem' })),
    from,
    until,
  }
  keys.certificates.push(made)
  return made
}

/** 40 hex digits that begin with 5, as a certificate's number must be positive. */
function serial(realm: Realm, n: number): string {
  let text = '5'
  for (let i = 0; text.length < 40; i++) text += mix(realm.world.seed, 1902, n, i).toString(16).padStart(8, '0')
  return text.slice(0, 40).toUpperCase()
}

/** Does the merchant have this kind of key? */
export const hasCertificates = ({ habit }: PayState) => habit.mode !== 'public_key'
export const hasPublicKey = ({ habit }: PayState) => habit.mode !== 'certificate'
