import { uuidv7obj } from 'uuidv7'

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'

/** A new id that sorts by time: `newId('car')` → `car_` and 26 characters of base32 (a UUIDv7). */
export function newId(prefix: string): string {
  let value = 0n
  for (const byte of uuidv7obj().bytes) value = (value << 8n) | BigInt(byte)
  let text = ''
  for (let i = 0; i < 26; i++) {
    text = alphabet[Number(value & 31n)]! + text
    value >>= 5n
  }
  return `${prefix}_${text}`
}
