/** An engine that could not be started or reached; the message says what to do about it. */
export class EngineError extends Error {
  override name = 'EngineError'
}

/** Where the engines write what happens to them: one line, and how bad it is. */
export type EngineLog = (level: 'info' | 'warn' | 'error', message: string) => void
