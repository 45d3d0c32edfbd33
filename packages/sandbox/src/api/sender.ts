/** Who sends what no person caused. */
import { letters, mix } from '../random.ts'
import type { AccountState } from '../state/state.ts'

/** The sender of events that no person caused. */
export function systemSender({ spec }: AccountState): string {
  return `o4_t1${letters(23, mix(Number.parseInt(spec.appId.slice(2, 10), 16)), 71)}`
}
