/** What stands in the inbox: one line of JSON for everything that came through a door. */
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import type { CallType } from './segment.ts'

/** A callback of WeChat, already verified and opened. `x` is its text as WeChat wrote it. */
export type CallbackLine = { k: 'cb'; b: string; c: string; r: number; key: string; x: string }

/** One Segment call. `s` is 1 when a secret key sent it; `at` is when it happened, corrected for the device's clock. */
export type SdkLine = {
  k: 'sdk'
  b: string
  c?: string
  r: number
  key?: string
  s?: 1
  at: number
  t: CallType
  e: Record<string, unknown>
}

/** One row of a file, already mapped to the shape of a Segment track call. */
export type ImportLine = { k: 'imp'; b: string; c?: string; r: number; key: string; at: number; e: Record<string, unknown> }

/** A follow that WeChat tells of when asked: when, from where (`scene`), by which code (`qr`). `at` in ms is WeChat's own time. */
export type FollowerLine = {
  k: 'fol'
  b: string
  c: string
  r: number
  key: string
  at: number
  openid: string
  unionid?: string
  scene: string
  qr: string
}

export type Line = CallbackLine | SdkLine | ImportLine | FollowerLine

/** A row of `inbox` as it is written and read. */
export type Batch = { partition: number; items: number; packed: boolean; body: Buffer }

/** Below this many bytes compression costs more than it saves. */
const packFrom = 4096

export function packLines(partition: number, lines: readonly string[]): Batch {
  const text = Buffer.from(lines.join('\n'))
  const packed = text.length > packFrom
  // Lines shrink to a fifth and less: zlib's own 16 KB of room would cost more than the work on a small batch.
  const body = packed ? deflateRawSync(text, { level: 1, chunkSize: Math.max(1024, text.length >> 2) }) : text
  return { partition, items: lines.length, packed, body }
}

export function unpackLines(batch: { packed: boolean; body: Buffer }): string[] {
  const text = batch.packed ? inflateRawSync(batch.body) : batch.body
  return text.toString('utf8').split('\n')
}
