/** Faults in force, with a form to add one, and the fault plan that runs. */
import { post } from './control.js'
import { drawn, h, shortText, toast } from './dom.js'
import { faultWords, t } from './words.js'

const names = [
  'latencyMs',
  'busy',
  'http500',
  'dropAnswer',
  'tooFast',
  'duplicateCallbacks',
  'lateCallbacks',
  'lateMs',
  'secretExpired',
  'quotaExhausted',
  'refuse',
]

export function faults(place, { refresh }) {
  const inForce = h('div', {})
  const adding = h('div', {})
  const plan = h('div', {})
  const drawForce = drawn(inForce)
  const drawAdding = drawn(adding)
  const drawPlan = drawn(plan)
  const change = (path, body) => post(path, body).then(refresh, error => toast(error.message, true))
  let latest
  place.append(
    h('div', { class: 'card' }, h('h2', {}, t('inForce')), inForce, h('h3', {}, t('addFault')), adding),
    h('div', { class: 'card' }, h('h2', {}, t('plan')), plan, loader(change)),
  )
  return view => {
    latest = view
    const list = [['', t('everyAccount'), view.faults], ...view.accounts.map(({ alias, name, faults }) => [alias, name, faults])]
    drawForce(list, () => force(list, change))
    drawAdding(
      view.accounts.map(({ alias, name }) => [alias, name]),
      accounts => adder(accounts, () => latest, change),
    )
    drawPlan(view.plan, value => planTable(value, change))
  }
}

function force(list, change) {
  const rows = list.flatMap(([account, name, faults]) =>
    Object.entries(faults).map(([fault, value]) =>
      h(
        'li',
        {},
        h('div', {}, h('b', {}, faultWords(fault)[0]), h('div', { class: 'second' }, `${name} · ${shown(value)}`)),
        h(
          'button',
          {
            type: 'button',
            'aria-label': `${t('remove')} ${faultWords(fault)[0]}`,
            onclick: () => void change('faults', { ...(account ? { account } : {}), [fault]: null }),
          },
          t('remove'),
        ),
      ),
    ),
  )
  return rows.length > 0 ? h('ul', { class: 'faults' }, rows) : h('p', { class: 'hint' }, t('noFaults'))
}

function shown(value) {
  if (Array.isArray(value)) return value.join(', ')
  if (typeof value === 'object')
    return Object.entries(value)
      .map(pair => pair.join(' = '))
      .join(', ')
  return String(value)
}

function adder(accounts, latest, change) {
  const fault = h(
    'select',
    { 'aria-label': t('addFault') },
    names.map(name => h('option', { value: name }, faultWords(name)[0])),
  )
  const account = h(
    'select',
    { 'aria-label': t('actAccount') },
    [['', t('everyAccount')], ...accounts].map(([alias, name]) => h('option', { value: alias }, name)),
  )
  const value = h('input', { 'aria-label': t('value'), required: true })
  const hint = () => {
    value.placeholder = faultWords(fault.value)[1]
  }
  fault.addEventListener('change', hint)
  hint()
  const submit = event => {
    event.preventDefault()
    const { accounts, faults } = latest()
    const before = account.value ? accounts.find(({ alias }) => alias === account.value).faults : faults
    void change('faults', {
      ...(account.value ? { account: account.value } : {}),
      [fault.value]: read(fault.value, value.value.trim(), before),
    })
    value.value = ''
  }
  return h('form', { class: 'line', onsubmit: submit }, fault, account, value, h('button', { class: 'primary' }, t('add')))
}

function read(fault, text, before) {
  if (fault === 'secretExpired') return text !== 'false'
  if (fault === 'quotaExhausted') return [...(before.quotaExhausted ?? []), text]
  if (fault === 'refuse') {
    const [path, code] = text.split('=')
    return { ...before.refuse, [path.trim()]: Number(code) }
  }
  return Number(text)
}

function planTable({ plan, steps, seed }, change) {
  if (plan === null) return h('p', { class: 'hint' }, t('noPlan'))
  const tone = { 'in force': 'badge bad', 'to come': 'badge', over: 'badge good' }
  return [
    h('p', { class: 'fact' }, h('b', {}, plan), h('span', { class: 'second' }, `${t('seed')} ${seed}`)),
    h(
      'ul',
      { class: 'faults' },
      steps.map(({ fault, from, to, state, struck, ...rest }) =>
        h(
          'li',
          {},
          h(
            'div',
            {},
            h('b', {}, fault),
            ' ',
            h('span', { class: tone[state] }, t('planState')[state]),
            h('div', { class: 'second' }, `${shortText(Date.parse(from))} → ${to ? shortText(Date.parse(to)) : '∞'} · ${shown(rest)}`),
          ),
          h('span', { class: 'second' }, t('struck', { n: struck })),
        ),
      ),
    ),
    h('button', { type: 'button', onclick: () => void change('fault-plan', { stop: true }) }, t('planStop')),
  ]
}

function loader(change) {
  const text = h('textarea', {
    id: 'plan-text',
    rows: 5,
    spellcheck: 'false',
    placeholder: '{ "seed": 7, "steps": [{ "fault": "busy", "share": 0.1, "to": "+10m" }] }',
  })
  const submit = event => {
    event.preventDefault()
    void change('fault-plan', { text: text.value })
  }
  return h(
    'form',
    { class: 'plan', onsubmit: submit },
    h('label', { for: 'plan-text' }, t('planText')),
    text,
    h('button', {}, t('planLoad')),
  )
}
