/** The body of a request: unpacked, held at once up to a limit, forms taken apart. */
import type { IncomingMessage } from 'node:http'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { ChException } from './exceptions.ts'

/** The largest unpacked body. A bigger INSERT should come in several. */
const longestBody = 512 * 1024 * 1024

export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const encoding = request.headers['content-encoding']
  const packed = encoding !== undefined && encoding !== '' && encoding !== 'identity'
  const unpacker = packed ? unpackerOf(encoding) : undefined
  if (unpacker) {
    request.on('error', error => unpacker.destroy(error))
    request.pipe(unpacker)
  }
  const chunks: Buffer[] = []
  let length = 0
  try {
    for await (const chunk of (unpacker ?? request) as AsyncIterable<Buffer>) {
      length += chunk.length
      if (length > longestBody)
        throw new ChException(307, 'TOO_MANY_BYTES', `The body holds more than ${longestBody} bytes; send it in several inserts`)
      chunks.push(chunk)
    }
  } catch (error) {
    if (error instanceof ChException) throw error
    throw new ChException(33, 'CANNOT_READ_ALL_DATA', `The body could not be read: ${(error as Error).message}`)
  }
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, length)
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
