/**
 * What is due at an instant of the world's clock: repeats of notifications, tickets, refunds that come through. The list is part of
 * the world's state, so snapshots keep it; a clock that jumps runs everything it passed, in order.
 */
import type { Realm } from './state/realm.ts'
import type { Due } from './state/state.ts'

/** Node's longest timer. */
const longestMs = 2 ** 31 - 1

export class Agenda {
  private readonly realm: Realm
  private readonly work = new Map<string, (due: Due) => Promise<void> | void>()
  private readonly forget: () => void
  private timer: NodeJS.Timeout | undefined
  private running = 0
  private idle: (() => void)[] = []
  private closed = false

  constructor(realm: Realm) {
    this.realm = realm
    this.forget = realm.clock.onMove(() => this.arm())
  }

  /** Who does things of this kind. */
  on(kind: string, work: (due: Due) => Promise<void> | void): void {
    this.work.set(kind, work)
  }

  add(due: Due): void {
    this.realm.state.agenda.push(due)
    this.arm()
  }

  /** Strikes out what is not done yet. */
  drop(kind: string, ref?: string): void {
    const { state } = this.realm
    state.agenda = state.agenda.filter(due => due.kind !== kind || (ref !== undefined && due.ref !== ref))
  }

  /** Resolves when nothing is due or under way. */
  async settled(): Promise<void> {
    for (;;) {
      this.run()
      if (this.running === 0 && !this.isDue()) return
      await new Promise<void>(resolve => this.idle.push(resolve))
    }
  }

  close(): void {
    this.closed = true
    this.forget()
    clearTimeout(this.timer)
  }

  private isDue(): boolean {
    const now = this.realm.clock.ms()
    return this.realm.state.agenda.some(({ at }) => at <= now)
  }

  /** Waits in real time until the clock gets to the next thing; a frozen clock waits for nothing. */
  arm(): void {
    clearTimeout(this.timer)
    const { clock, state } = this.realm
    if (this.closed || state.agenda.length === 0) return
    const waitMs = Math.min(...state.agenda.map(({ at }) => at)) - clock.ms()
    if (waitMs > 0 && clock.frozen) return
    this.timer = setTimeout(() => this.run(), Math.min(longestMs, Math.max(0, Math.ceil(waitMs / clock.speed))))
    this.timer.unref()
  }

  private run(): void {
    if (this.closed) return
    const { state, clock } = this.realm
    const now = clock.ms()
    const due = state.agenda.filter(({ at }) => at <= now).sort((a, b) => a.at - b.at)
    state.agenda = state.agenda.filter(({ at }) => at > now)
    for (const one of due) void this.start(one)
    this.arm()
  }

  private async start(due: Due): Promise<void> {
    this.running++
    try {
      await this.work.get(due.kind)?.(due)
    } finally {
      this.running--
      for (const tell of this.idle.splice(0)) tell()
    }
  }
}
