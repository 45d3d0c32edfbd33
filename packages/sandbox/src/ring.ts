/** The last things of a kind, in order; older ones are forgotten, so that memory has a bound. */
export class Ring<Item> {
  private readonly size: number
  private readonly items: Item[] = []
  /** Place of the oldest item once the ring is full. */
  private oldest = 0

  constructor(size: number) {
    this.size = size
  }

  add(item: Item): void {
    if (this.items.length < this.size) this.items.push(item)
    else {
      this.items[this.oldest] = item
      this.oldest = (this.oldest + 1) % this.size
    }
  }

  /** The newest `n`, oldest first. */
  last(n = this.size): Item[] {
    return [...this.items.slice(this.oldest), ...this.items.slice(0, this.oldest)].slice(-n)
  }

  find(wanted: (item: Item) => boolean): Item | undefined {
    return this.items.find(wanted)
  }
}
