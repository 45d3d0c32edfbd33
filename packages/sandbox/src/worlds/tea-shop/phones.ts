/** Phones that two people share: two UnionIDs, so a conflict, never a merge. */
import type { Person } from '../../facts.ts'
import { newcomers } from '../people.ts'
import { planted } from './planted.ts'

const step = Math.round(2 / planted.sharedPhones.shareOfPeople)

/** Is this person one of a pair with one phone? Both then give it, whatever they buy, and both UnionIDs are known. */
export function sharesPhone(index: number): boolean {
  return index >= newcomers && (index - newcomers) % step <= 1
}

/** Gives the second of each pair the phone of the first. */
export function sharePhones(persons: readonly Person[]): void {
  for (let index = newcomers; index + 1 < persons.length; index += step) persons[index + 1]!.phone = persons[index]!.phone
}
