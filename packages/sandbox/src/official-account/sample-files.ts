/** What people photograph, say and film: files of a few bytes that begin as their format does. */
import type { FileFormat } from './media-files.ts'

type Sample = { name: string; data: Uint8Array; format: FileFormat }
const bytes = (head: string, size: number) => {
  const data = new Uint8Array(size)
  data.set(Buffer.from(head, 'latin1'))
  return data
}

export const samples = {
  image: (): Sample => ({ name: 'photo.jpg', data: bytes('\xff\xd8\xff\xe0', 256), format: { extension: 'jpg', mime: 'image/jpeg' } }),
  /** AMR at 12.2 kbit/s: frames of 32 bytes, 50 a second. */
  voice: (seconds = 1): Sample => {
    const data = bytes('#!AMR\n', 6 + 32 * 50 * seconds)
    for (let at = 6; at < data.length; at += 32) data[at] = 0x3c
    return { name: 'voice.amr', data, format: { extension: 'amr', mime: 'audio/amr' } }
  },
  video: (): Sample => ({ name: 'video.mp4', data: bytes('\0\0\0\x18ftypmp42', 256), format: { extension: 'mp4', mime: 'video/mp4' } }),
  speex: (seconds = 1): Uint8Array => bytes('#!SPEEX', 7 + 100 * seconds),
}
