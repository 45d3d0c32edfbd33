/** `/control/*`: everything a story, a demo or an operator of the sandbox may do to the world. This machine only. */
import { writeFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { act } from './acts/index.ts'
import { changeComponent, componentView } from './component/control.ts'
import { connect } from './connect.ts'
import { dayOf, parseSpan } from './days.ts'
import { changeFaultPlan, planView } from './fault-plans/index.ts'
import { changeFaults } from './faults.ts'
import { refuseMachine, refuseSite } from './guard.ts'
import { historyChunks, writeHistory } from './history.ts'
import { findPeople, personView } from './inspector/people.ts'
import { inspectorView } from './inspector/view.ts'
import { banArticle, changeOfficial, officialSettings } from './official-account/control.ts'
import { answerMass } from './official-account/mass-jobs.ts'
import { answerLink } from './official-account/mini-program-links.ts'
import { atDesk, type StaffChange } from './official-account/staff.ts'
import { type PartnerKind, partner } from './partners/partners.ts'
import { changePay, merchantView, probeNow } from './pay/control.ts'
import type { Engine } from './sandbox.ts'
import { readBody } from './server.ts'
import { changeProduct, type ProductChange } from './shop/products.ts'
import { carrierStats } from './state/aggregates.ts'
import { crowdCount, gatherCrowd, joinCrowd, leaveCrowd } from './state/crowd.ts'
import type { Realm } from './state/realm.ts'
import type { AccountState } from './state/state.ts'
import { makeRobot } from './wecom/robots.ts'

type Input = Record<string, unknown>
type Handler = (engine: Engine, input: Input, response: ServerResponse) => unknown

/** Handlers by `METHOD name`; what they return is sent as JSON, `undefined` means that they answered themselves. */
const routes: Record<string, Handler> = {
  'GET ': engine => overview(engine),
  'GET accounts': ({ realm }) =>
    realm.accounts().map(({ spec, connection, faults }) => ({ ...spec, connection: connection ?? null, faults })),
  'GET clock': ({ realm }) => clockView(realm.clock.state),
  'POST clock': ({ realm }, input) => {
    const by = typeof input.by === 'string' ? parseSpan(input.by) : (input.by as number | undefined)
    if (typeof input.by === 'string' && by === undefined) throw new Error(`"${input.by}" is no span; write +1d, 90m, -2h.`)
    const at = input.at === undefined ? undefined : Date.parse(String(input.at))
    if (Number.isNaN(at)) throw new Error(`"${String(input.at)}" is no instant; write 2026-11-22T12:00:00Z.`)
    realm.clock.set({
      ...(at === undefined ? {} : { at }),
      ...(by === undefined ? {} : { by }),
      ...(input.speed === undefined ? {} : { speed: Number(input.speed) }),
      ...(input.frozen === undefined ? {} : { frozen: Boolean(input.frozen) }),
    })
    return clockView(realm.clock.state)
  },
  'POST act': async (engine, { act: name, person, ...options }) => act(engine, String(name), String(person), options),
  'POST connect': ({ realm, callbacks }, input) => connect(realm, callbacks, input as Parameters<typeof connect>[2]),
  'POST disconnect': ({ realm }, { account }) => {
    delete realm.account(String(account)).connection
    return { account }
  },
  'POST faults': ({ realm }, { account, ...change }) => {
    const target = account === undefined ? realm.state : realm.account(String(account))
    target.faults = changeFaults(target.faults, change)
    return { account: account ?? 'all', faults: target.faults }
  },
  'GET fault-plan': ({ realm }) => planView(realm),
  'POST fault-plan': ({ realm }, change) => changeFaultPlan(realm, change),
  'POST crowd': ({ realm }, { account, followers, leave, join }) => {
    const target = realm.account(String(account))
    if (followers !== undefined) gatherCrowd(target, Number(followers), realm.clock.ms())
    if (join !== undefined) joinCrowd(target, Number(join))
    const left = leave === undefined ? [] : leaveCrowd(target, Number(leave))
    return { account, followers: crowdCount(target), left }
  },
  'GET calls': ({ realm }, { account }) => realm.account(String(account)).used,
  'POST account': ({ realm }, { account, ...change }) => changeAccount(realm, realm.account(String(account)), change),
  'GET deliveries': ({ callbacks }, { after, account }) =>
    callbacks.log.filter(({ id, appId }) => id > Number(after ?? 0) && (!account || appId === account)),
  'GET delivery': ({ callbacks }, { id }) => callbacks.bodyOf(Number(id)),
  'POST deliver-again': ({ callbacks }, { id }) => {
    callbacks.again(Number(id))
    return { again: id }
  },
  'GET inspector': engine => inspectorView(engine),
  'GET inspector/people': ({ realm }, { search = '' }) => findPeople(realm, String(search)),
  'GET inspector/person': ({ realm }, { name }) => personView(realm, String(name)),
  'POST settle': async ({ callbacks, agenda }) => {
    await callbacks.settled()
    await agenda.settled()
    return { settled: true }
  },
  'POST habit': ({ callbacks }, input) => {
    callbacks.settings = { ...callbacks.settings, ...input }
    return callbacks.settings
  },
  'POST snapshot': ({ realm, snapshots }, { name = 'default' }) => {
    snapshots.set(String(name), realm.snapshot())
    return { snapshot: name }
  },
  'POST restore': ({ realm, snapshots, agenda }, { name = 'default', keepClock }) => {
    const kept = snapshots.get(String(name))
    if (!kept) throw new Error(`There is no snapshot "${String(name)}".`)
    realm.restore(kept, Boolean(keepClock))
    agenda.arm()
    return { restored: name }
  },
  'POST reset': ({ realm, agenda }) => {
    realm.reset()
    agenda.arm()
    return { reset: true }
  },
  'GET pay': ({ realm }) => merchantView(realm),
  'POST pay': ({ realm }, change) => changePay(realm, change),
  'POST pay-probe': ({ realm }, { notice }) => probeNow(realm, notice),
  'GET component': ({ realm }) => componentView(realm),
  'POST component': ({ realm, agenda }, change) => changeComponent(realm, agenda, change),
  'POST staff': ({ realm, callbacks }, { account = 'service', ...change }) =>
    atDesk(realm, callbacks.push, realm.account(String(account)), change as StaffChange),
  'POST link': ({ realm }, { account = 'service', with: word = 'mini-program', accepts = true }) =>
    answerLink(realm, realm.account(String(account)), String(word), Boolean(accepts)),
  'POST mass': ({ realm, callbacks, agenda }, { account = 'service', accepts = true, id }) =>
    answerMass(
      { realm, agenda, push: callbacks.push },
      realm.account(String(account)),
      Boolean(accepts),
      id === undefined ? undefined : String(id),
    ),
  'POST article': ({ realm }, { account = 'service', article, banned = true }) =>
    banArticle(realm, realm.account(String(account)), String(article), Boolean(banned)),
  'POST partner': ({ realm }, { kind, bound }) => partner(realm, kind as PartnerKind, bound !== false).spec,
  'POST product': ({ realm, callbacks, agenda }, change) =>
    changeProduct({ realm, push: callbacks.push, agenda }, realm.account('shop'), change as ProductChange),
  'GET robots': ({ realm }) => [...realm.state.robots.values()],
  'POST robot': ({ realm }, { key }) => makeRobot(realm, key),
  'GET life': ({ life }) => life.state,
  'POST life': ({ life, realm }, { running, perSecond, speed }) => {
    if (speed !== undefined) realm.clock.set({ speed: Number(speed) })
    if (running === false) life.stop()
    else life.start(perSecond === undefined ? undefined : Number(perSecond))
    return life.state
  },
  'GET facts': ({ realm }) => realm.world.planted?.() ?? { planted: null, realised: null },
  'GET people': ({ realm }, { name }) => {
    const person = realm.person(String(name))
    return { ...person, ...realm.stateOf(person), sessions: undefined }
  },
  'GET history': ({ realm }, _input, response) => stream(response, historyChunks(realm.world)),
  'POST history': async ({ realm }, { file, facts }) => {
    const written = await writeHistory(realm.world, String(file))
    if (facts && realm.world.planted) await writeFile(`${String(file)}.facts.json`, JSON.stringify(realm.world.planted(), null, 2))
    return written
  },
  'GET stats': ({ realm }, _input, response) =>
    stream(response, lines(carrierStats(realm, realm.world.firstDay, dayOf(realm.clock.ms()) - 1))),
}

function overview({ realm, life, callbacks }: Engine) {
  return {
    world: realm.world.name,
    seed: realm.world.seed,
    people: realm.world.persons.length,
    clock: clockView(realm.clock.state),
    life: life.state,
    accounts: realm
      .accounts()
      .map(({ spec, connection }) => ({ account: spec.alias, name: spec.name, appId: spec.appId, connected: connection !== undefined })),
    deliveries: callbacks.log.length,
    routes: Object.keys(routes).map(route => route.replace(' ', ' /control/')),
  }
}

const clockView = (state: { worldMs: number; speed: number; frozen: boolean }) => ({
  now: new Date(state.worldMs).toISOString(),
  speed: state.speed,
  frozen: state.frozen,
})

/** What an owner changes in WeChat's console: IP whitelist, calls a day, abilities, AppSecret, Open Platform binding. */
function changeAccount(realm: Realm, account: AccountState, change: Input) {
  const { bound } = realm.state
  for (const [name, value] of Object.entries(change)) {
    if (name === 'ipWhitelist') {
      if (value === null) delete account.ipWhitelist
      else account.ipWhitelist = value as string[]
    } else if (name === 'limits') account.limits = { ...account.limits, ...(value as Record<string, number>) }
    else if (name === 'abilitiesOff') account.abilitiesOff = Boolean(value)
    else if (name === 'appSecret' || name === 'token' || name === 'encodingAesKey') account.spec[name] = String(value)
    else if (name === 'bound') bound[value ? 'add' : 'delete'](account.spec.appId)
    else if (changeOfficial(realm, account, name, value)) continue
    else if (name in account.miniProgram.settings) Object.assign(account.miniProgram.settings, { [name]: value })
    else
      throw new Error(
        `An account has no "${name}"; there are ipWhitelist, limits, abilitiesOff, appSecret, token, encodingAesKey, bound, ${[...officialSettings, ...Object.keys(account.miniProgram.settings)].join(', ')}.`,
      )
  }
  return {
    ...account.spec,
    ipWhitelist: account.ipWhitelist ?? null,
    abilitiesOff: account.abilitiesOff,
    bound: bound.has(account.spec.appId),
    ...(account.spec.kind === 'mini_program' ? account.miniProgram.settings : {}),
    ...(account.spec.kind === 'official_account' ? account.official.habit : {}),
  }
}

function* lines(rows: Iterable<unknown>): Generator<string> {
  for (const row of rows) yield `${JSON.stringify(row)}\n`
}

async function stream(response: ServerResponse, chunks: Iterable<string>): Promise<undefined> {
  response.writeHead(200, { 'content-type': 'application/x-ndjson' })
  for (const chunk of chunks) if (!response.write(chunk)) await new Promise(resolve => response.once('drain', resolve))
  response.end()
}

/** Answers one control call. Refuses other machines, foreign Host headers, other sites' pages and, when a token is set, callers without it. */
export async function answerControl(engine: Engine, request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
  const reply = (status: number, value: unknown) => {
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' })
    response.end(
      JSON.stringify(value, (_name, field: unknown) =>
        typeof field === 'bigint' ? String(field) : field instanceof Map ? Object.fromEntries(field) : field,
      ),
    )
  }
  const refused = refuseMachine(request) ?? refuseSite(request)
  if (refused) return reply(403, { error: refused })
  if (engine.controlToken && request.headers.authorization !== `Bearer ${engine.controlToken}`)
    return reply(401, { error: 'Send the control token as Authorization: Bearer.' })
  const name = url.pathname.replace(/^\/control\/?/, '').replace(/\/$/, '')
  const handler = routes[`${request.method} ${name}`]
  if (!handler) return reply(404, { error: `There is no ${request.method} /control/${name}; GET /control/ lists what there is.` })
  try {
    const text = (await readBody(request)).toString('utf8')
    const input = { ...Object.fromEntries(url.searchParams), ...(text ? (JSON.parse(text) as Input) : {}) }
    const value = await handler(engine, input, response)
    if (!response.headersSent) reply(200, value)
  } catch (error) {
    if (response.headersSent) response.destroy()
    else reply(400, { error: error instanceof Error ? error.message : String(error) })
  }
}
