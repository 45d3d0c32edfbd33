import type { InboxBatch } from './round.ts'

/**
 * Finds the batch that a round fails on: the next rounds are half as large, until one batch fails alone.
 * Failures of the databases themselves are nobody's fault and change nothing.
 */
export class Batcher {
  items: number
  readonly #most: number
  #good = 0

  constructor(most: number) {
    this.#most = most
    this.items = most
  }

  succeeded(): void {
    if (this.items < this.#most && ++this.#good >= 3) {
      this.#good = 0
      this.items = Math.min(this.#most, this.items * 4)
    }
  }

  /** The batch to be parked, when it failed alone. */
  failed(batches: readonly InboxBatch[]): InboxBatch | undefined {
    this.#good = 0
    if (batches.length === 1) return batches[0]
    const items = batches.reduce((sum, batch) => sum + batch.items, 0)
    this.items = Math.max(1, Math.floor(Math.min(this.items, items) / 2))
    return undefined
  }
}

/** SQLSTATE classes and ClickHouse codes that speak of the store and not of the data. */
const pgStoreClasses = new Set(['08', '53', '54', '55', '57', '58', '40', 'XX'])
const chStoreCodes = new Set([
  '3',
  '159',
  '160',
  '164',
  '173',
  '202',
  '209',
  '210',
  '241',
  '242',
  '243',
  '252',
  '319',
  '394',
  '425',
  '439',
  '499',
  '516',
  '999',
])
const socketCodes = /^(ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENOTFOUND|EAI_AGAIN|ENOENT|EMFILE|UND_ERR|HTTP_)/

export function isStoreFailure(error: unknown): boolean {
  const { code, message = '' } = (error ?? {}) as { code?: string; message?: string }
  if (code === undefined) return /connection|terminated|timeout|timed out|socket hang up|aborted|not accepting/i.test(message)
  if (socketCodes.test(code)) return true
  return code.length === 5 ? pgStoreClasses.has(code.slice(0, 2)) : chStoreCodes.has(code)
}
