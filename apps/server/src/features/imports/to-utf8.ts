import { isUtf8 } from 'node:buffer'
import { Transform, type TransformCallback } from 'node:stream'
import { TextDecoder } from 'node:util'

/**
 * Bytes of a text file as UTF-8. Spreadsheets in Chinese are often saved as GBK (read as GB 18030, which contains it) or
 * UTF-16 with a mark; the first bytes that are not ASCII decide, and what is UTF-8 already passes untouched.
 */
export function toUtf8(): Transform {
  return new ToUtf8()
}

class ToUtf8 extends Transform {
  private decoder: TextDecoder | 'none' | undefined
  private first = true

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.decoder ??= decoderFor(chunk, this.first)
    this.first = false
    done(null, this.decoder instanceof TextDecoder ? this.decoder.decode(chunk, { stream: true }) : chunk)
  }

  override _flush(done: TransformCallback): void {
    done(null, this.decoder instanceof TextDecoder ? this.decoder.decode() : undefined)
  }
}

/** Undefined while nothing but ASCII was seen. */
function decoderFor(chunk: Buffer, first: boolean): TextDecoder | 'none' | undefined {
  if (first && chunk[0] === 0xff && chunk[1] === 0xfe) return new TextDecoder('utf-16le')
  if (first && chunk[0] === 0xfe && chunk[1] === 0xff) return new TextDecoder('utf-16be')
  const from = chunk.findIndex(byte => byte > 0x7f)
  if (from < 0) return undefined
  return isUtf8(whole(chunk.subarray(from))) ? 'none' : new TextDecoder('gb18030')
}

/** Without a character that the next chunk continues: at most three bytes of UTF-8. */
function whole(bytes: Buffer): Buffer {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!
    if (byte < 0x80) return bytes
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 0
    if (length > 0) return length > back ? bytes.subarray(0, bytes.length - back) : bytes
  }
  return bytes
}
