/** Who a person is before anything happens: when they come, where from, which carriers they will use, how keen they are. */
import type { Random } from '../random.ts'
import { weekFactor } from './rhythm.ts'

/** Where a person meets the brand first. */
export type Origin = 'mini_program' | 'official_account' | 'channels'

export type Persona = {
  /** Keenness with mean 1: raises visits, crossings and orders alike; the hidden cause behind most of the multi-carrier gap. */
  keenness: number
  origin: Origin
  joinDay: number
  usesMiniProgram: boolean
  follows: boolean
  watches: boolean
  /** Uses two carriers or more, by plan. */
  multi: boolean
  /** The Mini Program never learns this person's UnionID (an old release without login). */
  noUnion: boolean
}

/** A day in [first, last]: the opening fortnight draws twice the people, weekends more than weekdays. */
function joinDayOf(random: Random, first: number, last: number): number {
  for (;;) {
    const day = random.integer(first, last)
    const pull = (day - first < 14 ? 1 : 0.5) * (weekFactor(day) / 1.2)
    if (random.chance(pull)) return day
  }
}

/** Draws a person. Crossing to another carrier grows with keenness, so multi-carrier people are keener to begin with. */
export function drawPersona(random: Random, first: number, last: number, noUnionShare: number): Persona {
  const keenness = random.lognormal(0.55)
  const origin = (['mini_program', 'official_account', 'channels'] as const)[random.weighted([48, 24, 28])]!
  const joinDay = joinDayOf(random, first, last)
  const cross = (p: number) => random.chance(Math.min(0.95, p * keenness ** 0.4))
  const usesMiniProgram = origin === 'mini_program' || cross(origin === 'official_account' ? 0.72 : 0.7)
  const follows = origin === 'official_account' || cross(origin === 'channels' ? 0.34 : 0.3)
  const watches = origin === 'channels' || cross(0.3)
  const visible = (usesMiniProgram ? 1 : 0) + (follows ? 1 : 0)
  return {
    keenness,
    origin,
    joinDay,
    usesMiniProgram: usesMiniProgram || !visible,
    follows,
    watches,
    multi: visible === 2 || watches,
    noUnion: random.chance(noUnionShare * 1.18),
  }
}
