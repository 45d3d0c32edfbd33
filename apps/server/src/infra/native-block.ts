/**
 * Rows as one block of ClickHouse's Native format, column by column: the store takes it without parsing, and words that
 * come again and again travel once. Layout: number of columns and rows, then for each column name, type and values.
 */
export class NativeBlock<R> {
  readonly #rows: readonly R[]
  #out: Buffer
  #at = 0

  /** @param rowBytes  a guess; the block grows when it is too low */
  constructor(rows: readonly R[], columns: number, rowBytes = 400) {
    this.#rows = rows
    this.#out = Buffer.allocUnsafe(rows.length * rowBytes + 8192)
    this.#length(columns)
    this.#length(rows.length)
  }

  /** The block so far; whole after as many columns as were announced. */
  bytes(): Buffer {
    return this.#out.subarray(0, this.#at)
  }

  text(name: string, of: (row: R) => string): this {
    this.#head(name, 'String')
    for (const row of this.#rows) this.#text(of(row))
    return this
  }

  /** LowCardinality(String): every word once, then its number for each row. */
  word(name: string, of: (row: R) => string): this {
    const rows = this.#rows
    const numbers = new Map<string, number>()
    const keys = new Uint32Array(rows.length)
    let [lastWord, lastKey]: [string | undefined, number] = [undefined, 0]
    for (let i = 0; i < rows.length; i++) {
      const word = of(rows[i]!)
      if (word !== lastWord) {
        const known = numbers.get(word)
        lastKey = known ?? numbers.size
        if (known === undefined) numbers.set(word, lastKey)
        lastWord = word
      }
      keys[i] = lastKey
    }
    this.#head(name, 'LowCardinality(String)')
    // Version 1; keys of 1, 2 or 4 bytes (0, 1, 2), words that stand in this block (bit 9), all of them new (bit 10).
    const width = numbers.size <= 0x100 ? 0 : numbers.size <= 0x10000 ? 1 : 2
    for (const value of [1, width | 0x600, numbers.size]) this.#int64(value)
    for (const word of numbers.keys()) this.#text(word)
    this.#int64(rows.length)
    this.#reach(rows.length << width)
    const out = this.#out
    if (width === 0) for (let i = 0; i < keys.length; i++) out[this.#at++] = keys[i]!
    else if (width === 1) for (let i = 0; i < keys.length; i++) this.#at = out.writeUInt16LE(keys[i]!, this.#at)
    else for (let i = 0; i < keys.length; i++) this.#at = out.writeUInt32LE(keys[i]!, this.#at)
    return this
  }

  uint8(name: string, of: (row: R) => number): this {
    this.#head(name, 'UInt8')
    this.#reach(this.#rows.length)
    for (const row of this.#rows) this.#out[this.#at++] = of(row)
    return this
  }

  uint32(name: string, of: (row: R) => number): this {
    this.#head(name, 'UInt32')
    this.#reach(this.#rows.length * 4)
    for (const row of this.#rows) this.#at = this.#out.writeUInt32LE(of(row), this.#at)
    return this
  }

  /** @param type  one that is 64 bits on the wire: UInt64, Int64, DateTime64(3, 'UTC') in ms */
  int64(name: string, type: string, of: (row: R) => number): this {
    this.#head(name, type)
    this.#reach(this.#rows.length * 8)
    for (const row of this.#rows) this.#int64(of(row))
    return this
  }

  #head(name: string, type: string): void {
    this.#text(name)
    this.#text(type)
  }

  #int64(value: number): void {
    if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is no whole number that a column of 64 bits can hold exactly.`)
    this.#reach(8)
    const high = Math.floor(value / 4_294_967_296)
    this.#at = this.#out.writeUInt32LE(value - high * 4_294_967_296, this.#at)
    this.#at = this.#out.writeInt32LE(high, this.#at)
  }

  /**
   * Its length in bytes, then UTF-8. The length is known only once the text is written, so that room is kept for the
   * longest it can be: a number may be filled up with empty groups of seven bits.
   */
  #text(text: string): void {
    const most = text.length * 3
    this.#reach(most + 5)
    const out = this.#out
    const start = this.#at
    if (most < 0x80) {
      const length = shortText(text, out, start + 1)
      out[start] = length
      this.#at = start + 1 + length
      return
    }
    const groups = most < 0x4000 ? 2 : most < 0x20_0000 ? 3 : 5
    const length = out.write(text, start + groups, 'utf8')
    let rest = length
    for (let i = 0; i < groups - 1; i++) {
      out[start + i] = (rest & 0x7f) | 0x80
      rest >>>= 7
    }
    out[start + groups - 1] = rest
    this.#at = start + groups + length
  }

  #length(value: number): void {
    this.#reach(5)
    let rest = value
    while (rest >= 0x80) {
      this.#out[this.#at++] = (rest & 0x7f) | 0x80
      rest >>>= 7
    }
    this.#out[this.#at++] = rest
  }

  #reach(bytes: number): void {
    if (this.#at + bytes <= this.#out.length) return
    const larger = Buffer.allocUnsafe(Math.max(this.#at + bytes, this.#out.length * 2))
    this.#out.copy(larger, 0, 0, this.#at)
    this.#out = larger
  }
}

/** Writes a text of a few dozen letters; quicker by hand than by a call into the runtime as long as it is ASCII. */
function shortText(text: string, out: Buffer, at: number): number {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code >= 0x80) return out.write(text, at, 'utf8')
    out[at + i] = code
  }
  return text.length
}
