/** What an uploaded file really is, by its first bytes: WeChat believes neither names nor content types. */
import type { MediaKind, Upload } from '@wematrix/wechat'
import { Refusal } from '../api/on.ts'

export type FileFormat = { extension: 'jpg' | 'png' | 'gif' | 'bmp' | 'amr' | 'mp3' | 'mp4' | 'speex'; mime: string }

const starts = (data: Uint8Array, ...bytes: number[]) => bytes.every((byte, n) => data[n] === byte)
const text = (data: Uint8Array, from: number, to: number) => Buffer.from(data.subarray(from, to)).toString('latin1')

/** Undefined when it is none of the formats that WeChat takes. */
export function formatOf(data: Uint8Array): FileFormat | undefined {
  if (starts(data, 0xff, 0xd8, 0xff)) return { extension: 'jpg', mime: 'image/jpeg' }
  if (starts(data, 0x89, 0x50, 0x4e, 0x47)) return { extension: 'png', mime: 'image/png' }
  if (text(data, 0, 4) === 'GIF8') return { extension: 'gif', mime: 'image/gif' }
  if (text(data, 0, 2) === 'BM') return { extension: 'bmp', mime: 'image/bmp' }
  if (text(data, 0, 5) === '#!AMR') return { extension: 'amr', mime: 'audio/amr' }
  if (text(data, 0, 7) === '#!SPEEX') return { extension: 'speex', mime: 'audio/speex' }
  if (text(data, 0, 3) === 'ID3' || (data[0] === 0xff && (data[1]! & 0xe6) === 0xe2)) return { extension: 'mp3', mime: 'audio/mpeg' }
  if (text(data, 4, 8) === 'ftyp') return { extension: 'mp4', mime: 'video/mp4' }
  return undefined
}

const megabyte = 1_048_576
type Limit = { formats: readonly string[]; maxBytes: number; tooLarge: number; wrongFormat: number }

/** The page names 10 MB and 2 MB for pictures: the larger holds. */
const limits: Record<MediaKind, Limit> = {
  image: { formats: ['jpg', 'png', 'gif', 'bmp'], maxBytes: 10 * megabyte, tooLarge: 40009, wrongFormat: 40137 },
  voice: { formats: ['amr', 'mp3'], maxBytes: 2 * megabyte, tooLarge: 40010, wrongFormat: 40005 },
  video: { formats: ['mp4'], maxBytes: 10 * megabyte, tooLarge: 40011, wrongFormat: 40005 },
  thumb: { formats: ['jpg'], maxBytes: 64 * 1024, tooLarge: 40012, wrongFormat: 40137 },
}
/** For pictures inside articles: below 1 MB. */
const articlePicture: Limit = { formats: ['jpg', 'png'], maxBytes: megabyte - 1, tooLarge: 40009, wrongFormat: 40137 }
const mostVoiceSeconds = 60

/**
 * The format of an upload of this kind.
 * Throws 40004 unknown kind, 41005 no file, 44001 empty, 40005 or 40137 format, 40009-40012 size, 45007 voice over 60 s.
 */
export function checkUpload(kind: unknown, media: unknown): FileFormat {
  const limit = kind === 'article' ? articlePicture : Object.hasOwn(limits, String(kind)) ? limits[kind as MediaKind] : undefined
  if (!limit) throw new Refusal(40004, 'invalid media type')
  if (!isUpload(media)) throw new Refusal(41005, 'media data missing')
  const { data } = media
  if (data.length === 0) throw new Refusal(44001, 'empty media data')
  const format = formatOf(data)
  if (!format || !limit.formats.includes(format.extension))
    throw new Refusal(limit.wrongFormat, limit.wrongFormat === 40137 ? 'invalid image format' : 'invalid file type')
  if (data.length > limit.maxBytes) throw new Refusal(limit.tooLarge, 'invalid file size')
  if (kind === 'voice' && voiceSeconds(data, format) > mostVoiceSeconds) throw new Refusal(45007, 'playtime out of limit')
  return format
}

function isUpload(value: unknown): value is Upload {
  return typeof value === 'object' && value !== null && 'data' in value && value.data instanceof Uint8Array
}

/** Bytes of an AMR frame by its type; each lasts 20 ms. */
const amrFrames = [13, 14, 16, 18, 20, 21, 27, 32, 6]
const mp3Kilobits = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320]

/** Seconds of a voice: AMR by its frames, MP3 by the bit rate of its first frame. */
export function voiceSeconds(data: Uint8Array, { extension }: FileFormat): number {
  if (extension === 'amr') {
    let frames = 0
    for (let at = 6; at < data.length; at += amrFrames[(data[at]! >> 3) & 15] ?? 1) frames++
    return frames / 50
  }
  const at = data.findIndex((byte, n) => byte === 0xff && ((data[n + 1] ?? 0) & 0xe6) === 0xe2)
  const kilobits = mp3Kilobits[(data[at + 2] ?? 0) >> 4] ?? 0
  return at < 0 || kilobits === 0 ? 0 : ((data.length - at) * 8) / (kilobits * 1000)
}
