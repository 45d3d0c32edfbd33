/** People as the inspector shows them: found by any id, with what each account knows of them and what their phone received. */
import type { Person } from '../facts.ts'
import { slots } from '../facts.ts'
import type { Realm } from '../state/realm.ts'
import type { AccountState } from '../state/state.ts'
import { bubbleOf } from './bubbles.ts'

const mostFound = 30
const mostBubbles = 60

/** People whose name, id or phone contains a text; without one, those to whom something happened last, then the first of the world. */
export function findPeople(realm: Realm, search: string) {
  const { persons } = realm.world
  const all = [...realm.state.strangers, ...persons]
  const wanted = search.trim().toLowerCase()
  const found = wanted
    ? all.filter(person => idsOf(person).some(id => id.toLowerCase().includes(wanted)))
    : [...all.slice(0, mostFound), ...all.filter(({ index }) => realm.state.people.has(index))]
  return [...new Set(found)]
    .sort((a, b) => lastAt(realm, b) - lastAt(realm, a) || rank(wanted, a) - rank(wanted, b))
    .slice(0, mostFound)
    .map(person => ({
      name: person.name,
      unionid: person.unionid,
      follows: accountsOf(realm).flatMap(account => (follows(account, person) ? [account.spec.alias] : [])),
      messages: realm.state.people.get(person.index)?.received.length ?? 0,
      lastAt: lastAt(realm, person),
    }))
}

const idsOf = (person: Person) => [person.name, `p${person.index}`, person.unionid, person.phone, ...Object.values(person.openids)]
const rank = (wanted: string, { name }: Person) => (name === wanted ? 0 : 1)
const accountsOf = (realm: Realm) => realm.accounts().filter(({ spec }) => spec.slot !== undefined)
const openidIn = (account: AccountState, person: Person) => person.openids[account.spec.slot ?? slots[0]]
const follows = (account: AccountState, person: Person) => account.followers.get(openidIn(account, person))?.subscribed ?? false

function lastAt(realm: Realm, { index }: Person): number {
  const state = realm.state.people.get(index)
  return Math.max(0, state?.received.at(-1)?.at ?? 0, state?.visit?.launchAt ?? 0)
}

/** One person: ids, what each account knows, and the phone, newest message last. Throws when there is nobody of that name. */
export function personView(realm: Realm, name: string) {
  const person = realm.known(name) ?? realm.findByOpenid(name)
  if (!person) throw new Error(`There is no person "${name}".`)
  const state = realm.state.people.get(person.index)
  const now = realm.clock.ms()
  return {
    name: person.name,
    unionid: person.unionid,
    phone: person.phone,
    accounts: accountsOf(realm).map(account => {
      const openid = openidIn(account, person)
      const follower = account.followers.get(openid)
      const open = (account.allowances.get(openid) ?? []).filter(({ until, left }) => until > now && left > 0)
      return {
        alias: account.spec.alias,
        kind: account.spec.kind,
        name: account.spec.name,
        openid,
        tellsUnion: realm.tellsUnion(account.spec),
        follows: follower ? follower.subscribed : null,
        since: follower?.subscribed ? follower.subscribeTime * 1000 : null,
        scene: follower?.subscribeScene ?? '',
        blocked: account.official.blacklist.has(openid),
        /** Customer messages that may still be sent, and until when. */
        allowance:
          open.length === 0
            ? null
            : { left: open.reduce((sum, { left }) => sum + left, 0), until: Math.max(...open.map(({ until }) => until)) },
        consents: [...account.templates].flatMap(([id, { title }]) => {
          const left = account.consents.get(`${openid} ${id}`) ?? 0
          return left > 0 ? [{ id, title, left }] : []
        }),
      }
    }),
    messages: (state?.received ?? []).slice(-mostBubbles).map(message => bubbleOf(realm, message)),
  }
}
