/** Elements without markup: texts are set as texts, so nothing that came over the wire is ever read as HTML. */
import { t } from './words.js'

/** What is there of nested children; `false` and nothing stand for none. */
const present = children => [children].flat(4).filter(child => child !== false && child !== null && child !== undefined)

/** `h('button', { class: 'quiet', onclick }, 'text', child)`; false, null and undefined children are left out. */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value)
    else if (name === 'value') element.value = value
    else element.setAttribute(name, value === true ? '' : String(value))
  }
  element.append(...present(children))
  return element
}

/** Draws into a place only when what it shows has changed, so that selections and scrolling stay. */
export function drawn(place) {
  let last
  return (value, draw) => {
    const now = JSON.stringify(value)
    if (now === last) return
    last = now
    const top = place.scrollTop
    place.replaceChildren(...present(draw(value)))
    place.scrollTop = top
  }
}

const parts = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Asia/Shanghai',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
})
const partsOf = ms => Object.fromEntries(parts.formatToParts(ms).map(({ type, value }) => [type, value]))

/** `12:00:00`, Beijing time. */
export const clockText = ms => {
  const { hour, minute, second } = partsOf(ms)
  return `${hour}:${minute}:${second}`
}
/** `2026-11-22`, Beijing day. */
export const dayText = ms => {
  const { year, month, day } = partsOf(ms)
  return `${year}-${month}-${day}`
}
/** `11-22 12:00`. */
export const shortText = ms => {
  const { month, day, hour, minute } = partsOf(ms)
  return `${month}-${day} ${hour}:${minute}`
}
/** A time of the world; `pushed` rows of another day carry it. */
export const timeText = (ms, now) => (dayText(ms) === dayText(now) ? clockText(ms) : shortText(ms))

export const msText = ms => (ms < 10 ? ms.toFixed(1) : String(Math.round(ms)))

/** A short word of what happened, at the foot of the page. */
export function toast(text, bad = false) {
  document.querySelector('.toast')?.remove()
  const note = h('div', { class: bad ? 'toast bad' : 'toast', role: bad ? 'alert' : 'status' }, text)
  document.body.append(note)
  setTimeout(() => note.remove(), bad ? 6000 : 2200)
}

const dots = '•'.repeat(10)

/** A value with a button that copies it; secrets are covered until shown. */
export function copyable(label, value, secret = false) {
  const shown = h('code', {}, secret ? dots : value)
  const toggle = secret
    ? h(
        'button',
        {
          class: 'text',
          type: 'button',
          onclick: event => {
            const hidden = shown.textContent !== value
            shown.textContent = hidden ? value : dots
            event.target.textContent = t(hidden ? 'hide' : 'show')
          },
        },
        t('show'),
      )
    : undefined
  const copy = h(
    'button',
    {
      class: 'text',
      type: 'button',
      'aria-label': `${t('copy')} ${label}`,
      onclick: () =>
        navigator.clipboard.writeText(value).then(
          () => toast(t('copied')),
          () => {
            shown.textContent = value
            getSelection().selectAllChildren(shown)
          },
        ),
    },
    t('copy'),
  )
  return h('div', { class: 'pair' }, h('span', { class: 'label' }, label), shown, h('span', { class: 'buttons' }, toggle, copy))
}
