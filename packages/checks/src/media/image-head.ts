/** Format and size of a picture from its first bytes, before anything is decoded: a lying or huge file costs nothing. */
export type ImageFormat = 'png' | 'jpeg' | 'gif' | 'bmp' | 'webp'
export type ImageHead = { format: ImageFormat; width: number; height: number; interlaced: boolean }

const png = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
const jpeg = [0xff, 0xd8, 0xff]
const gif = [0x47, 0x49, 0x46, 0x38]
const bmp = [0x42, 0x4d]
const signatures = [png, jpeg, gif, bmp]

/** Null: no format that WeChat takes, or a head that is cut off. */
export function imageHead(bytes: Uint8Array): ImageHead | null {
  if (startsWith(bytes, png)) return pngHead(bytes)
  if (startsWith(bytes, jpeg)) return jpegHead(bytes)
  const view = viewOf(bytes)
  if (startsWith(bytes, gif) && bytes.length >= 10) return head('gif', view.getUint16(6, true), view.getUint16(8, true))
  if (startsWith(bytes, bmp) && bytes.length >= 26) return head('bmp', Math.abs(view.getInt32(18, true)), Math.abs(view.getInt32(22, true)))
  return startsWith(bytes, [0x52, 0x49, 0x46, 0x46]) && nameAt(bytes, 8) === 'WEBP' ? webpHead(bytes, view) : null
}

/** Of which kind the first bytes say the file is, whole or not; null: of none that WeChat takes. */
export function mediaKind(bytes: Uint8Array): 'image' | 'video' | null {
  if (bytes.length >= 12 && nameAt(bytes, 4) === 'ftyp') return 'video'
  const webp = startsWith(bytes, [0x52, 0x49, 0x46, 0x46]) && nameAt(bytes, 8) === 'WEBP'
  return webp || signatures.some(signs => startsWith(bytes, signs)) ? 'image' : null
}

function pngHead(bytes: Uint8Array): ImageHead | null {
  if (bytes.length < 33 || nameAt(bytes, 12) !== 'IHDR') return null
  const view = viewOf(bytes)
  return head('png', view.getUint32(16), view.getUint32(20), bytes[28] !== 0)
}

/** Marker by marker to the first frame header (SOF0–SOF15 without DHT, JPG and DAC). */
function jpegHead(bytes: Uint8Array): ImageHead | null {
  const view = viewOf(bytes)
  let at = 2
  while (at + 9 < bytes.length) {
    if (bytes[at] !== 0xff) return null
    const marker = bytes[at + 1]!
    if (marker === 0xff) {
      at++
      continue
    }
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      return head('jpeg', view.getUint16(at + 7), view.getUint16(at + 5))
    }
    const bare = marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)
    if (marker === 0xd9 || marker === 0xda) return null
    const length = bare ? 0 : view.getUint16(at + 2)
    if (!bare && length < 2) return null
    at += 2 + length
  }
  return null
}

function webpHead(bytes: Uint8Array, view: DataView): ImageHead | null {
  const kind = nameAt(bytes, 12)
  if (kind === 'VP8X' && bytes.length >= 30) return head('webp', 1 + uint24(bytes, 24), 1 + uint24(bytes, 27))
  if (kind === 'VP8 ' && bytes.length >= 30) return head('webp', view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff)
  if (kind !== 'VP8L' || bytes.length < 25) return null
  const bits = view.getUint32(21, true)
  return head('webp', 1 + (bits & 0x3fff), 1 + ((bits >>> 14) & 0x3fff))
}

const head = (format: ImageFormat, width: number, height: number, interlaced = false): ImageHead | null =>
  width > 0 && height > 0 ? { format, width, height, interlaced } : null

export const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
const startsWith = (bytes: Uint8Array, signs: number[]) => signs.every((sign, i) => bytes[i] === sign)
export const nameAt = (bytes: Uint8Array, at: number) => String.fromCharCode(...bytes.subarray(at, at + 4))
const uint24 = (bytes: Uint8Array, at: number) => bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16)
