/** Trace codes of what a brand has put up, as the product makes them. */
import { encodeTrace } from '@wematrix/wechat'

/** Trace code of an entry kind and one thing published there. */
export function traceOf(entry: string, content: string): string {
  return encodeTrace({ entry, content })
}

/** Trace code of a short video by its number. */
export function videoTrace(video: number): string {
  return traceOf('ch-video-mount', `v${video}`)
}
