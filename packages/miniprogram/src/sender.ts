/**
 * Sends the queue, one request at a time (WeChat allows an app ten at once; the host keeps nine), oldest calls first.
 * A batch leaves the queue only when the server has answered for it, so a lost answer costs a repeat with the same
 * message ids, never a loss.
 */
import type { Queue } from './queue.ts'
import { limits, type WireBatch, type WireCall, type WireContext } from './wire.ts'
import type { RequestResult, Wx } from './wx.ts'

const MAX_WAIT_MS = 300_000
/** Room in a batch for its head: when it left, app, device and visitor. */
const HEAD_BYTES = 4000

export type SenderOptions = {
  wx: Wx
  url: string
  header: Record<string, string>
  queue: Queue
  now: () => number
  flushAt: number
  flushMs: number
  retryMs: number
  /** What is true of every call: app, device and the visitor as known when the batch leaves, also for calls made before the login. */
  context: () => WireContext
  /** Called before the queue is emptied, to add what should go along. */
  beforeRun: () => void
  /** Resolves when the visitor's ids are known or not to be had. */
  ready: () => Promise<void>
}

export type Sender = ReturnType<typeof createSender>

export function createSender({ wx, url, header, queue, now, flushAt, flushMs, retryMs, context, beforeRun, ready }: SenderOptions) {
  let timer: ReturnType<typeof setTimeout> | undefined
  let busy: Promise<void> | undefined
  let failures = 0
  let maxItems: number = limits.batchItems

  const later = (ms: number) => {
    if (timer !== undefined) clearTimeout(timer)
    timer = setTimeout(flush, ms)
  }

  /** What to do after an answer: the batch is done with, was too big, or waits. */
  const settle = (calls: WireCall[], result: RequestResult | undefined) => {
    const status = result?.statusCode ?? 0
    if (status === 413 && calls.length > 1) {
      maxItems = Math.ceil(calls.length / 2)
      return true
    }
    if ((status >= 200 && status < 300) || status === 400 || status === 413 || status === 422) {
      failures = 0
      maxItems = limits.batchItems
      queue.remove(calls)
      return true
    }
    const asked = Number(result?.header?.['Retry-After'] ?? result?.header?.['retry-after'] ?? 0) * 1000
    const backoff = Math.min(retryMs * 2 ** failures++, MAX_WAIT_MS) * (0.5 + Math.random() / 2)
    later(Math.max(backoff, Math.min(asked || 0, MAX_WAIT_MS)))
    queue.save()
    return false
  }

  const post = (calls: WireCall[]) =>
    new Promise<RequestResult | undefined>(resolve => {
      const body: WireBatch = { batch: calls, sentAt: new Date(now()).toISOString(), context: context() }
      wx.request({
        url,
        method: 'POST',
        data: JSON.stringify(body),
        header: { ...header, 'content-type': 'application/json' },
        timeout: 15_000,
        success: resolve,
        fail: () => resolve(undefined),
      })
    })

  const run = async () => {
    for (;;) {
      await ready()
      beforeRun()
      const calls = queue.oldest(maxItems, limits.batchBytes - HEAD_BYTES)
      if (calls.length === 0) return
      const result = await post(calls).catch(() => undefined)
      if (!settle(calls, result)) return
    }
  }

  /** Sends everything there is, now; resolves when the queue is empty or the server cannot be reached. */
  function flush(): Promise<void> {
    if (timer !== undefined) clearTimeout(timer)
    timer = undefined
    busy ??= run()
      .catch(() => {})
      .then(() => {
        busy = undefined
        if (queue.size() > 0 && failures === 0) later(flushMs)
      })
    return busy
  }

  return {
    flush,
    /** A call came in: send at once when enough have gathered, else within `flushMs`. A running back-off is left alone. */
    nudge() {
      if (failures > 0 || busy !== undefined) return
      if (queue.size() >= flushAt) void flush()
      else if (timer === undefined) later(flushMs)
    },
  }
}
