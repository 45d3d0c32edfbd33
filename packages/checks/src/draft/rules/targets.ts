/** Where a draft leads, and what it says about it. */
import type { DraftOf, Kind } from '../kinds.ts'
import type { Target } from '../parts.ts'
import type { Subject } from '../relevance.ts'

/** `path`: pointer to the target. `about`: what the draft says; absent where a label is too short to compare. */
export type Led = { path: string; target: Target; about?: Subject }

export function targetsOf(draft: DraftOf<Kind>): Led[] {
  if ('inserts' in draft) {
    const about = { text: [draft.title, ...draft.paragraphs.map(p => p.text)].join(' '), tags: draft.tags ?? [] }
    return draft.inserts.map(({ target }, i) => ({ path: `/inserts/${i}/target`, target, about }))
  }
  if ('entries' in draft) return draft.entries.map(({ target }, i) => ({ path: `/entries/${i}/target`, target }))
  if ('buttons' in draft) return menuTargets(draft)
  if (!('target' in draft) || !draft.target) return []
  const said =
    'description' in draft || 'title' in draft
      ? `${draft.title ?? ''} ${('description' in draft && draft.description) || ''}`
      : saidBy(draft)
  const tags = 'tags' in draft ? (draft.tags ?? []) : []
  return [{ path: '/target', target: draft.target, ...(said.trim() !== '' || tags.length > 0 ? { about: { text: said, tags } } : {}) }]
}

/** A bare label says too little to be compared: “立即预约” leads to many pages. */
const saidBy = (draft: object): string => ('label' in draft && 'text' in draft && draft.text ? `${draft.label} ${draft.text}` : '')

function menuTargets({ buttons }: DraftOf<'menu'>): Led[] {
  return buttons.flatMap((button, b) => [
    ...(button.target ? [{ path: `/buttons/${b}/target`, target: button.target }] : []),
    ...(button.items ?? []).flatMap(({ target }, i) => (target ? [{ path: `/buttons/${b}/items/${i}/target`, target }] : [])),
  ])
}
