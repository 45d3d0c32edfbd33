/** Which import is this? The same file with the same mapping is the same one, wherever its bytes come from. */
import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { AppError } from '../../errors.ts'
import type { ImportInput } from './import-file.ts'

/** Of the file, the mapping and the carrier: another mapping is another import. Throws `not_found` when it cannot be read. */
export async function fileHash(
  open: () => Readable,
  { file, mapping = {}, carrierId = '' }: Pick<ImportInput, 'file' | 'mapping' | 'carrierId'>,
): Promise<string> {
  // Whatever the order in which the fields were given, or the database gave them back.
  const fields = Object.entries(mapping).sort(([a], [b]) => (a < b ? -1 : 1))
  const hash = createHash('sha256')
    .update(JSON.stringify(Object.fromEntries(fields)))
    .update(carrierId)
  try {
    for await (const part of open()) hash.update(part as Buffer)
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    throw new AppError('not_found', `Cannot read ${file}: ${(cause as Error).message}`, { cause })
  }
  return hash.digest('hex')
}

export function importId(brandId: string, hash: string): string {
  return `imp_${createHash('sha256').update(`${brandId}\n${hash}`).digest('hex').slice(0, 26)}`
}
