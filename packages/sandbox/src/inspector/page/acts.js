/** Buttons for what people do, so that a program can be tried by hand. Each row is one act with what it needs. */
import { post } from './control.js'
import { drawn, h, toast } from './dom.js'
import { t } from './words.js'

export function acts(place, shared) {
  const draw = drawn(place)
  const run = (act, options) =>
    post('act', { act, person: shared.person, ...options }).then(
      () => {
        toast(`${t(`act.${act}`)} · ${t('done')}`)
        return shared.refresh()
      },
      error => toast(error.message, true),
    )
  return ({ accounts, choices }) =>
    draw([accounts.map(({ alias, name, kind }) => [alias, name, kind]), choices], ([list]) => {
      const official = list.filter(([, , kind]) => kind === 'official_account').map(([alias, name]) => [alias, name])
      return [
        h('h2', {}, t('acts')),
        h('div', { class: 'form' }, [
          inAccount(official, run),
          withText('scan', t('scene'), 'store01', scene => run('scan', { scene })),
          withText('message', t('text'), '你好', text => run('message', { text })),
          withChoice(
            'menu',
            t('item'),
            choices.menus.map(({ account, item }) => [`${account} ${item}`, `${item} · ${account}`]),
            value => {
              const [account, ...item] = value.split(' ')
              return run('menu', { account, item: item.join(' ') })
            },
          ),
          withChoice(
            'open',
            t('way'),
            choices.ways.map(way => [way, way]),
            entry => run('open', { entry }),
          ),
          withChoice(
            'consent',
            t('template'),
            choices.templates.map(({ account, id, title }) => [`${account} ${id}`, `${title} · ${id}`]),
            value => {
              const [account, template] = value.split(' ')
              return run('consent', { account, template })
            },
          ),
          withChoice(
            'pay',
            t('order'),
            choices.orders.map(({ order, description, fen }) => [order, `¥${(fen / 100).toFixed(2)} ${description}`]),
            order => run('pay', { order }),
          ),
          h('div', { class: 'line three' }, [
            h('button', { type: 'button', onclick: () => void run('buy', {}) }, t('act.buy')),
            h('button', { type: 'button', onclick: () => void run('location', {}) }, t('act.location')),
            h('button', { type: 'button', onclick: () => void run('privacy', { event: 'revoke' }) }, t('act.privacy')),
          ]),
        ]),
      ]
    })
}

const select = (label, options) =>
  h(
    'select',
    { 'aria-label': label },
    options.map(([value, name]) => h('option', { value }, name)),
  )

function inAccount(options, run) {
  const account = select(t('actAccount'), options)
  const button = act => h('button', { type: 'button', onclick: () => void run(act, { account: account.value }) }, t(`act.${act}`))
  return h('div', { class: 'line' }, account, button('follow'), button('unfollow'))
}

function line(act, field, value, empty = false) {
  const submit = event => {
    event.preventDefault()
    void value()
  }
  return h('form', { class: 'line', onsubmit: submit }, field, h('button', { disabled: empty }, t(`act.${act}`)))
}

function withText(act, label, given, run) {
  const input = h('input', { 'aria-label': label, value: given })
  return line(act, input, () => run(input.value))
}

function withChoice(act, label, options, run) {
  const field = select(label, options.length > 0 ? options : [['', act === 'pay' ? t('noOrder') : '—']])
  return line(act, field, () => run(field.value), options.length === 0)
}
