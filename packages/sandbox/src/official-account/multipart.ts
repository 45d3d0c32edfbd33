/** Reads `multipart/form-data` as WeChat's upload endpoints do: files become uploads, everything else text. */
import type { Upload } from '@wematrix/wechat'

/** Parts by their name; a body without a boundary has none. A part without a file name is text. */
export function readMultipart(body: Buffer, contentType: string): Record<string, string | Upload> {
  const boundary = /multipart\/form-data.*boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType)
  if (!boundary) return {}
  const first = Buffer.from(`--${boundary[1] ?? boundary[2]}`)
  const next = Buffer.from(`\r\n${first}`)
  const parts: Record<string, string | Upload> = {}
  let start = body.indexOf(first) + first.length
  for (let end = body.indexOf(next, start); end >= 0; end = body.indexOf(next, start)) {
    const part = readPart(body.subarray(start, end))
    if (part) parts[part.name] = part.value
    start = end + next.length
  }
  return parts
}

/** One part, from the end of its boundary to the line break before the next. */
function readPart(part: Buffer): { name: string; value: string | Upload } | undefined {
  const split = part.indexOf('\r\n\r\n')
  if (split < 0) return undefined
  const head = part.subarray(0, split).toString('utf8')
  const name = field(head, 'name')
  if (name === undefined) return undefined
  const data = part.subarray(split + 4)
  const filename = field(head, 'filename') ?? field(head, 'filename\\*')
  if (filename === undefined) return { name, value: data.toString('utf8') }
  const contentType = /^content-type:\s*(\S+)/im.exec(head)?.[1] ?? 'application/octet-stream'
  return { name, value: { filename, contentType, data: new Uint8Array(data) } }
}

function field(head: string, name: string): string | undefined {
  const found = new RegExp(`content-disposition:.*[;\\s]${name}=(?:"((?:[^"\\\\]|\\\\.)*)"|([^;\\s]+))`, 'i').exec(head)
  return found ? (found[1] ?? found[2] ?? '').replace(/\\(.)/g, '$1') : undefined
}
