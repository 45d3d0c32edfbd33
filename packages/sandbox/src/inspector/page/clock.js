/** The world's clock in the head of the page: it ticks by itself between two looks, and can be moved. */
import { post } from './control.js'
import { clockText, dayText, h, toast } from './dom.js'
import { t } from './words.js'

const steps = [
  ['+1m', '+1 min'],
  ['+1h', '+1 h'],
  ['+1d', '+1 d'],
]

export function clock(place, { refresh }) {
  let told = { worldMs: 0, speed: 1, frozen: true }
  let toldAt = performance.now()
  const set = change => post('clock', change).then(refresh, error => toast(error.message, true))
  const day = h('span', { class: 'day' })
  const time = h('strong', {})
  const state = h('span', { class: 'state' })
  const turn = h('button', { type: 'button', onclick: () => set({ frozen: !told.frozen }) })
  const at = h('input', { type: 'datetime-local', id: 'clock-at', step: 1 })
  const speed = h('input', { type: 'number', id: 'clock-speed', min: 0, step: 'any', value: 1 })
  const form = h(
    'form',
    {
      onsubmit: event => {
        event.preventDefault()
        void set({ ...(at.value ? { at: `${at.value}+08:00` } : {}), ...(speed.value ? { speed: Number(speed.value) } : {}) })
        event.target.closest('details').open = false
      },
    },
    h('label', { for: 'clock-at' }, t('clock.at')),
    at,
    h('label', { for: 'clock-speed' }, t('clock.speed')),
    speed,
    h('button', { class: 'primary' }, t('clock.set')),
  )
  place.append(
    h('div', { class: 'face', title: t('clock.zone') }, day, time, state),
    h(
      'div',
      { class: 'buttons' },
      turn,
      steps.map(([by, label]) => h('button', { type: 'button', onclick: () => set({ by }) }, label)),
      h('details', { class: 'menu' }, h('summary', { 'aria-label': t('clock.set') }, '⋯'), form),
    ),
  )
  const tick = () => {
    const now = told.worldMs + (told.frozen ? 0 : (performance.now() - toldAt) * told.speed)
    day.textContent = dayText(now)
    time.textContent = clockText(now)
    if (place.isConnected || told.worldMs === 0) setTimeout(tick, 250)
  }
  tick()
  return ({ clock }) => {
    told = clock
    toldAt = performance.now()
    state.textContent = clock.frozen ? t('clock.frozen') : clock.speed === 1 ? t('clock.zone') : `× ${clock.speed}`
    turn.textContent = t(clock.frozen ? 'clock.run' : 'clock.freeze')
    if (document.activeElement !== speed) speed.value = clock.speed
  }
}
