/** What went over the wire: callbacks with their attempts and bodies, and calls of the API with their error codes. */
import { get, post } from './control.js'
import { drawn, h, msText, timeText, toast } from './dom.js'
import { t } from './words.js'

/** How a push ended, as a word in its colour. */
export function answerBadge(state, attempt) {
  if (!attempt) return h('span', { class: 'badge' }, t(`state.${state}`))
  const good = attempt.outcome === 'ok' || attempt.outcome === 'reply'
  const status = attempt.status && attempt.status !== 200 ? ` ${attempt.status}` : ''
  return h('span', { class: `badge ${good ? 'good' : 'bad'}` }, `${t(`outcome.${attempt.outcome}`)}${status}`)
}

/** A search box and a switch above a list that is drawn anew when either changes. */
function filtered(place, switchWord, columns, rowsOf, empty) {
  let latest
  const input = h('input', {
    class: 'narrow',
    type: 'search',
    placeholder: t('filter'),
    'aria-label': t('filter'),
    oninput: () => update(latest),
  })
  const only = h('input', { type: 'checkbox', onchange: () => update(latest) })
  const body = h('tbody')
  const note = h('p', { class: 'empty' })
  place.append(
    h('div', { class: 'filters' }, input, h('label', { class: 'switch' }, only, t(switchWord))),
    h(
      'div',
      { class: 'scroll' },
      h(
        'table',
        {},
        h(
          'thead',
          {},
          h(
            'tr',
            {},
            columns.map(([name, cls]) => h('th', { scope: 'col', class: cls ?? '' }, name)),
          ),
        ),
        body,
      ),
    ),
    note,
  )
  const draw = drawn(body)
  const update = view => {
    latest = view
    if (!view) return
    const { shown, key, rows } = rowsOf(view, input.value.trim().toLowerCase(), only.checked)
    draw(key, () => rows())
    note.textContent = shown === 0 ? empty(view) : ''
    place.querySelector('.scroll').hidden = shown === 0
  }
  return update
}

export function callbacks(place, { choose, refresh }) {
  let open
  let detail
  const toggle = async id => {
    open = open === id ? undefined : id
    detail = open === undefined ? undefined : await get('delivery', { id }).catch(error => ({ error: error.message }))
    await refresh()
  }
  const again = id =>
    post('deliver-again', { id }).then(
      () => {
        toast(t('sent'))
        return refresh()
      },
      error => toast(error.message, true),
    )
  const row = (push, now) => [
    h(
      'tr',
      { class: push.id === open ? 'open' : '' },
      h('td', { class: 'time' }, timeText(push.at, now)),
      h(
        'td',
        {},
        h(
          'button',
          { type: 'button', class: 'row', 'aria-expanded': String(push.id === open), onclick: () => void toggle(push.id) },
          push.what,
        ),
        push.repeat && h('span', { class: 'badge' }, t('repeat')),
        h(
          'div',
          { class: 'second' },
          push.person && h('button', { type: 'button', class: 'text', onclick: () => choose(push.person) }, push.person),
          push.person ? ` · ${push.account}` : push.account,
        ),
      ),
      h('td', {}, answerBadge(push.state, push.last), push.tries > 1 && h('span', { class: 'second' }, ` × ${push.tries}`)),
      h('td', { class: 'number' }, push.last ? msText(push.last.tookMs) : '…'),
    ),
    push.id === open && h('tr', { class: 'detail' }, h('td', { colspan: 4 }, detailOf(push, detail, again))),
  ]
  return filtered(
    place,
    'failedOnly',
    [[t('col.time')], [t('col.what')], [t('col.answer')], [t('col.ms'), 'number']],
    ({ callbacks, clock }, text, failed) => {
      const list = callbacks.filter(
        push => (!failed || push.state === 'failed') && `${push.what} ${push.person} ${push.account}`.toLowerCase().includes(text),
      )
      return { shown: list.length, key: [list, open, detail], rows: () => list.flatMap(push => row(push, clock.worldMs)) }
    },
    () => t('callbacksEmpty'),
  )
}

function detailOf(push, detail, again) {
  if (!detail || detail.error) return h('p', { class: 'hint' }, detail?.error ?? '…')
  const block = (title, text) => h('div', {}, h('h4', {}, title), h('pre', {}, text || t('none')))
  return [
    h('div', { class: 'buttons' }, h('button', { type: 'button', class: 'primary', onclick: () => void again(push.id) }, t('again'))),
    block(t('clear'), detail.clear),
    detail.sent && block(`${t('raw')} · POST ${detail.sent.url} · ${detail.sent.contentType}`, detail.sent.body),
    detail.answer !== null && block(t('answerBody'), detail.answer),
    h('h4', {}, t('attempts')),
    h(
      'ol',
      { class: 'attempts' },
      detail.attempts.map(attempt =>
        h(
          'li',
          {},
          answerBadge('', attempt),
          ` ${msText(attempt.tookMs)} ms`,
          attempt.note && h('span', { class: 'second' }, ` ${attempt.note}`),
        ),
      ),
    ),
  ]
}

export function calls(place) {
  const isBad = ({ code, status }) => code !== 0 || status === 0 || status >= 400
  const badge = call =>
    h(
      'span',
      { class: isBad(call) ? 'badge bad' : 'badge good' },
      call.status === 0
        ? t('lost5')
        : call.code !== 0
          ? String(call.code)
          : call.status === 200 || call.status === 204
            ? 'ok'
            : `HTTP ${call.status}`,
    )
  return filtered(
    place,
    'errorsOnly',
    [[t('col.time')], [t('col.path')], [t('col.code')], [t('col.ms'), 'number']],
    ({ calls, clock }, text, errors) => {
      const list = calls.filter(
        call => (!errors || isBad(call)) && `${call.path} ${call.account} ${call.code}`.toLowerCase().includes(text),
      )
      const row = call =>
        h(
          'tr',
          {},
          h('td', { class: 'time' }, timeText(call.at, clock.worldMs)),
          h('td', {}, h('code', {}, call.path), h('div', { class: 'second' }, [call.method, call.account].filter(Boolean).join(' · '))),
          h('td', {}, badge(call)),
          h('td', { class: 'number' }, msText(call.ms)),
        )
      return { shown: list.length, key: list, rows: () => list.map(row) }
    },
    () => t('callsEmpty', { url: location.origin }),
  )
}
