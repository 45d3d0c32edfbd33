/** What every walk needs to know of the world, and the page views that walks share. */
import type { Content } from './world.ts'

export type Stage = {
  seed: number
  firstDay: number
  lastDay: number
  content: Content
  serviceAppId: string
  miniProgramAppId: string
  finderId: string
}

const pageProperties = new Map<string, { path: string; from?: string }>()
/** Equal page views are one object. */
export function pageView(path: string, from: string): { path: string; from?: string } {
  const key = `${path}<${from}`
  let known = pageProperties.get(key)
  if (!known) {
    known = { path, from }
    pageProperties.set(key, known)
  }
  return known
}
