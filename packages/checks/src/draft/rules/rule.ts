/** What a checker of drafts is: the rule it serves, the kinds it reads, and what it finds there. */
import type { Words } from '../../types.ts'
import { type DraftOf, type Kind, kinds } from '../kinds.ts'
import type { Act, Offer } from '../parts.ts'
import type { DraftSettings } from '../settings.ts'

/** `path`: JSON pointer to the field, also when it is the field's absence that is wrong. */
export type Flag = { path: string; reason?: Words; rewrite?: Words }
export type Finder<K extends Kind> = (draft: DraftOf<K>, settings: DraftSettings) => Flag[]
export type DraftRule = { rule: string; kinds: readonly Kind[]; find(draft: unknown, settings: DraftSettings): Flag[] }

/** A checker whose draft has already been held against the shape of its kind. */
export function draftRule<K extends Kind>(rule: string, of: readonly K[], find: Finder<K>): DraftRule {
  return { rule, kinds: of, find: (draft, settings) => find(draft as DraftOf<K>, settings) }
}

/** What every kind may carry. */
type Common = Pick<DraftOf<'entry'>, 'offers' | 'gates' | 'media'>

/** A checker of gates, offers and media, whatever kind carries them. */
export function everywhere(rule: string, find: (draft: Common, settings: DraftSettings) => Flag[]): DraftRule {
  return draftRule(rule, kinds, find as Finder<Kind>)
}

/** Conditions of offers that name one of the acts. */
export function conditionsOn(draft: Common, acts: readonly Act[], fits: (offer: Offer) => boolean = () => true): Flag[] {
  return (draft.offers ?? []).flatMap((offer, o) =>
    fits(offer) ? offer.conditions.flatMap(({ act }, c) => (acts.includes(act) ? [{ path: `/offers/${o}/conditions/${c}` }] : [])) : [],
  )
}

/** Gates that wait for one of the acts. */
export function gatesOn({ gates = [] }: Common, acts: readonly Act[], fits: (needed: boolean) => boolean = () => true): Flag[] {
  return gates.flatMap(({ act, needed = false }, i) => (acts.includes(act) && fits(needed) ? [{ path: `/gates/${i}` }] : []))
}

/** One flag when it holds. */
export const when = (holds: boolean | undefined, path: string, zh?: string, en?: string): Flag[] =>
  holds ? [zh === undefined || en === undefined ? { path } : { path, reason: { zh, en } }] : []

/** Flags of a list, with the place of each item. */
export function each<T>(items: readonly T[] | undefined, find: (item: T, i: number) => Flag[]): Flag[] {
  return (items ?? []).flatMap(find)
}
