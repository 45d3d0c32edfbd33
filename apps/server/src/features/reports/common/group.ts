/** Items by key, in order of first appearance. */
export function groupBy<T, K>(items: Iterable<T>, keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group) group.push(item)
    else groups.set(key, [item])
  }
  return groups
}

/** `0 … n-1` as values of a function. */
export function times<T>(n: number, make: (i: number) => T): T[] {
  return Array.from({ length: Math.max(0, n) }, (_, i) => make(i))
}
