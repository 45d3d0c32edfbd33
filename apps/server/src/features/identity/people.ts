/**
 * The people of all brands as the worker sees them: ids known lately are answered from memory, the others are
 * settled in one set-based step a round.
 */
import { loadSql } from '../../infra/sql.ts'
import { eachLink, type IdentityRow, type Ids, identityColumns, nodeOf, primaryNode } from './nodes.ts'
import type { Link } from './resolve.ts'
import { type SettleDeps, type Settled, settle } from './settle.ts'

const sql = loadSql(new URL('./identity.sql', import.meta.url), ['find_identities', 'find_links', 'epochs'])

/** One row to be given a person; `person` 0 is nobody. `seq` orders sightings of one moment. */
export type Sighting = { ids: Ids; at: number; seq: number; person: number; joined: boolean; identity: string }

/**
 * What giving rows their persons changed: `merged` is all that happened to who is who between the epochs `since` and
 * `epoch`, or undefined when another process had a part in it.
 */
export type Changes = { since: number; epoch: number; merged: Settled['merged'] | undefined }

export type People = {
  /** Sets `person`, `joined` and `identity` of each row. */
  resolve(brandId: string, rows: readonly Sighting[]): Promise<Changes>
  /** Call at the start of a round: forgets brands where another process changed who is who. */
  refresh(brandIds: string[]): Promise<void>
  isJoined(brandId: string, person: number): boolean
}

/** Ids kept in memory per brand and generation; two generations are alive. */
const keep = 250_000

export function createPeople(deps: SettleDeps): People {
  const brands = new Map<string, BrandPeople>()
  const of = (brandId: string) => {
    let brand = brands.get(brandId)
    if (!brand) {
      brand = new BrandPeople()
      brands.set(brandId, brand)
    }
    return brand
  }

  async function learn(brandId: string, brand: BrandPeople, rows: readonly Sighting[], changes: Changes): Promise<void> {
    const nodes = new Map<string, number>()
    const links = new Map<string, Link>()
    for (const row of rows) {
      for (const node of Object.values(row.ids)) if (node && !(nodes.get(node)! <= row.at)) nodes.set(node, row.at)
      eachLink(row.ids, (a, b) => {
        const known = brand.link(a, b)
        if (known !== undefined && known <= row.at) return
        const key = linkKey(a, b)
        const other = links.get(key)
        if (!other || row.at < other.ms || (row.at === other.ms && row.seq < other.seq)) links.set(key, { a, b, ms: row.at, seq: row.seq })
      })
    }
    const unknown = new Map(nodes)
    const found = await deps.db.query<IdentityRow & { person: number; joined: boolean }>(sql.find_identities, {
      brand_id: brandId,
      ...identityColumns([...nodes.keys()]),
    })
    for (const row of found) {
      const node = nodeOf(row)
      unknown.delete(node)
      brand.learn(node, row.person, row.joined)
    }
    if (links.size > 0 && found.length > 0) {
      const list = [...links.values()]
      const known = await deps.db.query<{ a: string; b: string; first_ms: number }>(sql.find_links, {
        brand_id: brandId,
        as: list.map(l => l.a),
        bs: list.map(l => l.b),
      })
      for (const { a, b, first_ms } of known) {
        brand.learnLink(a, b, first_ms)
        if (first_ms <= links.get(linkKey(a, b))!.ms) links.delete(linkKey(a, b))
      }
    }
    if (unknown.size === 0 && links.size === 0) return
    for (const link of links.values()) for (const node of [link.a, link.b]) unknown.set(node, nodes.get(node)!)
    const settled = await settle(deps, brandId, { nodes: unknown, links: [...links.values()] })
    if (settled.epoch !== undefined) {
      if (brand.changed(settled.epoch)) changes.merged?.push(...settled.merged)
      else changes.merged = undefined
      changes.epoch = settled.epoch
    }
    for (const [node, person] of settled.persons) brand.learn(node, person, settled.joined.has(person))
    for (const link of links.values()) brand.learnLink(link.a, link.b, link.ms)
  }

  return {
    async resolve(brandId, rows) {
      const brand = of(brandId)
      const changes: Changes = { since: brand.epoch, epoch: brand.epoch, merged: [] }
      let missing = rows.filter(row => !brand.fill(row))
      // Others' ids may be moved by what this round brings, so those are looked at last, once all is written.
      for (let turn = 0; missing.length > 0; turn++) {
        if (turn === 3) throw new Error(`Persons of ${missing.length} rows could not be settled.`)
        const epoch = brand.epoch
        await learn(brandId, brand, missing, changes)
        missing = (brand.epoch === epoch ? missing : rows).filter(row => !brand.fill(row))
      }
      brand.age()
      return changes
    },
    async refresh(brandIds) {
      for (const row of await deps.db.query<{ id: string; identity_epoch: number }>(sql.epochs, { brand_ids: brandIds })) {
        const brand = of(row.id)
        if (brand.epoch !== row.identity_epoch) brand.forget(row.identity_epoch)
      }
    },
    isJoined: (brandId, person) => of(brandId).isJoined(person),
  }
}

const linkKey = (a: string, b: string) => `${a}|${b}`

class BrandPeople {
  epoch = 0
  #young = new Map<string, number>()
  #old = new Map<string, number>()
  #joined = new Uint8Array(1024)

  /** Answers a row from memory; false when something about it is new. */
  fill(row: Sighting): boolean {
    const { ids } = row
    const primary = primaryNode(ids)
    if (primary === undefined) return true
    const person = this.#get(primary)
    if (person === undefined) return false
    let familiar = true
    eachLink(ids, (a, b) => {
      const first = this.#get(linkKey(a, b))
      if (first === undefined || row.at < first) familiar = false
    })
    if (!familiar) return false
    row.person = person
    row.joined = this.#joined[person] === 1
    row.identity = primary
    return true
  }

  link(a: string, b: string): number | undefined {
    return this.#get(linkKey(a, b))
  }

  learn(node: string, person: number, joined: boolean): void {
    this.#young.set(node, person)
    if (person >= this.#joined.length) {
      const larger = new Uint8Array(Math.max(person + 1, this.#joined.length * 2))
      larger.set(this.#joined)
      this.#joined = larger
    }
    this.#joined[person] = joined ? 1 : 0
  }

  learnLink(a: string, b: string, ms: number): void {
    this.#young.set(linkKey(a, b), ms)
  }

  isJoined(person: number): boolean {
    return this.#joined[person] === 1
  }

  /** Our own change: true if nobody else's came in between, for then it is the next one. */
  changed(epoch: number): boolean {
    const next = epoch === this.epoch + 1
    if (next) this.epoch = epoch
    else this.forget(epoch)
    return next
  }

  forget(epoch: number): void {
    this.epoch = epoch
    this.#young.clear()
    this.#old.clear()
  }

  /** The generation before last goes. */
  age(): void {
    if (this.#young.size < keep) return
    this.#old = this.#young
    this.#young = new Map()
  }

  #get(key: string): number | undefined {
    const found = this.#young.get(key)
    if (found !== undefined) return found
    const older = this.#old.get(key)
    if (older !== undefined) this.#young.set(key, older)
    return older
  }
}
