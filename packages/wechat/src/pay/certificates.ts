import type { KeyObject } from 'node:crypto'
import { X509Certificate } from 'node:crypto'
import { PayVerifyError } from './errors.ts'
import { openResource } from './resource.ts'
import type { PayCertificate } from './types.ts'

/** The downloaded certificates as PEM; the APIv3 key proves them. Throws at stage `decrypt`, also when a serial is not its certificate's. */
export function openCertificates(secret: KeyObject, list: readonly PayCertificate[]): string[] {
  if (list.length === 0) throw new PayVerifyError('body', 'WeChat Pay sent no certificate.')
  return list.map(({ serial_no, encrypt_certificate }) => {
    const pem = openResource(secret, encrypt_certificate)
    const { serialNumber } = new X509Certificate(pem)
    if (serialNumber.replace(/^0+/, '') !== serial_no.toUpperCase().replace(/^0+/, ''))
      throw new PayVerifyError('decrypt', `The certificate under ${serial_no} has another serial.`)
    return pem
  })
}
