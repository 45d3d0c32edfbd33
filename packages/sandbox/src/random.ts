/**
 * Seeded randomness: the same seed and the same questions give the same answers on every machine.
 */

/** Mixes numbers into one 32-bit seed (murmur finaliser). */
export function mix(...parts: number[]): number {
  let h = 0x9e3779b9
  for (const part of parts) {
    h = Math.imul(h ^ (part | 0), 0x85ebca6b)
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
    h ^= h >>> 16
  }
  return h >>> 0
}

/** 32-bit hash of a text, for seeds that have names. */
export function hashText(text: string): number {
  let h = 0x811c9dc5
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  return mix(h)
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** `length` letters and digits that depend on the parts only; for openids, AppIDs and secrets. */
export function letters(length: number, ...parts: number[]): string {
  let text = ''
  for (let i = 0; text.length < length; i++) {
    let word = mix(...parts, i)
    for (let k = 0; k < 5 && text.length < length; k++) {
      text += alphabet[word % 62]
      word = Math.floor(word / 62)
    }
  }
  return text
}

/** `length` hexadecimal digits that depend on the parts only. */
export function hex(length: number, ...parts: number[]): string {
  let text = ''
  for (let i = 0; text.length < length; i++)
    text += mix(...parts, i)
      .toString(16)
      .padStart(8, '0')
  return text.slice(0, length)
}

/** A stream of random numbers (mulberry32). */
export class Random {
  private state: number
  constructor(...seed: number[]) {
    this.state = mix(...seed)
  }

  /** Uniform in [0, 1). */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }

  /** True with probability `p`. */
  chance(p: number): boolean {
    return this.next() < p
  }

  /** Integer in [from, to], both ends included. */
  integer(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1))
  }

  pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.next() * list.length)]!
  }

  /** Standard normal (Box-Muller). */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next())
  }

  /** Positive number with mean 1 and the given spread on the log scale. */
  lognormal(sigma: number): number {
    return Math.exp(sigma * this.normal() - (sigma * sigma) / 2)
  }

  /** Index drawn in proportion to the weights. */
  weighted(weights: readonly number[]): number {
    let total = 0
    for (const weight of weights) total += weight
    let rest = this.next() * total
    for (let i = 0; i < weights.length; i++) {
      rest -= weights[i]!
      if (rest < 0) return i
    }
    return weights.length - 1
  }

  /** The generator's place, so that a snapshot can go on from it. */
  get place(): number {
    return this.state
  }
  set place(state: number) {
    this.state = state | 0
  }
}
