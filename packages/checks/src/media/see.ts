/** What can be seen in a picture or video before any rule is asked: facts, and hits that quote what was seen. Pure. */
import type { Hit, Words } from '../types.ts'
import { type Code, type CodeKind, codesIn } from './codes.ts'
import { type ImageFormat, imageHead, mediaKind } from './image-head.ts'
import { readMp4, type VideoFacts } from './mp4.ts'
import { decode, toGrey } from './picture.ts'
import {
  type ImageLimits,
  type ImagePlace,
  imagePlaces,
  isVideoPlace,
  leastSharpness,
  type MediaPlace,
  ratioName,
  ratioSlack,
  type VideoPlace,
  videoPlaces,
} from './places.ts'
import { sharpness, sharpnessSide } from './sharpness.ts'

export type ImageFacts = {
  format: ImageFormat
  width: number
  height: number
  bytes: number
  /** See `sharpness.ts`; null: not decoded, or one plain area. */
  sharpness: number | null
  codes: Code[]
}

export type Seen = Hit & { quote: string }

/** `image` or `video` has the facts of what stands there; both null: the file could not be read. */
export type Looked = { image: ImageFacts | null; video: VideoFacts | null; hits: Seen[] }

/** The file is not of the kind that its place shows. `words` say so, and what to do. */
export class MediaInvalid extends Error {
  readonly words: Words

  constructor(zh: string, en: string) {
    super(en)
    this.words = { zh, en }
  }
}

/** @throws {MediaInvalid} a sentence, when the file is not of the kind that the place shows; what is broken is a hit. */
export function lookAt(bytes: Uint8Array, place: MediaPlace): Looked {
  const kind = mediaKind(bytes)
  if (bytes.length === 0) throw new MediaInvalid('文件是空的，请重新导出', 'the file is empty; export it again')
  if (kind === null)
    throw new MediaInvalid(
      '它既不是图片（JPEG、PNG、GIF、BMP、WebP）也不是 MP4 视频，请另存为其中一种',
      'this is neither a picture (JPEG, PNG, GIF, BMP, WebP) nor an MP4; save it as one of them',
    )
  if (isVideoPlace(place)) {
    if (kind === 'image')
      throw new MediaInvalid(
        '这是图片，而所选的位置放视频，请换一个位置',
        `this is a picture, and ${place} shows videos; choose another place`,
      )
    const { facts, hits } = seeVideo(bytes, place)
    return { image: null, video: facts, hits }
  }
  if (kind === 'video')
    throw new MediaInvalid(
      '这是视频，而所选的位置放图片，请换一个位置',
      `this is a video, and ${place} shows pictures; choose another place`,
    )
  const { facts, hits } = seeImage(bytes, place)
  return { image: facts, video: null, hits }
}

export function seeImage(bytes: Uint8Array, place: ImagePlace): { facts: ImageFacts | null; hits: Seen[] } {
  const head = imageHead(bytes)
  if (!head) return { facts: null, hits: [fault('这个文件不是完整的图片', 'This file is not a whole picture')] }
  const { format, width, height } = head
  const hits = [...formatFaults(format, width, height, bytes.length, imagePlaces[place])]
  const facts: ImageFacts = { format, width, height, bytes: bytes.length, sharpness: null, codes: [] }
  try {
    const pixels = decode(bytes, head)
    if (pixels) {
      facts.sharpness = sharpness(toGrey(pixels, sharpnessSide))
      facts.codes = codesIn(pixels)
    }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    hits.push(
      fault('这张图片打不开，或大得无法检查，请重新导出', `This picture cannot be looked into (${why.slice(0, 120)}); export it again`),
    )
  }
  if (facts.sharpness !== null && facts.sharpness < leastSharpness) {
    const seen = Math.round(facts.sharpness)
    hits.push(
      fault(`图片模糊（清晰度 ${seen}，至少 ${leastSharpness}）`, `The picture is blurred (sharpness ${seen}; at least ${leastSharpness})`),
    )
  }
  return { facts, hits: [...hits, ...facts.codes.flatMap(codeHit)] }
}

