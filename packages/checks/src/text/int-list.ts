/** A growing row of numbers that keeps its memory when it is emptied: chunks come by the thousand. */
export class IntList {
  items: Int32Array
  length = 0

  constructor(capacity = 4) {
    this.items = new Int32Array(capacity)
  }

  push(item: number): void {
    if (this.length === this.items.length) {
      const wider = new Int32Array(this.items.length * 2)
      wider.set(this.items)
      this.items = wider
    }
    this.items[this.length++] = item
  }

  at(index: number): number {
    return this.items[index]!
  }
}
