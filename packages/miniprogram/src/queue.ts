/**
 * The calls that have not been acknowledged yet, oldest first. Kept in memory while the app is in front, written to
 * storage when it goes to the background (WeChat stops it after 5 s and ends it after 30 min).
 */
import { limits, type WireCall } from './wire.ts'
import { safely, type Wx } from './wx.ts'

const KEY = 'wm.queue'

type Item = { call: WireCall; bytes: number }
type Saved = { calls: WireCall[]; dropped: number }

export type Queue = ReturnType<typeof createQueue>

/** @param maxBytes  when full, the oldest calls give way and are counted; WeChat allows 1 MB a storage key */
export function createQueue(wx: Wx, maxBytes: number) {
  let items: Item[] = []
  let bytes = 0
  let dropped = 0

  const trim = (to: number) => {
    let gone = 0
    while (bytes > to && gone < items.length) bytes -= items[gone++]!.bytes
    items.splice(0, gone)
    dropped += gone
  }

  const add = (call: WireCall) => {
    const size = utf8Length(JSON.stringify(call)) + 1
    if (size > limits.messageBytes) {
      dropped++
      return
    }
    items.push({ call, bytes: size })
    bytes += size
    trim(maxBytes)
  }

  const write = () => wx.setStorageSync(KEY, { calls: items.map(item => item.call), dropped } satisfies Saved)

  safely(() => {
    const saved = wx.getStorageSync(KEY) as Saved | undefined
    if (!saved?.calls) return
    dropped = saved.dropped
    for (const call of saved.calls) add(call)
  })

  return {
    add,
    size: () => items.length,
    /** How many calls had to be thrown away since it was last asked. */
    takeDropped() {
      const count = dropped
      dropped = 0
      return count
    },
    /** The oldest calls that fit one batch; they stay in the queue until they are removed. */
    oldest(maxItems: number, maxBatchBytes: number): WireCall[] {
      const calls: WireCall[] = []
      let size = 0
      for (const item of items) {
        size += item.bytes
        if (calls.length === maxItems || (size > maxBatchBytes && calls.length > 0)) break
        calls.push(item.call)
      }
      return calls
    },
    /** Takes answered calls out. One that was dropped while on its way did arrive, so it is no longer counted. */
    remove(calls: WireCall[]) {
      const gone = new Set(calls)
      const kept = items.filter(item => !gone.has(item.call))
      dropped = Math.max(0, dropped - (calls.length - (items.length - kept.length)))
      items = kept
      bytes = kept.reduce((sum, item) => sum + item.bytes, 0)
    },
    /** Writes the queue to storage. When storage is full, the older half gives way and is counted. */
    save() {
      safely(() => {
        try {
          write()
        } catch {
          trim(bytes / 2)
          write()
        }
      })
    },
    clear() {
      items = []
      bytes = dropped = 0
    },
  }
}

/** Bytes of a string in UTF-8; Mini Programs have no TextEncoder on older phones. */
export function utf8Length(text: string): number {
  let bytes = text.length
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit > 0x7ff) bytes += unit >= 0xd800 && unit <= 0xdfff ? 1 : 2
    else if (unit > 0x7f) bytes++
  }
  return bytes
}
