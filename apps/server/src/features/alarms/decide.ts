/** When the group is told of a trouble. Pure: the caller reads the state, sends and writes. */

export type TroubleState = { since: Date; toldAt: Date | null; clearAt: Date | null; saidOver: boolean }

/** `forget`: nothing is left to say and the hour is over. */
export type Decision = { tell: 'begin' | 'still' | 'over' | null; next: TroubleState } | { forget: true }

const hourMs = 3_600_000
/** A trouble that lasts is told again this often. */
const remindMs = 6 * hourMs
/** Well for so long, it is over: what comes and goes is one trouble. */
const overMs = 9 * 60_000

/**
 * At most one message that it is wrong in an hour, whatever it does meanwhile, and one when it is over.
 * @param found  whether it is wrong now
 * @param lasting  false: told once, never reminded of (a file that failed)
 */
export function decide(known: TroubleState | undefined, found: boolean, now: Date, lasting = true): Decision {
  const ago = (at: Date | null) => (at ? now.getTime() - at.getTime() : Number.POSITIVE_INFINITY)
  if (found) {
    const state: TroubleState =
      known && !known.saidOver ? { ...known, clearAt: null } : { since: now, toldAt: known?.toldAt ?? null, clearAt: null, saidOver: false }
    const told = state.toldAt !== null && state.toldAt >= state.since
    if (!told) return ago(state.toldAt) >= hourMs ? { tell: 'begin', next: { ...state, toldAt: now } } : { tell: null, next: state }
    return lasting && ago(state.toldAt) >= remindMs ? { tell: 'still', next: { ...state, toldAt: now } } : { tell: null, next: state }
  }
  if (!known) return { forget: true }
  if (known.saidOver) return ago(known.toldAt) >= hourMs ? { forget: true } : { tell: null, next: known }
  const clearAt = known.clearAt ?? now
  if (ago(clearAt) < overMs) return { tell: null, next: { ...known, clearAt } }
  // What the group never heard of needs no end.
  if (known.toldAt === null || known.toldAt < known.since)
    return known.toldAt === null ? { forget: true } : { tell: null, next: { ...known, clearAt, saidOver: true } }
  return { tell: 'over', next: { ...known, clearAt, saidOver: true } }
}
