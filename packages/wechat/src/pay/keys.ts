/** WeChat Pay's own keys, by which its messages are verified: public keys (`PUB_KEY_ID_…`) and platform certificates, side by side. */
import { createPublicKey, type KeyObject, X509Certificate } from 'node:crypto'

/** A public key with the id that the merchant console shows, or a certificate, whose serial stands inside it. */
export type PayKey = { serial?: string; pem: string }

type Held = { key: KeyObject; certificate: boolean; from: number; until: number }

/** The keys we trust. During a change both kinds are held; the serial of each message decides. */
export class PayKeys {
  private readonly held = new Map<string, Held>()

  constructor(trusted: readonly PayKey[] = []) {
    for (const key of trusted) this.add(key)
  }

  /** Trusts one more key. Throws TypeError for anything that is no RSA key of at least 2048 bits, or a certificate under a wrong serial. */
  add({ serial, pem }: PayKey): string {
    if (!pem.includes('CERTIFICATE')) {
      if (!serial) throw new TypeError('A WeChat Pay public key needs its id; it begins with PUB_KEY_ID_.')
      this.held.set(normal(serial), {
        key: rsaKey(createPublicKey(pem)),
        certificate: false,
        from: Number.NEGATIVE_INFINITY,
        until: Number.POSITIVE_INFINITY,
      })
      return normal(serial)
    }
    const certificate = new X509Certificate(pem)
    const own = normal(certificate.serialNumber)
    if (serial !== undefined && normal(serial) !== own)
      throw new TypeError(`The certificate's serial is ${own}, not ${serial}; it was saved under a wrong name.`)
    this.held.set(own, {
      key: rsaKey(certificate.publicKey),
      certificate: true,
      from: Date.parse(certificate.validFrom),
      until: Date.parse(certificate.validTo),
    })
    return own
  }

  /** The key of a serial, if we hold it and it has not ended at `at`. It was proven when it came, so it may sign before its first day. */
  get(serial: string, at: Date): KeyObject | undefined {
    const held = this.held.get(normal(serial))
    return held && at.getTime() < held.until ? held.key : undefined
  }

  /** What requests name, so that answers come signed by it: the public key where there is one, else the certificate that lasts longest. */
  preferred(at: Date): string | undefined {
    let best: [serial: string, held: Held] | undefined
    for (const [serial, held] of this.held)
      if (held.from <= at.getTime() && at.getTime() < held.until && (!best || held.until > best[1].until)) best = [serial, held]
    return best?.[0]
  }

  /** Takes the downloaded certificates in, and forgets those that are no longer among them. */
  replaceCertificates(pems: readonly string[]): void {
    const kept = new Set(pems.map(pem => this.add({ pem })))
    for (const [serial, { certificate }] of this.held) if (certificate && !kept.has(serial)) this.held.delete(serial)
  }

  get serials(): string[] {
    return [...this.held.keys()]
  }
}

/** Serials are hex digits in either case, with or without leading zeros; ids of public keys are as they are. */
function normal(serial: string): string {
  return serial.startsWith('PUB_KEY_ID_') ? serial : serial.toUpperCase().replace(/^0+/, '')
}

/** Only RSA of at least 2048 bits: WeChat Pay signs with nothing else. */
export function rsaKey(key: KeyObject): KeyObject {
  if (key.asymmetricKeyType !== 'rsa' || (key.asymmetricKeyDetails?.modulusLength ?? 0) < 2048)
    throw new TypeError('WeChat Pay uses RSA keys of 2048 bits; this key is another.')
  return key
}