function* formatFaults(format: ImageFormat, width: number, height: number, size: number, limits: ImageLimits): Generator<Seen> {
  const at = `${width}×${height}`
  const { ratios, least, mostBytes, formats } = limits
  if (!formats.includes(format))
    yield fault(`这里不支持 ${format}，请用 ${formats.join('、')}`, `${format} does not work here; use ${formats.join(', ')}`, format)
  if (size > mostBytes)
    yield fault(`文件 ${kb(size)} KB，超过 ${kb(mostBytes)} KB`, `${kb(size)} KB; at most ${kb(mostBytes)} KB`, `${kb(size)} KB`)
  if (least && (width < least.width || height < least.height)) {
    yield fault(`图片 ${at}，至少 ${least.width}×${least.height}`, `${at} pixels; at least ${least.width}×${least.height}`, at)
  }
  if (ratios && !ratios.some(ratio => Math.abs(width / height / ratio - 1) <= ratioSlack)) {
    const wanted = ratios.map(ratioName)
    yield fault(`比例 ${at}，会被裁切；请用 ${wanted.join(' 或 ')}`, `${at} will be cropped; use ${wanted.join(' or ')}`, at)
  }
}

export function seeVideo(bytes: Uint8Array, place: VideoPlace): { facts: VideoFacts | null; hits: Seen[] } {
  const {
    seconds: [least, most],
    hookSeconds,
    mostBytes,
    ratios,
  } = videoPlaces[place]
  try {
    const facts = readMp4(bytes)
    const { seconds, width, height, firstCutSeconds } = facts
    const hits: Seen[] = []
    if (bytes.length > mostBytes)
      hits.push(fault(`视频 ${kb(bytes.length)} KB，超过 ${kb(mostBytes)} KB`, `${kb(bytes.length)} KB; at most ${kb(mostBytes)} KB`))
    if (seconds < least || seconds > most) {
      hits.push(fault(`时长 ${seconds} 秒，建议 ${least}–${most} 秒`, `${seconds} s long; ${least}–${most} s work best`, `${seconds} s`))
    }
    if (hookSeconds > 0 && (firstCutSeconds ?? seconds) > hookSeconds) {
      hits.push(
        fault(`前 ${hookSeconds} 秒画面没有变化`, `Nothing changes in the first ${hookSeconds} s`, `${firstCutSeconds ?? seconds} s`),
      )
    }
    if (ratios.length > 0 && width > 0 && height > 0 && !ratios.some(ratio => Math.abs(width / height / ratio - 1) <= ratioSlack)) {
      hits.push(fault(`画面 ${width}×${height} 会留黑边`, `${width}×${height} will show black bars`, `${width}×${height}`))
    }
    return { facts, hits }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return {
      facts: null,
      hits: [fault('这个视频读不出来，请导出为 MP4', `This video cannot be read (${why.slice(0, 120)}); export it as MP4`)],
    }
  }
}

const kb = (bytes: number) => Math.ceil(bytes / 1024)

const fault = (zh: string, en: string, quote = ''): Seen => ({
  rule: 'CRAFT-PICTURE-01',
  start: 0,
  end: 0,
  path: '/file',
  reason: { zh, en },
  quote,
})

/** What codes do to a rule. Codes of the company's own carriers, of WeCom and of merchants are fine. */
const codeRules: Partial<Record<CodeKind, { rule: string; reason: Words }>> = {
  private_payment: { rule: 'WX-TRADE-01', reason: { zh: '图片里有个人收款码', en: 'The picture holds a private payment code' } },
  person: { rule: 'WX-DIVERT-01', reason: { zh: '图片里有个人微信二维码', en: 'The picture holds a personal WeChat code' } },
  group: { rule: 'WX-DIVERT-01', reason: { zh: '图片里有群二维码', en: 'The picture holds a group code' } },
  other_platform: {
    rule: 'WX-DIVERT-03',
    reason: { zh: '图片里的二维码去往别的平台', en: 'A code in the picture leads to another platform' },
  },
}

function codeHit({ kind, content }: Code): Seen[] {
  const broken = codeRules[kind]
  return broken ? [{ ...broken, start: 0, end: 0, path: '/file', quote: content.slice(0, 200) }] : []
}
