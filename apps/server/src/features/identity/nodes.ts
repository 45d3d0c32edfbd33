/** Ids as node names (`o:app:openid`, `u:unionid`, `e:external`, `p:phone hash`, `d:device`) and as rows of `identities`. */

export type IdentityKind = 'openid' | 'unionid' | 'external' | 'phone' | 'anonymous'
export type IdentityRow = { kind: IdentityKind; app_id: string; value: string }

/**
 * The ids of one row, as node names; the strongest that is there names the person. `previous` and `device` are what an
 * alias call says that `external` was known by before.
 */
export type Ids = {
  openid?: string
  unionid?: string
  external?: string
  phone?: string
  anonymous?: string
  previous?: string
  device?: string
}

const letters = { openid: 'o', unionid: 'u', external: 'e', phone: 'p', anonymous: 'd' } as const
const kinds: Record<string, IdentityKind> = { o: 'openid', u: 'unionid', e: 'external', p: 'phone', d: 'anonymous' }

export const openidNode = (appId: string, openid: string) => `o:${appId}:${openid}`

export function nodeOf(row: IdentityRow): string {
  return row.kind === 'openid' ? openidNode(row.app_id, row.value) : `${letters[row.kind]}:${row.value}`
}

export function identityOf(node: string): IdentityRow {
  const kind = kinds[node[0]!]!
  if (kind !== 'openid') return { kind, app_id: '', value: node.slice(2) }
  const colon = node.indexOf(':', 2)
  return { kind, app_id: node.slice(2, colon), value: node.slice(colon + 1) }
}

/** The id that stands for the row. A device comes last: by itself it joins nothing, and it names a person only when nothing else does. */
export function primaryNode(ids: Ids): string | undefined {
  return ids.openid ?? ids.unionid ?? ids.external ?? ids.phone ?? ids.anonymous
}

/** What the row says belongs together, calling back with the pair in the order that links are kept in. */
export function eachLink(ids: Ids, saw: (a: string, b: string) => void): void {
  const holder = ids.openid ?? ids.unionid
  if (ids.openid && ids.unionid) saw(ids.openid, ids.unionid)
  if (ids.external && holder) saw(holder, ids.external)
  if (ids.phone && holder) saw(holder, ids.phone)
  else if (ids.phone && ids.external) saw(ids.external, ids.phone)
  if (ids.previous && ids.external) saw(ids.previous, ids.external)
  if (ids.device && ids.external) saw(ids.device, ids.external)
}

/** Columns for `unnest`. */
export function identityColumns(nodes: readonly string[]): { kinds: string[]; apps: string[]; values: string[] } {
  const rows = nodes.map(identityOf)
  return { kinds: rows.map(r => r.kind), apps: rows.map(r => r.app_id), values: rows.map(r => r.value) }
}
