/** Pixels of a PNG or JPEG, within limits: what is larger, cut off or a bomb is not decoded. */
import jpeg from 'jpeg-js'
import { PNG } from 'pngjs'
import { type ImageHead, nameAt, viewOf } from './image-head.ts'

/** 20 million pixels are 80 MB decoded; a phone's picture has 12. */
export const maxPixels = 20_000_000
/** An interlaced PNG inflates without bound (1,032 : 1); up to this many bytes that is 66 MB. */
const maxInterlacedBytes = 64 * 1024

/** One byte a pixel, row by row; see-through parts stand on white. */
export type Grey = { width: number; height: number; data: Uint8ClampedArray }
export type Pixels = { width: number; height: number; rgba: Uint8Array }

/** The pixels; null where the format is only known by its head (GIF, BMP, WebP). @throws {Error} a sentence on why not. */
export function decode(bytes: Uint8Array, head: ImageHead): Pixels | null {
  if (head.format !== 'png' && head.format !== 'jpeg') return null
  if (head.width * head.height > maxPixels) throw new Error(`it has ${head.width} × ${head.height} pixels`)
  if (head.format === 'png' && headsOf(bytes) !== 1) throw new Error('it has more than one head')
  if (head.interlaced && bytes.length > maxInterlacedBytes) throw new Error('it is interlaced')
  const { width, height, data } =
    head.format === 'png'
      ? PNG.sync.read(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
      : jpeg.decode(bytes, { useTArray: true, formatAsRGBA: true, maxResolutionInMP: maxPixels / 1e6, maxMemoryUsageInMB: 512 })
  if (data.length < width * height * 4) throw new Error('it ends too early')
  return { width, height, rgba: data }
}

/** IHDR chunks of a PNG: a second one could name another size than the one that was looked at. */
function headsOf(bytes: Uint8Array): number {
  const view = viewOf(bytes)
  let heads = 0
  for (let at = 8; at + 8 <= bytes.length; at += 12 + view.getUint32(at)) if (nameAt(bytes, at + 4) === 'IHDR') heads++
  return heads
}

export type Area = { left: number; top: number; width: number; height: number }

/** Grey by ITU-R BT.601 of an area (all of it), the longer side at most `maxSide` pixels: each is the mean of those it stands for. */
export function toGrey({ width, height, rgba }: Pixels, maxSide: number, area: Area = { left: 0, top: 0, width, height }): Grey {
  const step = Math.max(1, Math.ceil(Math.max(area.width, area.height) / maxSide))
  const [w, h] = [Math.max(1, Math.floor(area.width / step)), Math.max(1, Math.floor(area.height / step))]
  const data = new Uint8ClampedArray(w * h)
  for (let y = 0; y < h; y++) {
    const [top, bottom] = [area.top + y * step, Math.min(height, area.top + (y + 1) * step)]
    for (let x = 0; x < w; x++) {
      const [left, right] = [area.left + x * step, Math.min(width, area.left + (x + 1) * step)]
      let sum = 0
      for (let v = top; v < bottom; v++) for (let u = left; u < right; u++) sum += greyAt(rgba, (v * width + u) * 4)
      data[y * w + x] = sum / ((right - left) * (bottom - top))
    }
  }
  return { width: w, height: h, data }
}

function greyAt(rgba: Uint8Array, at: number): number {
  const alpha = rgba[at + 3]! / 255
  return (0.299 * rgba[at]! + 0.587 * rgba[at + 1]! + 0.114 * rgba[at + 2]!) * alpha + 255 * (1 - alpha)
}
