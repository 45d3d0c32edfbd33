import type { Round } from '../inbox/round.ts'

/** What identify calls said about persons; a later call wins over an earlier one. */
export async function rememberTraits({ db, rows }: Round): Promise<void> {
  const byPerson = new Map<string, { brand: string; person: number; traits: Record<string, unknown> }>()
  for (const row of [...rows].filter(row => row.traits && row.person > 0).sort((a, b) => a.at - b.at)) {
    const key = `${row.brand}\n${row.person}`
    const known = byPerson.get(key)
    if (known) Object.assign(known.traits, row.traits)
    else byPerson.set(key, { brand: row.brand, person: row.person, traits: { ...row.traits } })
  }
  if (byPerson.size === 0) return
  const list = [...byPerson.values()].sort((a, b) => a.person - b.person)
  await db.query(
    `update persons p set traits = p.traits || q.traits::jsonb
     from unnest(:brands::text[], :persons::int[], :traits::text[]) as q (brand, person, traits) where p.brand_id = q.brand and p.no = q.person`,
    { brands: list.map(p => p.brand), persons: list.map(p => p.person), traits: list.map(p => JSON.stringify(p.traits)) },
  )
}
