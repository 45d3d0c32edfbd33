/** The host's life-cycle hooks with ours beside them: the host's run as before, ours can never stop them. */
import type { ShareProperties } from './wire.ts'
import { safely } from './wx.ts'

export type Hooks = Record<string, unknown>
type Hook = (this: PageThis, ...args: unknown[]) => unknown
type PageThis = { route?: string; options?: Record<string, string> }

/** The host's hooks with ours run before them, each with the page as `this`. */
export function after(hooks: Hooks, ours: Record<string, Hook>): Hooks {
  const all = { ...hooks }
  for (const [name, hook] of Object.entries(ours)) {
    const host = hooks[name] as Hook | undefined
    all[name] = function (this: PageThis, ...args: unknown[]) {
      safely(() => hook.apply(this, args))
      return host?.apply(this, args)
    }
  }
  return all
}

/** Notices shares where the host has a share hook; without one the page's share menu stays off. */
export function watchShares(watched: Hooks, hooks: Hooks, onShare: (share: ShareProperties) => void) {
  for (const [name, timeline] of [
    ['onShareAppMessage', false],
    ['onShareTimeline', true],
  ] as const) {
    const host = hooks[name] as Hook | undefined
    if (!host) continue
    watched[name] = function (this: PageThis, ...args: unknown[]) {
      const content = host.apply(this, args) as { path?: string; title?: string } | undefined
      safely(() => {
        const from = (args[0] as { from?: string } | undefined)?.from
        onShare({
          path: content?.path ?? this.route ?? '',
          via: timeline ? 'timeline' : from === 'button' ? 'button' : 'menu',
          ...(content?.title && { title: content.title }),
        })
      })
      return content
    }
  }
}
