/** An engine that could not be started or reached; the message says what to do about it. */
export class EngineError extends Error {
  override name = 'EngineError'
}

/** Where the engines write what happens to them: one line, and how bad it is. */
export type EngineLog = (level: 'info' | 'warn' | 'error', message: string) => void

const broken = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOENT', '57P01', '57P02', '57P03', '08000', '08003', '08006'])

/**
 * True when an engine was not there or went away during a request: it is being started again, so the request may be
 * sent again. What it did is unknown: look before writing twice. Any other error comes from the request itself.
 */
export function isConnectionError(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code } = error as NodeJS.ErrnoException
  return (
    (code !== undefined && broken.has(code)) ||
    /socket hang up|Connection terminated|^aborted$/i.test(error.message) ||
    isConnectionError(error.cause)
  )
}
