import { hash64 } from './hash.ts'

/** How long a key is remembered: Segment's window for `messageId`, longer than any retry of WeChat. */
export const keepHours = 72

const hourMs = 3_600_000

/**
 * Keys seen in the last 72 hours as 64-bit hashes in open addressing: 9 bytes a slot, a million keys in 16 MB.
 * Two different keys meet with a chance of about n² / 2⁶⁵: one in four million among four million keys.
 */
export class SeenKeys {
  readonly #seed: number
  readonly #probe = new Uint32Array(2)
  #high: Uint32Array
  #low: Uint32Array
  /** The hour a key came in, modulo 255, plus one; 0 is an empty slot. */
  #hour: Uint8Array
  #size = 0

  constructor(seed: number, capacity = 1 << 12) {
    this.#seed = seed
    this.#high = new Uint32Array(capacity)
    this.#low = new Uint32Array(capacity)
    this.#hour = new Uint8Array(capacity)
  }

  get size(): number {
    return this.#size
  }

  get bytes(): number {
    return this.#hour.length * 9
  }

  /** Adds a key; false when it was there. `hashes` receives the two halves of a new one. */
  add(key: string, atMs: number, hashes?: number[]): boolean {
    hash64(key, this.#seed, this.#probe)
    const high = this.#probe[0]!
    const low = this.#probe[1]!
    if (!this.addHash(high, low, atMs)) return false
    hashes?.push(high, low)
    return true
  }

  /** True when the key is there. */
  has(key: string): boolean {
    hash64(key, this.#seed, this.#probe)
    return this.#hour[this.#slot(this.#probe[0]!, this.#probe[1]!)] !== 0
  }

  addHash(high: number, low: number, atMs: number): boolean {
    if ((this.#size + 1) * 4 > this.#hour.length * 3) this.#grow(atMs)
    const slot = this.#slot(high, low)
    if (this.#hour[slot] !== 0) return false
    this.#high[slot] = high
    this.#low[slot] = low
    this.#hour[slot] = hourMark(atMs)
    this.#size++
    return true
  }

  /** Takes keys back, for a round that did not come through. */
  remove(hashes: readonly number[]): void {
    const gone = new Set<string>()
    for (let i = 0; i < hashes.length; i += 2) gone.add(`${hashes[i]},${hashes[i + 1]}`)
    if (gone.size > 0) this.#rebuild(this.#hour.length, (slot: number) => !gone.has(`${this.#high[slot]},${this.#low[slot]}`))
  }

  /** Forgets what is older than 72 hours. */
  expire(nowMs: number): void {
    this.#rebuild(this.#hour.length, this.#young(nowMs))
  }

  #slot(high: number, low: number): number {
    const capacity = this.#hour.length
    let slot = Math.floor((low / 4_294_967_296) * capacity)
    while (this.#hour[slot] !== 0 && !(this.#low[slot] === low && this.#high[slot] === high)) if (++slot === capacity) slot = 0
    return slot
  }

  /** Half as large again; if that is not needed once the old ones are out, the size stays. */
  #grow(nowMs: number): void {
    const young = this.#young(nowMs)
    let alive = 0
    for (let slot = 0; slot < this.#hour.length; slot++) if (this.#hour[slot] !== 0 && young(slot)) alive++
    const fits = alive * 2 < this.#hour.length
    this.#rebuild(fits ? this.#hour.length : Math.ceil(this.#hour.length * 1.5), young)
  }

  #young(nowMs: number): (slot: number) => boolean {
    const now = hourMark(nowMs) - 1
    return slot => (now - (this.#hour[slot]! - 1) + 255) % 255 <= keepHours || (this.#hour[slot]! - 1 - now + 255) % 255 < 24
  }

  #rebuild(capacity: number, keep: (slot: number) => boolean): void {
    const [high, low, hour] = [this.#high, this.#low, this.#hour]
    const kept: number[] | Uint32Array = new Uint32Array(this.#size)
    let count = 0
    for (let slot = 0; slot < hour.length; slot++) if (hour[slot] !== 0 && keep(slot)) kept[count++] = slot
    this.#high = new Uint32Array(capacity)
    this.#low = new Uint32Array(capacity)
    this.#hour = new Uint8Array(capacity)
    this.#size = count
    for (let i = 0; i < count; i++) {
      const from = kept[i]!
      const to = this.#slot(high[from]!, low[from]!)
      this.#high[to] = high[from]!
      this.#low[to] = low[from]!
      this.#hour[to] = hour[from]!
    }
  }
}

const hourMark = (ms: number) => (Math.floor(ms / hourMs) % 255) + 1
