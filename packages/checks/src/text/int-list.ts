/** A growing row of numbers that keeps its memory when it is emptied: chunks come by the thousand. */
export class IntList {
  items: Int32Array
  length = 0

  constructor(capacity = 4) {
    this.items = new Int32Array(capacity)
  }

  push(item: number): void {
    if (this.length === this.items.length) {
      this.items = wider(this.items)
    }
    this.items[this.length++] = item
  }

  at(index: number): number {
    return this.items[index]!
  }
}

/** The same numbers with at least twice the room, and room for `least`. */
export function wider(items: Int32Array, least = 1): Int32Array<ArrayBuffer> {
  const more = new Int32Array(Math.max(items.length * 2, least))
  more.set(items)
  return more
}
