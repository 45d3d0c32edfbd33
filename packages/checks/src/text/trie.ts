/**
 * A dictionary over UTF-16 units that answers, for a position, every word that begins there. One hash lookup a unit;
 * the longest word bounds the work, so time is linear in the text whatever the text is.
 */
export class Trie {
  /** Open addressing: key `state * 65536 + unit`, value the next state. */
  private keys = new Float64Array(1 << 12).fill(-1)
  private next = new Int32Array(1 << 12)
  private used = 0
  private states = 1
  private ends: (number[] | undefined)[] = []

  /** Words may share a spelling; `value` is what `at` reports. */
  add(word: string, value: number): void {
    let state = 0
    for (let i = 0; i < word.length; i++) state = this.step(state, word.charCodeAt(i)) || this.grow(state, word.charCodeAt(i))
    const values = this.ends[state] ?? []
    if (!values.includes(value)) values.push(value)
    this.ends[state] = values
  }

  /** Calls `found(end, value)` for every word that begins at `start`, shortest first. */
  at(units: Uint16Array, start: number, length: number, found: (end: number, value: number) => void): void {
    let state = 0
    for (let i = start; i < length; i++) {
      state = this.step(state, units[i]!)
      if (state === 0) return
      const values = this.ends[state]
      if (values) for (const value of values) found(i + 1, value)
    }
  }

  private step(state: number, unit: number): number {
    const key = state * 65536 + unit
    const mask = this.keys.length - 1
    let slot = hash(state, unit) & mask
    for (;;) {
      const there = this.keys[slot]!
      if (there === key) return this.next[slot]!
      if (there === -1) return 0
      slot = (slot + 1) & mask
    }
  }

  private grow(state: number, unit: number): number {
    if (this.used * 3 > this.keys.length) this.widen()
    const made = this.states++
    this.put(state * 65536 + unit, made)
    return made
  }

  private put(key: number, value: number): void {
    const mask = this.keys.length - 1
    let slot = hash(Math.floor(key / 65536), key % 65536) & mask
    while (this.keys[slot] !== -1) slot = (slot + 1) & mask
    this.keys[slot] = key
    this.next[slot] = value
    this.used++
  }

  private widen(): void {
    const { keys, next } = this
    this.keys = new Float64Array(keys.length * 2).fill(-1)
    this.next = new Int32Array(keys.length * 2)
    this.used = 0
    for (let i = 0; i < keys.length; i++) if (keys[i] !== -1) this.put(keys[i]!, next[i]!)
  }
}

const hash = (state: number, unit: number) => (Math.imul(state, 0x9e3779b1) ^ Math.imul(unit, 0x85ebca6b)) >>> 12
