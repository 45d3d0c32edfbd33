/** What a picture must be like where it stands. Ratios are width ÷ height; KB and MB are 1024's. */
import type { ImageFormat } from './image-head.ts'

export type ImageLimits = {
  /** Any of them; the picture may differ by `ratioSlack`. */
  ratios?: readonly number[]
  least?: { width: number; height: number }
  mostBytes: number
  formats: readonly ImageFormat[]
}
export type VideoLimits = { seconds: readonly [number, number]; hookSeconds: number; mostBytes: number; ratios: readonly number[] }

/** How far a ratio may be off before something is cut: 3 %. */
export const ratioSlack = 0.03

const KB = 1024
const MB = 1024 * KB
const common = ['jpeg', 'png'] as const

/** Limits of size and format: WeChat's own, from its interface documentation. Ratios: what each place cuts to. */
export const imagePlaces = {
  /** Mini Program card in an article: 1080 × 864, jpg. */
  article_card: { ratios: [5 / 4], least: { width: 520, height: 416 }, mostBytes: 1 * MB, formats: common },
  /** Mini Program card in a message; its picture is a thumb (jpg, 64 KB) or an image of the library. */
  message_card: { ratios: [5 / 4], least: { width: 520, height: 416 }, mostBytes: 1 * MB, formats: common },
  share_card: { ratios: [5 / 4], least: { width: 250, height: 200 }, mostBytes: 1 * MB, formats: common },
  thumb: { mostBytes: 64 * KB, formats: ['jpeg'] },
  article_cover: { ratios: [2.35, 1, 16 / 9], least: { width: 300, height: 200 }, mostBytes: 10 * MB, formats: [...common, 'gif', 'bmp'] },
  article_image: { mostBytes: 1 * MB, formats: common },
  library_image: { mostBytes: 10 * MB, formats: [...common, 'gif', 'bmp'] },
  channels_cover: { ratios: [16 / 9, 9 / 16, 3 / 4, 6 / 7, 1], least: { width: 360, height: 360 }, mostBytes: 10 * MB, formats: common },
  popup: { least: { width: 280, height: 200 }, mostBytes: 1 * MB, formats: [...common, 'webp'] },
  poster: { least: { width: 600, height: 600 }, mostBytes: 10 * MB, formats: common },
} as const satisfies Record<string, ImageLimits>
export type ImagePlace = keyof typeof imagePlaces

/** Seconds, bytes and ratios of a video. 15–30 s and the hook: the operations guide; 10 MB: the library's limit. */
export const videoPlaces = {
  channels_video: { seconds: [15, 30], hookSeconds: 3, mostBytes: 2048 * MB, ratios: [16 / 9, 9 / 16, 3 / 4, 6 / 7, 1] },
  library_video: { seconds: [1, 1800], hookSeconds: 0, mostBytes: 10 * MB, ratios: [] },
} as const satisfies Record<string, VideoLimits>
export type VideoPlace = keyof typeof videoPlaces

export type MediaPlace = ImagePlace | VideoPlace
export const mediaPlaces = [...Object.keys(imagePlaces), ...Object.keys(videoPlaces)] as MediaPlace[]
/** Variance of the Laplacian from which on a picture counts as sharp; see `sharpness.ts`. */
export const leastSharpness = 100
export const isVideoPlace = (place: MediaPlace): place is VideoPlace => place in videoPlaces

const mostDivisor = 16

/** 1.25 as `5:4`, 2.35 as `2.35:1`. */
export function ratioName(ratio: number): string {
  for (let across = 1; across <= mostDivisor; across++) {
    const up = ratio * across
    if (Math.abs(up - Math.round(up)) < 0.001) return `${Math.round(up)}:${across}`
  }
  return `${Math.round(ratio * 100) / 100}:1`
}
