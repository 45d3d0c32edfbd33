/** X.509 certificates and RSA keys for WeChat Pay's side of the world; Node can read certificates, but not write them. */
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'

export type KeyPair = { publicKey: KeyObject; privateKey: KeyObject }

const pairs: KeyPair[] = []

/** The `n`th key pair of this process: made at first use, since one takes a tenth of a second. */
export function keyPair(n: number): KeyPair {
  pairs[n] ??= generateKeyPairSync('rsa', { modulusLength: 2048 })
  return pairs[n]
}

const tlv = (tag: number, ...parts: Uint8Array[]): Buffer => {
  const body = Buffer.concat(parts)
  const { length } = body
  const head = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255]
  return Buffer.concat([Buffer.from([tag, ...head]), body])
}
const sequence = (...parts: Uint8Array[]) => tlv(0x30, ...parts)
const sha256WithRsa = sequence(Buffer.from('06092a864886f70d01010b0500', 'hex'))
const name = (text: string) => sequence(tlv(0x31, sequence(Buffer.from('0603550403', 'hex'), tlv(0x0c, Buffer.from(text)))))
const time = (at: Date) => tlv(0x18, Buffer.from(`${at.toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`))

/** A self-signed certificate as PEM. `serial` in hex digits, its first one from 1 to 7. */
export function certificate(pair: KeyPair, given: { serial: string; subject: string; from: Date; until: Date }): string {
  const tbs = sequence(
    tlv(0xa0, Buffer.from([2, 1, 2])),
    tlv(0x02, Buffer.from(given.serial, 'hex')),
    sha256WithRsa,
    name('wematrix sandbox, not WeChat Pay'),
    sequence(time(given.from), time(given.until)),
    name(given.subject),
    pair.publicKey.export({ type: 'spki', format: 'der' }),
  )
  const signature = sign('sha256', tbs, pair.privateKey)
  const der = sequence(tbs, sha256WithRsa, tlv(0x03, Buffer.from([0]), signature))
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}
