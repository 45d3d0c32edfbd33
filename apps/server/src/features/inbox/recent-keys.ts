import { SeenKeys } from './seen-keys.ts'

/**
 * The pushes answered last: at least a million of them, at most two, in 9 to 30 MB. WeChat repeats a push within
 * minutes, so they do at the door; the pipeline knows the keys of three days.
 */
export class RecentKeys {
  readonly #seed = (Math.random() * 2 ** 31) | 0
  readonly #atLeast: number
  #young = new SeenKeys(this.#seed)
  #old = new SeenKeys(this.#seed)

  constructor(atLeast = 1_000_000) {
    this.#atLeast = atLeast
  }

  has(key: string): boolean {
    return this.#young.has(key) || this.#old.has(key)
  }

  add(key: string, atMs: number): void {
    if (this.#young.size >= this.#atLeast) {
      this.#old = this.#young
      this.#young = new SeenKeys(this.#seed, 1 << 16)
    }
    this.#young.add(key, atMs)
  }
}
