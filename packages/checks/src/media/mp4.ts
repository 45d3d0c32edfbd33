/**
 * Length, picture size and first cut of an MP4 from its boxes (ISO/IEC 14496-12), nothing decoded. The first cut is inferred: the
 * second sync sample (stss), which encoders place at a change of scene and at least every few seconds.
 */
import { nameAt, viewOf } from './image-head.ts'

/** Seconds; `firstCutSeconds` null: one sync sample only, or none listed. */
export type VideoFacts = { seconds: number; width: number; height: number; firstCutSeconds: number | null }

type Box = { name: string; from: number; to: number }

/** More boxes or table rows than any honest file of a few minutes has. */
const mostBoxes = 4096
const mostRows = 200_000

/** @throws {Error} a sentence on why it cannot be read. */
export function readMp4(bytes: Uint8Array): VideoFacts {
  const budget = { boxes: mostBoxes }
  const top = boxes(bytes, 0, bytes.length, budget)
  if (!top.some(box => box.name === 'ftyp')) throw new Error('it is not an MP4')
  const moov = top.find(box => box.name === 'moov')
  if (!moov) throw new Error('its index (moov) is missing')
  const inside = boxes(bytes, moov.from, moov.to, budget)
  const length = durationOf(
    bytes,
    inside.find(box => box.name === 'mvhd'),
  )
  const tracks = inside.filter(box => box.name === 'trak').map(box => boxes(bytes, box.from, box.to, budget))
  for (const track of tracks) {
    const media = childrenOf(bytes, track, 'mdia', budget)
    const handler = media.find(box => box.name === 'hdlr')
    if (!handler || handler.to - handler.from < 12 || nameAt(bytes, handler.from + 8) !== 'vide') continue
    const table = childrenOf(bytes, childrenOf(bytes, media, 'minf', budget), 'stbl', budget)
    const own = durationOf(
      bytes,
      media.find(box => box.name === 'mdhd'),
    )
    return {
      seconds: round(length.seconds || own.seconds),
      ...sizeOf(
        bytes,
        track.find(box => box.name === 'tkhd'),
      ),
      firstCutSeconds: firstCut(bytes, table, own.scale),
    }
  }
  throw new Error('it has no picture')
}

function boxes(bytes: Uint8Array, from: number, to: number, budget: { boxes: number }): Box[] {
  const view = viewOf(bytes)
  const found: Box[] = []
  let at = from
  while (at + 8 <= to) {
    if (--budget.boxes < 0) throw new Error('it has too many boxes')
    const short = view.getUint32(at)
    const head = short === 1 ? 16 : 8
    if (at + head > to) break
    const size = short === 1 ? Number(view.getBigUint64(at + 8)) : short === 0 ? to - at : short
    if (size < head) throw new Error('a box says it is smaller than its head')
    found.push({ name: nameAt(bytes, at + 4), from: at + head, to: Math.min(to, at + size) })
    at += size
  }
  return found
}

function childrenOf(bytes: Uint8Array, siblings: Box[], name: string, budget: { boxes: number }): Box[] {
  const box = siblings.find(one => one.name === name)
  return box ? boxes(bytes, box.from, box.to, budget) : []
}

/** mvhd and mdhd alike: version 1 has 64-bit times. */
function durationOf(bytes: Uint8Array, box: Box | undefined): { seconds: number; scale: number } {
  const long = box && bytes[box.from] === 1
  if (!box || box.to - box.from < (long ? 32 : 20)) return { seconds: 0, scale: 0 }
  const view = viewOf(bytes)
  const scale = view.getUint32(box.from + (long ? 20 : 12))
  const duration = long ? Number(view.getBigUint64(box.from + 24)) : view.getUint32(box.from + 16)
  return { scale, seconds: scale === 0 ? 0 : duration / scale }
}

/** Width and height are the last eight bytes of tkhd, 16.16 fixed point. */
function sizeOf(bytes: Uint8Array, box: Box | undefined): { width: number; height: number } {
  if (!box || box.to - box.from < 84) return { width: 0, height: 0 }
  const view = viewOf(bytes)
  return { width: view.getUint32(box.to - 8) >>> 16, height: view.getUint32(box.to - 4) >>> 16 }
}

function firstCut(bytes: Uint8Array, table: Box[], scale: number): number | null {
  const sync = table.find(box => box.name === 'stss')
  const times = table.find(box => box.name === 'stts')
  if (!sync || !times || scale === 0 || sync.to - sync.from < 16 || times.to - times.from < 8) return null
  const view = viewOf(bytes)
  if (view.getUint32(sync.from + 4) < 2) return null
  let left = view.getUint32(sync.from + 12) - 1
  let ticks = 0
  const rows = Math.min(view.getUint32(times.from + 4), mostRows, Math.floor((times.to - times.from - 8) / 8))
  for (let row = 0; row < rows && left > 0; row++) {
    const [count, delta] = [view.getUint32(times.from + 8 + row * 8), view.getUint32(times.from + 12 + row * 8)]
    ticks += Math.min(left, count) * delta
    left -= Math.min(left, count)
  }
  return left > 0 ? null : round(ticks / scale)
}

const round = (seconds: number) => Math.round(seconds * 1000) / 1000
