import { getHeapStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

export type IdleMemoryOptions = {
  /** How often it looks. */
  everyMs?: number
  /** Busy with more than this share of a core, the process is left alone. */
  idleShare?: number
  /** Below this the heap is not worth a collection. */
  growthBytes?: number
}

/**
 * Gives memory back to the system once work is done: V8 collects when it allocates, so a process that loaded a history
 * and then falls quiet would hold the garbage of it for good. Looks now and then, collects once after each such time.
 * Returns how to end it.
 */
export function giveBackWhenIdle({ everyMs = 15_000, idleShare = 0.25, growthBytes = 24 << 20 }: IdleMemoryOptions = {}): () => void {
  let collect: (() => void) | undefined
  let cpu = process.cpuUsage()
  let settled = 0
  const timer = setInterval(() => {
    const used = process.cpuUsage(cpu)
    cpu = process.cpuUsage()
    const busy = (used.user + used.system) / 1000 > everyMs * idleShare
    if (busy || getHeapStatistics().total_heap_size < settled + growthBytes) return
    collect ??= collector()
    collect()
    settled = getHeapStatistics().total_heap_size
  }, everyMs)
  timer.unref()
  return () => clearInterval(timer)
}

/** The collector, which Node shows only to those who ask. */
function collector(): () => void {
  setFlagsFromString('--expose-gc')
  return runInNewContext('gc') as () => void
}
