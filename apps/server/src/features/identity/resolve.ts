/**
 * Who is one person: clusters of ids out of the set of sightings, by the rules of cases/README.md.
 * Pure: the answer depends on the set, never on the order in which it was learnt.
 */

/** One edge of the picture: two ids seen together; `ms` and `seq` give the earliest sighting. Ids are opaque node names. */
export type Link = { a: string; b: string; ms: number; seq: number }

/** Kinds of id by strength: a unionid is one person, an openid follows its unionid, external ids and phones join the rest. */
export type NodeKind = 'openid' | 'unionid' | 'external' | 'phone' | 'device'

export type Conflict =
  | { type: 'openid_two_unionids'; key: string; kept: string }
  | { type: `shared_${KeyKind}`; key: string; unionids: string[] }
  | { type: `${KeyKind}_chain`; key: string; phones: string[]; unionids: string[] }

type KeyKind = 'external' | 'alias' | 'phone'

export type Resolution = { clusters: string[][]; conflicts: Conflict[] }

/** The kind is the first letter of the name: `o:app:openid`, `u:unionid`, `e:external`, `p:phone`, `d:device`. */
export function nodeKind(name: string): NodeKind {
  const letter = name.charCodeAt(0)
  return letter === 111 ? 'openid' : letter === 117 ? 'unionid' : letter === 101 ? 'external' : letter === 100 ? 'device' : 'phone'
}

/**
 * Clusters of the given nodes. Links run openid–unionid, from an openid or unionid to an external id or phone, or from
 * what a person was known by before to their external id. External ids are joined before aliases and these before
 * phones, so that a shared phone never tears a customer number off its person.
 */
export function resolveLinks(nodes: Iterable<string>, links: readonly Link[]): Resolution {
  const groups = new Groups()
  for (const node of nodes) groups.add(node)
  const conflicts: Conflict[] = []
  bindOpenids(groups, links, conflicts)
  joinBy('external', seenWith('external', links), groups, conflicts)
  joinBy('alias', aliases(links), groups, conflicts)
  joinBy('phone', seenWith('phone', links), groups, conflicts)
  return { clusters: groups.clusters(), conflicts: conflicts.sort(byTypeAndKey) }
}

/** Rule 2: the earliest unionid of an openid is its own; each openid with a second one is a conflict and binds nothing more. */
function bindOpenids(groups: Groups, links: readonly Link[], conflicts: Conflict[]): void {
  const first = new Map<string, Link>()
  const torn = new Set<string>()
  for (const link of links) {
    if (nodeKind(link.a) !== 'openid' || nodeKind(link.b) !== 'unionid') continue
    const known = first.get(link.a)
    if (known && known.b !== link.b) torn.add(link.a)
    if (isEarlier(link, known)) first.set(link.a, link)
  }
  for (const link of first.values()) groups.join(link.a, link.b)
  for (const key of torn) conflicts.push({ type: 'openid_two_unionids', key, kept: first.get(key)!.b })
}

/** What was seen with each external id or phone. */
function seenWith(kind: 'external' | 'phone', links: readonly Link[]): Map<string, string[]> {
  const seen = new Map<string, string[]>()
  for (const link of links) if (nodeKind(link.b) === kind && !isAlias(link)) push(seen, link.b, link.a)
  return seen
}

/** True when the link says that `b` was known as `a` before. */
export const isAlias = ({ a, b }: Link) => nodeKind(b) === 'external' && (nodeKind(a) === 'external' || nodeKind(a) === 'device')

/** Rule 7: what each earlier id became. A device is lent and sold: it follows the first that it was given to, and no other. */
function aliases(links: readonly Link[]): Map<string, string[]> {
  const became = new Map<string, string[]>()
  const first = new Map<string, Link>()
  for (const link of links) {
    if (!isAlias(link)) continue
    if (nodeKind(link.a) === 'external') push(became, link.a, link.b)
    else if (isEarlier(link, first.get(link.a))) first.set(link.a, link)
  }
  for (const link of first.values()) push(became, link.a, link.b)
  return became
}

const isEarlier = (link: Link, other: Link | undefined) => !other || link.ms < other.ms || (link.ms === other.ms && link.seq < other.seq)

function push(map: Map<string, string[]>, key: string, value: string): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}

/** Rules 4, 5 and 7: a key joins what belongs to it, unless that would put two unionids into one group. */
function joinBy(kind: KeyKind, belonging: ReadonlyMap<string, string[]>, groups: Groups, conflicts: Conflict[]): void {
  const trial = groups.copy()
  const joining: string[] = []
  for (const [key, things] of belonging) {
    const unionids = new Set<string>(groups.unionids(key))
    for (const thing of things) for (const unionid of groups.unionids(thing)) unionids.add(unionid)
    if (unionids.size > 1) {
      conflicts.push({ type: `shared_${kind}`, key, unionids: [...unionids].sort() })
      continue
    }
    joining.push(key)
    for (const thing of things) trial.join(key, thing)
  }
  const chains = new Map<string, { phones: string[]; unionids: string[] }>()
  for (const key of joining) {
    const unionids = trial.unionids(key)
    if (unionids.length < 2) {
      for (const thing of belonging.get(key)!) groups.join(key, thing)
      continue
    }
    const root = trial.find(key)
    const chain = chains.get(root)
    if (chain) chain.phones.push(key)
    else chains.set(root, { phones: [key], unionids: [...unionids].sort() })
  }
  for (const { phones, unionids } of chains.values()) {
    phones.sort()
    conflicts.push({ type: `${kind}_chain`, key: phones[0]!, phones, unionids })
  }
}

const byTypeAndKey = (a: Conflict, b: Conflict) => compare(a.type, b.type) || compare(a.key, b.key)
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** Disjoint sets that know their unionids. */
class Groups {
  #parent = new Map<string, string>()
  #unionids = new Map<string, string[]>()

  add(node: string): void {
    if (this.#parent.has(node)) return
    this.#parent.set(node, node)
    if (nodeKind(node) === 'unionid') this.#unionids.set(node, [node])
  }

  find(node: string): string {
    let root = node
    for (let up = this.#parent.get(root); up !== undefined && up !== root; up = this.#parent.get(root)) root = up
    for (let at = node; at !== root; ) {
      const up = this.#parent.get(at)!
      this.#parent.set(at, root)
      at = up
    }
    return root
  }

  join(a: string, b: string): void {
    this.add(a)
    this.add(b)
    const into = this.find(a)
    const from = this.find(b)
    if (into === from) return
    this.#parent.set(from, into)
    const moved = this.#unionids.get(from)
    if (moved) this.#unionids.set(into, [...(this.#unionids.get(into) ?? []), ...moved])
  }

  unionids(node: string): string[] {
    return this.#unionids.get(this.find(node)) ?? []
  }

  copy(): Groups {
    const twin = new Groups()
    twin.#parent = new Map(this.#parent)
    twin.#unionids = new Map(this.#unionids)
    return twin
  }

  clusters(): string[][] {
    const byRoot = new Map<string, string[]>()
    for (const node of this.#parent.keys()) {
      const root = this.find(node)
      const cluster = byRoot.get(root)
      if (cluster) cluster.push(node)
      else byRoot.set(root, [node])
    }
    return [...byRoot.values()].map(cluster => cluster.sort()).sort((a, b) => compare(a[0]!, b[0]!))
  }
}
