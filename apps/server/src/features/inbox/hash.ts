/** Seeded hashes of texts, over UTF-16 units: MurmurHash3's mixing, quick enough for every event. */

/** A 32-bit hash, unsigned. */
export function hash32(text: string, seed: number): number {
  let h = seed | 0
  for (let i = 0; i < text.length; i++) {
    h = Math.imul(h ^ text.charCodeAt(i), 0xcc9e2d51)
    h = (h << 13) | (h >>> 19)
    h = (Math.imul(h, 5) + 0xe6546b64) | 0
  }
  return finish(h ^ text.length)
}

/** 64 bits as two unsigned halves, written to `out[at]` (high) and `out[at + 1]` (low) in one pass. */
export function hash64(text: string, seed: number, out: Uint32Array, at = 0): void {
  let high = seed | 0
  let low = ~seed | 0
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    high = Math.imul(high ^ unit, 0xcc9e2d51)
    high = (high << 13) | (high >>> 19)
    low = Math.imul(low ^ unit, 0x85ebca6b)
    low = ((low << 15) | (low >>> 17)) + high
  }
  out[at] = finish(high ^ text.length)
  out[at + 1] = finish(low ^ high)
}

function finish(value: number): number {
  let h = value
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}
