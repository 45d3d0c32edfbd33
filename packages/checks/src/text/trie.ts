/**
 * A dictionary over UTF-16 units that answers, for a position, every word that begins there. One probe a unit, in a
 * table small enough for the cache; the longest word bounds the work, so time is linear in the text whatever it is.
 */
export class Trie {
  /** State after the first unit of a word; 0: none begins so. */
  private readonly roots = new Int32Array(65536)
  /** Units of the words, numbered; 0: in none. */
  private readonly classes = new Uint16Array(65536)
  private classCount = 1
  /** Open addressing in pairs: key `state * classLimit + class`, next state; next state 0 is an empty place. */
  private table = new Int32Array(1 << 13)
  private used = 0
  private states = 1
  /** Index into `values` plus one by state; 0: no word ends here. */
  private ends = new Int32Array(1 << 10)
  private readonly values: number[][] = []

  /** Words may share a spelling; `value` is what `at` reports. */
  add(word: string, value: number): void {
    let state = this.roots[word.charCodeAt(0)]!
    if (state === 0) {
      state = this.newState()
      this.roots[word.charCodeAt(0)] = state
    }
    for (let i = 1; i < word.length; i++) {
      const unit = word.charCodeAt(i)
      if (this.classes[unit] === 0) this.classes[unit] = this.classCount++
      state = this.step(state, unit) || this.grow(state, unit)
    }
    const values = this.ends[state] === 0 ? [] : this.values[this.ends[state]! - 1]!
    if (this.ends[state] === 0) this.ends[state] = this.values.push(values)
    if (!values.includes(value)) values.push(value)
  }

  /** Calls `found(end, value)` for every word that begins at `start`, shortest first. */
  at(units: Uint16Array, start: number, length: number, found: (end: number, value: number) => void): void {
    let state = this.roots[units[start]!]!
    for (let i = start + 1; state !== 0; i++) {
      const ending = this.ends[state]!
      if (ending !== 0) for (const value of this.values[ending - 1]!) found(i, value)
      if (i >= length) return
      state = this.step(state, units[i]!)
    }
  }

  private step(state: number, unit: number): number {
    const kind = this.classes[unit]!
    if (kind === 0) return 0
    const { table } = this
    const key = (Math.imul(state, classLimit) + kind) | 0
    const mask = table.length - 2
    for (let place = hash(key) & mask; ; place = (place + 2) & mask) {
      const next = table[place + 1]!
      if (next === 0 || table[place] === key) return next
    }
  }

  private grow(state: number, unit: number): number {
    if (this.used * 5 > this.table.length) this.widen()
    const made = this.newState()
    this.put((Math.imul(state, classLimit) + this.classes[unit]!) | 0, made)
    return made
  }

  private newState(): number {
    if (this.states === this.ends.length) {
      const ends = new Int32Array(this.ends.length * 2)
      ends.set(this.ends)
      this.ends = ends
    }
    return this.states++
  }

  private put(key: number, value: number): void {
    const { table } = this
    const mask = table.length - 2
    let place = hash(key) & mask
    while (table[place + 1] !== 0) place = (place + 2) & mask
    table[place] = key
    table[place + 1] = value
    this.used++
  }

  private widen(): void {
    const { table } = this
    this.table = new Int32Array(table.length * 2)
    this.used = 0
    for (let i = 0; i < table.length; i += 2) if (table[i + 1] !== 0) this.put(table[i]!, table[i + 1]!)
  }
}

/** More than the characters of all words; states times this stay within 32 bits. */
const classLimit = 6000
const hash = (key: number) => (Math.imul(key ^ (key >>> 15), 0x9e3779b1) >>> 9) << 1
