/** Public ids of persons and events, and cursors. */
import { AppError } from '../../errors.ts'

export const personId = (no: number) => `per_${no}`
export const eventId = (batch: string, n: number | string) => `evt_${batch}_${n}`

/** `per_17` → 17. Throws `not_found` for anything else. */
export function personNo(id: string): number {
  const no = Number(/^per_(\d{1,10})$/.exec(id)?.[1])
  if (!Number.isInteger(no) || no < 1 || no > 2_147_483_647) throw new AppError('not_found', `There is no person ${id}.`)
  return no
}

/** A cursor is a list of numbers and texts as base64url JSON. */
export const writeCursor = (parts: readonly (string | number)[]) => Buffer.from(JSON.stringify(parts)).toString('base64url')

/** Throws `invalid_input` when it is not a list of so many numbers or texts. */
export function readCursor(cursor: string | undefined, length: number): (string | number)[] | undefined {
  if (cursor === undefined || cursor === '') return undefined
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    if (Array.isArray(parts) && parts.length === length && parts.every(part => typeof part === 'string' || Number.isFinite(part)))
      return parts
  } catch {
    // Answered below.
  }
  throw new AppError('invalid_input', 'This cursor is none of ours; begin with the first page.')
}
