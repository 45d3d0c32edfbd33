/**
 * Which number a cluster of ids goes by, and what that changes. Pure.
 * A cluster's number is the smallest origin among its ids, so that a merge keeps the older person and a separation
 * gives each part its own number back.
 */

/** An id as it stands: `person` is whom it belongs to, `origin` the number it was first known by. */
export type Known = { person: number; origin: number; firstSeenMs: number }

export type Assignment = {
  /** The person of every id; a number of 0 or less stands for the new person −n. */
  persons: Map<string, number>
  /** Ids whose origin changes: parts that share one after a separation get numbers of their own. */
  origins: Map<string, number>
  /** How many new numbers are needed. */
  fresh: number
  /** Where each known number leads now: itself, or the person that it was merged into. */
  targets: Map<number, number>
  /** Ids that were with another person, with the numbers that their events may lie under. */
  moves: { nodes: string[]; from: number[]; to: number }[]
}

export function assignPersons(clusters: readonly string[][], known: ReadonlyMap<string, Known>): Assignment {
  const result: Assignment = { persons: new Map(), origins: new Map(), fresh: 0, targets: new Map(), moves: [] }
  const claimed = new Map<number, readonly string[]>()
  const numbered: { cluster: readonly string[]; no: number; own: Set<number> }[] = []
  for (const cluster of [...clusters].sort((a, b) => strength(a, known) - strength(b, known))) {
    const own = new Set<number>()
    for (const node of cluster) {
      const origin = known.get(node)?.origin
      if (origin !== undefined && (claimed.get(origin) ?? cluster) === cluster) own.add(origin)
    }
    for (const origin of own) claimed.set(origin, cluster)
    const no = own.size > 0 ? Math.min(...own) : -result.fresh++
    numbered.push({ cluster, no, own })
    for (const origin of own) result.targets.set(origin, no)
    for (const node of cluster) {
      result.persons.set(node, no)
      const origin = known.get(node)?.origin
      if (origin === undefined || !own.has(origin)) result.origins.set(node, no)
    }
  }
  for (const { cluster, no, own } of numbered) {
    const apart = cluster.filter(node => {
      const before = known.get(node)
      return before !== undefined && before.person !== no && (result.targets.get(before.person) ?? before.person) !== no
    })
    if (apart.length === 0) continue
    const from = [...new Set([...known.values()].flatMap(k => [k.origin, k.person]))].filter(number => !own.has(number))
    result.moves.push({ nodes: apart, from, to: no })
  }
  return result
}

/** Unionids first, then openids, then the rest; the older one first. */
function strength(cluster: readonly string[], known: ReadonlyMap<string, Known>): number {
  let rank = 3
  let oldest = Number.MAX_SAFE_INTEGER
  for (const node of cluster) {
    const letter = node[0]
    rank = Math.min(rank, letter === 'u' ? 0 : letter === 'o' ? 1 : letter === 'e' ? 2 : 3)
    oldest = Math.min(oldest, known.get(node)?.firstSeenMs ?? Number.MAX_SAFE_INTEGER)
  }
  return rank * 1e14 + Math.min(oldest, 9e13)
}
