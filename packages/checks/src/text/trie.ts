/**
 * A dictionary over 16-bit units that answers, for a position, every word that begins there. The longest word bounds the
 * work, so time is linear in the text whatever it is. Time goes into waiting for memory, so tables are few and dense: most
 * positions are settled by the state of their first unit and by whether any word begins with these two units.
 */
export class Trie {
  /** Units of the words, numbered from 1; 0: in none. */
  private readonly classes = new Uint16Array(65536)
  private classCount = 1
  /** What follows a class at the beginning of a word: four times a state's number, with its marks. 0: nothing. */
  private readonly roots = new Int32Array(classLimit)
  /** One bit for every pair of classes that words begin with, by a hash of the pair: a set bit may mean another pair. */
  private readonly pairs = new Uint8Array(1 << 16)
  /** Open addressing in pairs: key `state * classLimit + class`, and what follows as in `roots`. */
  private table = new Int32Array(1 << 13)
  private used = 0
  private states = 1
  private longest = 0
  /** The text being read, as classes. */
  private text = new Uint16Array(0)
  private length = 0

  /** What `find` found last, shortest first: where each word ends (exclusive), and its number. */
  foundEnds = new Int32Array(1)
  foundWords = new Int32Array(1)

  /** Numbers of words are below this. */
  get size(): number {
    return this.states
  }

  /** The word's number: the same for the same spelling. */
  add(word: string): number {
    const first = this.classOf(word.charCodeAt(0))
    if (this.roots[first] === 0) this.roots[first] = this.states++ << markBits
    let state = this.roots[first]! >> markBits
    this.roots[first]! |= word.length === 1 ? mark.end : mark.more
    for (let i = 1; i < word.length; i++) {
      const kind = this.classOf(word.charCodeAt(i))
      if (i === 1) {
        const pair = hashOfPair(first, kind)
        this.pairs[pair >>> 3]! |= 1 << (pair & 7)
      }
      const place = this.placeOf(state, kind)
      this.table[place + 1]! |= i === word.length - 1 ? mark.end : mark.more
      state = this.table[place + 1]! >> markBits
    }
    if (word.length > this.longest) {
      this.longest = word.length
      this.foundEnds = new Int32Array(word.length)
      this.foundWords = new Int32Array(word.length)
    }
    return state
  }

  /** The text that `find` looks in: the first `length` of `units`. */
  read(units: Uint16Array, length: number): void {
    if (this.text.length < length) this.text = new Uint16Array(length + 1024)
    for (let i = 0; i < length; i++) this.text[i] = this.classes[units[i]!]!
    this.length = length
  }

  /** How many words begin at `start`; `foundEnds` and `foundWords` tell them. */
  find(start: number): number {
    const { text, length } = this
    const first = text[start]!
    const root = this.roots[first]!
    if (root === 0) return 0
    let count = 0
    if ((root & mark.end) !== 0) {
      this.foundEnds[0] = start + 1
      this.foundWords[count++] = root >> markBits
    }
    if ((root & mark.more) === 0 || start + 1 >= length) return count
    const pair = hashOfPair(first, text[start + 1]!)
    if ((this.pairs[pair >>> 3]! & (1 << (pair & 7))) === 0) return count
    let state = root >> markBits
    for (let i = start + 1; i < length; i++) {
      const next = this.table[this.look(keyOf(state, text[i]!)) + 1]!
      if (next === 0) break
      state = next >> markBits
      if ((next & mark.end) !== 0) {
        this.foundEnds[count] = i + 1
        this.foundWords[count++] = state
      }
      if ((next & mark.more) === 0) break
    }
    return count
  }

  private classOf(unit: number): number {
    if (this.classes[unit] === 0) this.classes[unit] = this.classCount++
    return this.classes[unit]!
  }

  /** Place in the table of what follows a state by a class; made where there was nothing. */
  private placeOf(state: number, kind: number): number {
    if (this.used * 4 > this.table.length) this.widen()
    const key = keyOf(state, kind)
    const place = this.look(key)
    if (this.table[place + 1] === 0) {
      this.table[place] = key
      this.table[place + 1] = this.states++ << markBits
      this.used++
    }
    return place
  }

  private look(key: number): number {
    const { table } = this
    const mask = table.length - 2
    let place = hash(key) & mask
    while (table[place + 1] !== 0 && table[place] !== key) place = (place + 2) & mask
    return place
  }

  private widen(): void {
    const { table } = this
    this.table = new Int32Array(table.length * 2)
    for (let i = 0; i < table.length; i += 2)
      if (table[i + 1] !== 0) {
        const place = this.look(table[i]!)
        this.table[place] = table[i]!
        this.table[place + 1] = table[i + 1]!
      }
  }
}

/** Of a state: a word ends with it, longer words go on from it. */
const mark = { end: 1, more: 2 } as const
const markBits = 2
/** More than the characters of all words; states times this stay within 32 bits. */
const classLimit = 6000
const keyOf = (state: number, kind: number) => (Math.imul(state, classLimit) + kind) | 0
const hash = (key: number) => (Math.imul(key ^ (key >>> 15), 0x9e3779b1) >>> 9) << 1
/** 19 bits, as many as `pairs` has. */
const hashOfPair = (first: number, second: number) => Math.imul(Math.imul(first, 0x9e3b) ^ second, 0x9e3779b1) >>> 13
