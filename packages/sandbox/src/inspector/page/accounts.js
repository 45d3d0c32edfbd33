/** Accounts: what a product needs to connect, where callbacks go and how the last one ended, and the day's calls. */
import { copyable, drawn, h, shortText } from './dom.js'
import { answerBadge } from './traffic.js'
import { t } from './words.js'

const kindClass = { official_account: 'oa', mini_program: 'mp', channels: 'ch', shop: 'ch', talent: 'ch', league: 'ch' }

export function accounts(place) {
  const draw = drawn(place)
  return ({ accounts }) => draw(accounts, list => h('div', { class: 'cards' }, list.map(card)))
}

function card(account) {
  const { alias, name, kind, appId, appSecret, token, encodingAesKey, originalId, connection, last, followers, quotas } = account
  return h(
    'article',
    { class: 'card' },
    h('h2', {}, h('span', { class: `dot ${kindClass[kind]}` }), name, h('span', { class: 'alias' }, alias)),
    copyable('AppID', appId),
    copyable('AppSecret', appSecret, true),
    copyable('Token', token, true),
    copyable('EncodingAESKey', encodingAesKey, true),
    copyable(kind === 'channels' ? 'sph' : 'OriginalID', originalId),
    h('h3', {}, t('callback')),
    connection
      ? connected(connection, last)
      : h('div', { class: 'hint' }, t('noCallback'), h('code', { class: 'command' }, commandFor(alias))),
    kind === 'official_account' &&
      h('p', { class: 'fact' }, h('span', { class: 'label' }, t('followers')), h('b', {}, followers.toLocaleString())),
    h('h3', {}, t('quotas')),
    quotas.length === 0 ? h('p', { class: 'hint' }, t('noQuotas')) : h('ul', { class: 'quotas' }, quotas.map(quota)),
  )
}

const commandFor = alias => `wematrix-sandbox connect --account ${alias} --callback http://127.0.0.1:8080/callback/…`

function connected({ callback, mode, format, verified, product }, last) {
  if (!callback) return h('div', {}, h('code', { class: 'address' }, product ?? ''), h('p', { class: 'hint' }, t('productOnly')))
  return h(
    'div',
    {},
    h('code', { class: 'address' }, callback),
    h(
      'p',
      { class: 'fact' },
      h('span', { class: verified ? 'badge good' : 'badge bad' }, t(verified ? 'verified' : 'unverified')),
      h('span', { class: 'badge' }, `${mode} · ${format}`),
    ),
    last &&
      h(
        'p',
        { class: 'fact' },
        h('span', { class: 'label' }, t('lastCallback')),
        answerBadge(last.state, last.attempt),
        h('span', { class: 'second' }, `${last.what} · ${shortText(last.at)}`),
      ),
  )
}

function quota({ path, used, limit }) {
  const share = limit ? Math.min(1, used / limit) : 0
  return h(
    'li',
    {},
    h('code', {}, path),
    h('span', { class: 'count' }, `${used.toLocaleString()} / ${limit?.toLocaleString() ?? t('noLimit')}`),
    limit && h('progress', { max: 1, value: share, class: share > 0.8 ? 'bad' : '' }),
  )
}
