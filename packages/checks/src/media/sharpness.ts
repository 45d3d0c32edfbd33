/**
 * How sharp a picture is: the variance of its Laplacian (kernel 0 1 0 / 1 −4 1 / 0 1 0) over a grey copy of at most 512 pixels,
 * taken over 4 × 4 tiles; the sharpest tile counts, so that a blurred background or a calm poster is no fault. Under 100 no part
 * of it is sharp. Source: Pech-Pacheco et al., Diatom autofocusing in brightfield microscopy, ICPR 2000; 100 is the threshold
 * in common use with it on 8-bit grey.
 */
import type { Grey } from './picture.ts'

export const sharpnessSide = 512
const tilesAcross = 4

/** Variance of the sharpest tile; null: the picture is one plain area (or under 32 pixels), where nothing could be sharp. */
export function sharpness(grey: Grey): number | null {
  const [w, h] = [Math.floor(grey.width / tilesAcross), Math.floor(grey.height / tilesAcross)]
  if (w < 8 || h < 8 || isPlain(grey)) return null
  let most = 0
  for (let ty = 0; ty < tilesAcross; ty++) {
    for (let tx = 0; tx < tilesAcross; tx++) most = Math.max(most, variance(grey, tx * w, ty * h, w, h))
  }
  return most
}

function variance({ width, height, data }: Grey, left: number, top: number, w: number, h: number): number {
  let [count, sum, squares] = [0, 0, 0]
  for (let y = Math.max(1, top); y < Math.min(height - 1, top + h); y++) {
    for (let x = Math.max(1, left); x < Math.min(width - 1, left + w); x++) {
      const at = y * width + x
      const laplacian = data[at - 1]! + data[at + 1]! + data[at - width]! + data[at + width]! - 4 * data[at]!
      count++
      sum += laplacian
      squares += laplacian * laplacian
    }
  }
  return squares / count - (sum / count) ** 2
}

/** Darkest and lightest lie within a few steps of each other. */
function isPlain({ data }: Grey): boolean {
  let [least, most] = [255, 0]
  for (const value of data) {
    if (value < least) least = value
    if (value > most) most = value
  }
  return most - least < 12
}
