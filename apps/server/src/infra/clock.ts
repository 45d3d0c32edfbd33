/** The only source of time. Tests and rehearsals hand in one that moves when told. */
export type Clock = { now(): Date }

export const systemClock: Clock = { now: () => new Date() }

/** A clock that stands still until it is moved. */
export type MovableClock = Clock & { set(at: Date | string): void; advance(ms: number): void }

/** @param start  the first moment, default 2026-03-01 00:00 UTC */
export function movableClock(start: Date | string = '2026-03-01T00:00:00.000Z'): MovableClock {
  let ms = new Date(start).getTime()
  return {
    now: () => new Date(ms),
    set: at => {
      ms = new Date(at).getTime()
    },
    advance: by => {
      ms += by
    },
  }
}
