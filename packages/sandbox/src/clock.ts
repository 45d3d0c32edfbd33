/**
 * The world's clock. It runs from any instant at any speed, can be frozen and moved, and is the only time in the sandbox.
 * Real timers are used only to wait until the clock gets somewhere.
 */
export type ClockState = { worldMs: number; speed: number; frozen: boolean }

export class WorldClock {
  private worldMs: number
  private anchorMs: number
  private rate: number
  private stopped: boolean
  private readonly realNow: () => number
  private readonly watchers = new Set<() => void>()

  constructor(options: { now?: Date | number; speed?: number; frozen?: boolean; realNow?: () => number } = {}) {
    this.realNow = options.realNow ?? (() => Date.now())
    this.anchorMs = this.realNow()
    this.worldMs = options.now === undefined ? this.anchorMs : Number(options.now)
    this.rate = options.speed ?? 1
    this.stopped = options.frozen ?? false
  }

  /** Milliseconds since 1970 by the world's clock. */
  ms(): number {
    return this.stopped ? this.worldMs : this.worldMs + Math.round((this.realNow() - this.anchorMs) * this.rate)
  }
  now(): Date {
    return new Date(this.ms())
  }
  /** Whole seconds, as WeChat writes times. */
  seconds(): number {
    return Math.floor(this.ms() / 1000)
  }
  get speed(): number {
    return this.rate
  }
  get frozen(): boolean {
    return this.stopped
  }

  /** Moves, freezes or speeds the clock. `at` sets an instant, `by` adds milliseconds. */
  set(change: { at?: number; by?: number; speed?: number; frozen?: boolean }): void {
    this.worldMs = (change.at ?? this.ms()) + (change.by ?? 0)
    this.anchorMs = this.realNow()
    if (change.speed !== undefined) this.rate = change.speed
    if (change.frozen !== undefined) this.stopped = change.frozen
    for (const tell of this.watchers) tell()
  }

  /** Calls back whenever somebody moves the clock; returns the way to stop that. */
  onMove(tell: () => void): () => void {
    this.watchers.add(tell)
    return () => this.watchers.delete(tell)
  }

  get state(): ClockState {
    return { worldMs: this.ms(), speed: this.rate, frozen: this.stopped }
  }
  restore(state: ClockState): void {
    this.set({ at: state.worldMs, speed: state.speed, frozen: state.frozen })
  }
}
