/** The body of a request: unpacked piece by piece, held at once when it is a statement, forms taken apart. */
import type { IncomingMessage } from 'node:http'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { ChException } from './exceptions.ts'

/** The longest body that is not the data of an INSERT whose statement came in the URL. */
const longest = 256 * 1024 * 1024

/** The body's bytes as they come, unpacked. What breaks while reading is told as ClickHouse tells it. */
export async function* unpacked(request: IncomingMessage): AsyncGenerator<Buffer> {
  const encoding = request.headers['content-encoding'] ?? ''
  const unpacker = encoding === '' || encoding === 'identity' ? undefined : unpackerOf(encoding)
  if (unpacker) {
    request.on('error', error => unpacker.destroy(error))
    request.on('aborted', () => unpacker.destroy(new Error('the sender went away')))
    request.pipe(unpacker)
  }
  try {
    yield* (unpacker ?? request) as AsyncIterable<Buffer>
  } catch (error) {
    if (error instanceof ChException) throw error
    throw new ChException(33, 'CANNOT_READ_ALL_DATA', `The body could not be read: ${(error as Error).message}`)
  }
}

export async function readWhole(body: AsyncIterable<Buffer>): Promise<Buffer> {
  const pieces: Buffer[] = []
  let length = 0
  for await (const piece of body) {
    length += piece.length
    if (length > longest) {
      throw new ChException(
        307,
        'TOO_MANY_BYTES',
        `The statement holds more than ${longest} bytes; give the INSERT in the URL and its data in the body`,
      )
    }
    pieces.push(piece)
  }
  return Buffer.concat(pieces, length)
}

function unpackerOf(encoding: string) {
  if (encoding === 'gzip' || encoding === 'x-gzip') return createGunzip()
  if (encoding === 'deflate') return createInflate()
  if (encoding === 'br') return createBrotliDecompress()
  throw new ChException(48, 'NOT_IMPLEMENTED', `Content-Encoding ${encoding} is not understood; use gzip, deflate or br`)
}

/** The fields of a form; the client sends long parameters so. */
export function readForm(body: Buffer, contentType: string): { name: string; value: string }[] {
  const boundary = /boundary="?([^";]+)"?/i.exec(contentType)?.[1]
  if (!boundary) throw new ChException(36, 'BAD_ARGUMENTS', 'A form needs a boundary')
  const fields: { name: string; value: string }[] = []
  // Latin-1 keeps every byte, so that a boundary search cannot split a character.
  for (const part of body.toString('latin1').split(`--${boundary}`).slice(1)) {
    if (part.startsWith('--')) break
    const end = part.indexOf('\r\n\r\n')
    const name = /name="([^"]*)"/.exec(part.slice(0, end))?.[1]
    if (end < 0 || name === undefined) continue
    fields.push({ name, value: Buffer.from(part.slice(end + 4).replace(/\r\n$/, ''), 'latin1').toString('utf8') })
  }
  return fields
}
