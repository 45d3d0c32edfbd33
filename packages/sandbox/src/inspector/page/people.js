/** People: found by any id, what each account knows of one, and the phone with the messages it received. */
import { get } from './control.js'
import { clockText, copyable, dayText, drawn, h, shortText } from './dom.js'
import { t } from './words.js'

export function people(place, { choose, refresh }) {
  const input = h('input', {
    class: 'wide',
    type: 'search',
    placeholder: t('search'),
    'aria-label': t('search'),
    oninput: () => void refresh(),
  })
  const list = h('ul', { class: 'people' })
  place.append(h('div', { class: 'filters' }, input), h('p', { class: 'hint' }, t('searchHint')), list)
  const draw = drawn(list)
  return async (_view, tab) => {
    if (tab !== 'people') return
    const search = input.value.trim()
    const found = await get('inspector/people', { search })
    const fresh = /^[a-z][a-z0-9-]{0,30}$/.test(search) && !found.some(({ name }) => name === search) ? search : undefined
    draw([found, fresh], () => [
      ...found.map(person => row(person, choose)),
      found.length === 0 && !fresh ? h('li', { class: 'empty' }, t('nobody')) : '',
      fresh
        ? h('li', {}, h('button', { type: 'button', class: 'row', onclick: () => choose(fresh) }, t('newPerson', { name: fresh })))
        : '',
    ])
  }
}

function row({ name, unionid, follows, messages, lastAt }, choose) {
  return h(
    'li',
    {},
    h('span', { class: 'avatar', 'aria-hidden': 'true' }, name[0].toUpperCase()),
    h(
      'div',
      {},
      h('button', { type: 'button', class: 'row', onclick: () => choose(name), title: t('use') }, name),
      h('div', { class: 'second' }, unionid),
    ),
    h(
      'div',
      { class: 'end' },
      follows.map(alias => h('span', { class: 'badge good' }, alias)),
      messages > 0 && h('span', { class: 'badge' }, t('messages', { n: messages })),
      lastAt > 0 && h('span', { class: 'second' }, shortText(lastAt)),
    ),
  )
}

/** The phone of the person who is acted for, with what the accounts know beneath. */
export function phone(place, shared) {
  const screen = h('div', { class: 'screen', tabindex: 0, role: 'log', 'aria-label': t('phone') })
  const known = h('div', { class: 'known' })
  const name = h('input', { id: 'person', value: shared.person, spellcheck: 'false', autocomplete: 'off' })
  const form = h(
    'form',
    {
      class: 'who',
      onsubmit: event => {
        event.preventDefault()
        if (name.value.trim()) shared.choose(name.value.trim())
      },
    },
    h('label', { for: 'person' }, t('phone')),
    name,
    h('button', { class: 'quiet' }, t('use')),
  )
  place.append(form, screen, known)
  const drawScreen = drawn(screen)
  const drawKnown = drawn(known)
  const opened = new Set()
  return async () => {
    if (document.activeElement !== name) name.value = shared.person
    const view = await get('inspector/person', { name: shared.person }).catch(error => {
      if (error.status !== 400) throw error
      return { messages: [], accounts: [] }
    })
    drawScreen([shared.person, view.messages], () =>
      view.messages.length === 0 ? h('p', { class: 'empty' }, t('phoneEmpty')) : withDays(view.messages),
    )
    if (view.messages.length > 0 && screen.dataset.count !== `${shared.person} ${view.messages.length}`)
      screen.scrollTop = screen.scrollHeight
    screen.dataset.count = `${shared.person} ${view.messages.length}`
    drawKnown(view.accounts, list => list.map(account => accountRow(account, opened)))
  }
}

function withDays(messages) {
  let day
  return messages.flatMap(message => {
    const before = day
    day = dayText(message.at)
    return [day === before ? '' : h('p', { class: 'day' }, day), bubble(message)]
  })
}

function bubble({ at, account, by, title, text, rows, cards, choices, opens, type }) {
  const media = ['image', 'voice', 'video', 'music'].includes(type)
  return h(
    'div',
    { class: 'message' },
    h('span', { class: 'avatar', 'aria-hidden': 'true' }, account[0]),
    h(
      'div',
      {},
      h('div', { class: 'second' }, `${account} · ${t(`by.${by}`)} · ${clockText(at)}`),
      h(
        'div',
        { class: rows || cards ? 'bubble sheet' : 'bubble' },
        title && h('strong', {}, title),
        media && h('span', { class: 'badge' }, type),
        text && h('p', {}, text),
        rows &&
          h(
            'dl',
            {},
            rows.map(([label, value]) => [h('dt', {}, label), h('dd', {}, value)]),
          ),
        cards?.map(card => h('div', { class: 'link' }, h('b', {}, card.title), card.digest && h('span', { class: 'second' }, card.digest))),
        choices &&
          h(
            'ul',
            {},
            choices.map(choice => h('li', {}, choice)),
          ),
        opens && h('div', { class: 'opens' }, `${t('opens')} ${opens}`),
      ),
    ),
  )
}

function accountRow({ alias, name, openid, tellsUnion, follows, since, scene, blocked, allowance, consents, kind }, opened) {
  const state = follows === null ? t('never') : follows ? t('follows') : t('left')
  return h(
    'details',
    { open: opened.has(alias), ontoggle: ({ target }) => (target.open ? opened.add(alias) : opened.delete(alias)) },
    h(
      'summary',
      {},
      name,
      h('span', { class: 'alias' }, alias),
      kind === 'official_account' && h('span', { class: follows ? 'badge good' : 'badge' }, state),
      blocked && h('span', { class: 'badge bad' }, t('blocked')),
    ),
    copyable('openid', openid),
    h('p', { class: 'second' }, [t(tellsUnion ? 'unionYes' : 'unionNo'), scene, since && shortText(since)].filter(Boolean).join(' · ')),
    allowance && h('p', { class: 'second' }, t('allowance', { n: allowance.left, t: shortText(allowance.until) })),
    consents.map(({ title, left }) => h('p', { class: 'second' }, t('consent', { t: title, n: left }))),
  )
}
