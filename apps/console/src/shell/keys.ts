/** Keys that work everywhere: ⌘K and / search, ? shows the keys, g then a letter goes to a screen. */
import { useEffect } from 'react'
import { screens } from './screens.ts'

export const openPalette = () => dispatchEvent(new Event('wm-palette'))
export const openShortcuts = () => dispatchEvent(new Event('wm-shortcuts'))
export const isMac = /Mac|iPhone|iPad/.test(navigator.platform)

const typing = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))

export function useKeys(act: { palette(): void; shortcuts(): void; go(path: string): void }) {
  useEffect(() => {
    let leader = 0
    const pressed = (event: KeyboardEvent) => {
      if (event.isComposing) return
      if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault()
        act.palette()
        return
      }
      if (typing(event.target) || event.metaKey || event.ctrlKey || event.altKey) return
      const screen = screens.find(({ key }) => key === event.key)
      if (event.key === '/') {
        event.preventDefault()
        const field = document.querySelector<HTMLInputElement>('[data-search] input, input[data-search]')
        if (field) field.focus()
        else act.palette()
      } else if (event.key === '?') act.shortcuts()
      else if (event.key === 'g') leader = event.timeStamp
      else if (screen && event.timeStamp - leader < 1200) {
        leader = 0
        act.go(screen.path)
      }
    }
    addEventListener('keydown', pressed)
    addEventListener('wm-palette', act.palette)
    addEventListener('wm-shortcuts', act.shortcuts)
    return () => {
      removeEventListener('keydown', pressed)
      removeEventListener('wm-palette', act.palette)
      removeEventListener('wm-shortcuts', act.shortcuts)
    }
  }, [act])
}
