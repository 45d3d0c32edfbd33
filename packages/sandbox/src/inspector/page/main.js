/** The inspector: one page that asks the control API every second and draws what has changed. */
import { accounts } from './accounts.js'
import { acts } from './acts.js'
import { clock } from './clock.js'
import { get, setToken } from './control.js'
import { h } from './dom.js'
import { faults } from './faults.js'
import { people, phone } from './people.js'
import { callbacks, calls } from './traffic.js'
import { lang, setLang, t } from './words.js'

const everyMs = 1000
const tabs = { accounts, callbacks, calls, people, faults }

/** What the parts share: the person that is acted for, and how to look again at once. */
const shared = { person: 'lin', refresh: () => look(), choose }
let parts = []
let timer

function tabOf(hash) {
  const name = hash.slice(1)
  return name in tabs || name === 'phone' ? name : 'accounts'
}

function choose(name) {
  shared.person = name
  if (matchMedia('(max-width: 1099px)').matches) location.hash = 'phone'
  void shared.refresh()
}

function theme() {
  return localStorage.getItem('wm-theme') ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')
}

function header() {
  const world = h('span', { class: 'world' })
  const time = h('div', { class: 'clock' })
  const update = clock(time, shared)
  parts.push(view => {
    world.textContent = `${t('world')} ${view.world.name} · ${t('seed')} ${view.world.seed}`
    update(view)
  })
  return h(
    'header',
    {},
    h('div', { class: 'brand' }, h('img', { src: '/inspector/icon.svg', alt: '', width: 28, height: 28 }), h('h1', {}, t('title')), world),
    time,
    h(
      'div',
      { class: 'switches' },
      h(
        'button',
        {
          type: 'button',
          class: 'quiet',
          title: t('langTitle'),
          onclick: () => {
            setLang(lang === 'zh' ? 'en' : 'zh')
            void build()
          },
        },
        t('lang'),
      ),
      h(
        'button',
        {
          type: 'button',
          class: 'quiet icon',
          title: t('theme'),
          'aria-label': t('theme'),
          onclick: () => {
            localStorage.setItem('wm-theme', theme() === 'dark' ? 'light' : 'dark')
            document.documentElement.dataset.theme = theme()
          },
        },
        '◐',
      ),
    ),
  )
}

function build() {
  parts = []
  document.documentElement.lang = lang === 'zh' ? 'zh-CN' : 'en'
  document.documentElement.dataset.theme = theme()
  document.title = t('title')
  const sections = Object.entries(tabs).map(([name, mount]) => {
    const place = h('section', { id: `tab-${name}`, 'aria-label': t(`tabs.${name}`) })
    parts.push(mount(place, shared))
    return place
  })
  const aside = h('aside', { 'aria-label': t('phone') })
  const forms = h('div', { class: 'acts' })
  const screen = h('div', { class: 'phone' })
  aside.append(screen, forms)
  parts.push(phone(screen, shared), acts(forms, shared))
  const links = [...Object.keys(tabs), 'phone'].map(name =>
    h('a', { href: `#${name}`, 'data-tab': name }, name === 'phone' ? t('phone') : t(`tabs.${name}`)),
  )
  document.body.replaceChildren(header(), h('nav', {}, links), h('main', {}, sections), aside)
  show()
  return look()
}

function show() {
  const tab = tabOf(location.hash)
  document.body.dataset.tab = tab
  for (const section of document.querySelectorAll('main > section')) section.hidden = section.id !== `tab-${tab}`
  for (const link of document.querySelectorAll('nav a')) {
    if (link.getAttribute('href') === `#${tab}`) link.setAttribute('aria-current', 'page')
    else link.removeAttribute('aria-current')
  }
}

/** Asks and draws; says so when nobody answers, and goes on asking. */
async function look() {
  clearTimeout(timer)
  try {
    if (!document.hidden) {
      const view = await get('inspector')
      await Promise.all(parts.map(update => update(view, tabOf(location.hash))))
      document.querySelector('.lost')?.remove()
    }
  } catch (error) {
    if (error.status === 401) return askToken()
    if (error.status === undefined) reportError(error)
    else if (!document.querySelector('.lost')) document.body.prepend(h('p', { class: 'lost', role: 'alert' }, error.message || t('lost')))
  }
  clearTimeout(timer)
  timer = setTimeout(look, everyMs)
}

function askToken() {
  const input = h('input', { type: 'password', id: 'token', autocomplete: 'off', required: true })
  const form = h(
    'form',
    {
      class: 'card door',
      onsubmit: event => {
        event.preventDefault()
        setToken(input.value)
        void build()
      },
    },
    h('h1', {}, t('title')),
    h('p', {}, t('tokenLead')),
    h('label', { for: 'token' }, t('token')),
    input,
    h('button', { class: 'primary' }, t('enter')),
  )
  document.body.replaceChildren(form)
  input.focus()
}

addEventListener('hashchange', () => {
  show()
  void look()
})
document.addEventListener('visibilitychange', () => void look())
void build()
