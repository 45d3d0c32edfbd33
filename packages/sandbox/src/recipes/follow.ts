/** Follows a recipe as somebody with a terminal would: by HTTP alone, against a sandbox at an address. */
import { createPayClient, findEndpoint, findPayEndpoint, type PayEndpoint, PayError } from '@wematrix/wechat'
import type { Recipe } from './read.ts'

export type Answer = Record<string, unknown>

/** What a recipe is carried out with; several recipes in turn need one each. */
type Kitchen = {
  url: string
  recipe: Recipe
  /** Fields of all answers so far. */
  known: Record<string, string>
  tokens: Map<string, string>
}

type Account = { alias: string; appId: string; appSecret: string }

/** Does all steps; gives the last answer. */
export async function follow(url: string, recipe: Recipe): Promise<Answer> {
  const answers = await steps({ url, recipe, known: {}, tokens: new Map() }, recipe.steps)
  return answers.at(-1)!
}

/** Does all but the last step: the world is as it must be, and the reader makes a call of their own. */
export async function prepare(url: string, recipe: Recipe): Promise<void> {
  await steps({ url, recipe, known: {}, tokens: new Map() }, recipe.steps.slice(0, -1))
}

async function steps(kitchen: Kitchen, texts: readonly string[]): Promise<Answer[]> {
  const answers: Answer[] = []
  for (const text of texts) {
    const [, times = '1', step = ''] = /^(?:(\d+)× )?(.*)$/.exec(text) ?? []
    const [, what = step, pause] = /^(.*?)(?: after (\d+[smhd]))?$/.exec(step) ?? []
    for (let n = 1; n <= Number(times); n++) {
      kitchen.known.n = String(n)
      if (pause !== undefined) await doStep(kitchen, `clock +${pause}`)
      const answer = await doStep(kitchen, what)
      for (const [name, value] of Object.entries(answer)) {
        if (typeof value === 'string' || typeof value === 'number') kitchen.known[name] = String(value)
        else if (Array.isArray(value)) kitchen.known[name] = String(value[0])
      }
      const rid = /rid: (\S+)/.exec(String(answer.errmsg))?.[1]
      if (rid) kitchen.known.rid = rid
      answers.push(answer)
    }
  }
  return answers
}

/** WeChat would give no token: its answer is the answer to the call. */
class NoToken extends Error {
  readonly answer: Answer
  constructor(answer: Answer) {
    super('no token')
    this.answer = answer
  }
}

async function doStep(kitchen: Kitchen, text: string): Promise<Answer> {
  try {
    return await carryOut(kitchen, text)
  } catch (error) {
    if (error instanceof NoToken) return error.answer
    throw error
  }
}

async function carryOut(kitchen: Kitchen, text: string): Promise<Answer> {
  const [, other, step = ''] = /^(?:@(\S+) )?(.*)$/.exec(text) ?? []
  const who = other ?? kitchen.recipe.account
  const [verb = '', ...words] = (await filled(kitchen, who, step)).split(' ')
  const rest = words.join(' ')
  if (verb === 'clock') {
    // Whoever lets time pass asks for a new token afterwards.
    kitchen.tokens.clear()
    return control(kitchen, 'clock', { by: rest })
  }
  if (verb === 'control') return control(kitchen, words[0]!, jsonOf(words.slice(1).join(' ')))
  if (verb === 'act') return control(kitchen, 'act', { act: words[0], person: words[1], ...jsonOf(words.slice(2).join(' ')) })
  if (verb === 'RAW') return send(kitchen.url, words[0]!, words[1]!, words.slice(2).join(' ') || undefined)
  if (who === 'merchant') return pay(kitchen, verb, words[0]!, jsonOf(words.slice(1).join(' ')))
  const [path = '', ...more] = words
  if (verb === 'UPLOAD') return send(kitchen.url, 'POST', await proved(kitchen, who, path), form(more[0]!, Number(more[1])))
  const body = jsonOf(more.join(' '))
  const address = await proved(kitchen, who, path, verb, body)
  return send(kitchen.url, verb, address, verb === 'GET' ? undefined : JSON.stringify(body))
}

/** Adds the token, or the secrets into the query or the body, as the endpoint wants them. */
async function proved(kitchen: Kitchen, who: string, path: string, method = 'POST', body: Answer = {}): Promise<string> {
  const with_ = (fields: Record<string, string>) => `${path}${path.includes('?') ? '&' : '?'}${new URLSearchParams(fields)}`
  if (who === 'platform') {
    const { appId, appSecret } = (await control(kitchen, 'component')) as unknown as Account
    Object.assign(body, { component_appid: appId })
    if (!path.endsWith('/api_component_token')) return with_({ component_access_token: await componentToken(kitchen) })
    Object.assign(body, { component_appsecret: appSecret })
    return path
  }
  if (who === 'robot') {
    await control(kitchen, 'robot', { key: 'recipe-robot-0001' })
    return with_({ key: 'recipe-robot-0001' })
  }
  const row = findEndpoint(method === 'GET' ? 'GET' : 'POST', path.split('?')[0]!)?.endpoint.row
  if (row?.auth !== 'secret') return with_({ access_token: await tokenOf(kitchen, who) })
  const { appId, appSecret } = await accountOf(kitchen, who)
  const secrets = { appid: appId, [row.secretField ?? 'secret']: appSecret }
  if (method === 'GET') return with_(secrets)
  Object.assign(body, secrets)
  return path
}

/** A call signed as the world's merchant; what WeChat Pay refuses is answered as `errcode`. */
async function pay(kitchen: Kitchen, method: string, path: string, body: Answer): Promise<Answer> {
  const merchant = (await control(kitchen, 'pay')) as unknown as Omit<Parameters<typeof createPayClient>[0], 'clock'>
  const now = new Date(String((await control(kitchen, 'clock')).now))
  const client = createPayClient({ ...merchant, baseUrl: kitchen.url, clock: { now: () => now }, retries: 0 })
  const [pathname = '', search = ''] = path.split('?')
  const found = findPayEndpoint(method, pathname)
  if (!found) throw new Error(`WeChat Pay's table has no ${method} ${pathname}.`)
  try {
    const input = { ...Object.fromEntries(new URLSearchParams(search)), ...body, ...found.fields }
    return ((await client.call(found.endpoint as PayEndpoint<object, Answer>, input)) ?? {}) as Answer
  } catch (error) {
    if (error instanceof PayError) return { errcode: error.code }
    throw error
  }
}

async function tokenOf(kitchen: Kitchen, who: string): Promise<string> {
  const known = kitchen.tokens.get(who)
  if (known !== undefined) return known
  const [alias = '', , platform] = who.split(' ')
  const token = platform ? await authorizerToken(kitchen) : await stableToken(kitchen, alias)
  kitchen.tokens.set(who, token)
  return token
}

async function stableToken(kitchen: Kitchen, alias: string): Promise<string> {
  const { appId, appSecret } = await accountOf(kitchen, alias)
  const body = JSON.stringify({ grant_type: 'client_credential', appid: appId, secret: appSecret })
  const answer = await send(kitchen.url, 'POST', '/cgi-bin/stable_token', body)
  if (answer.access_token === undefined) throw new NoToken(answer)
  return String(answer.access_token)
}

/** The platform's token: by the ticket that the sandbox pushed last. */
async function componentToken(kitchen: Kitchen): Promise<string> {
  const known = kitchen.tokens.get('platform')
  if (known !== undefined) return known
  const view = await control(kitchen, 'component', { eventUrl: `${kitchen.url}/nobody-listens` })
  const body = JSON.stringify({
    component_appid: view.appId,
    component_appsecret: view.appSecret,
    component_verify_ticket: view.lastTicket,
  })
  const token = String((await send(kitchen.url, 'POST', '/cgi-bin/component/api_component_token', body)).component_access_token)
  kitchen.tokens.set('platform', token)
  return token
}

/** The token of the account whose administrator authorised the platform in the last step. */
async function authorizerToken(kitchen: Kitchen): Promise<string> {
  const token = await componentToken(kitchen)
  const { appId } = await control(kitchen, 'component')
  const body = JSON.stringify({ component_appid: appId, authorization_code: kitchen.known.code })
  const answer = await send(kitchen.url, 'POST', `/cgi-bin/component/api_query_auth?component_access_token=${token}`, body)
  return String((answer.authorization_info as Answer).authorizer_access_token)
}

async function accountOf(kitchen: Kitchen, alias: string): Promise<Account> {
  const accounts = (await control(kitchen, 'accounts')) as unknown as Account[]
  const found = accounts.find(account => account.alias === alias)
  if (!found) throw new Error(`The world has no account "${alias}".`)
  return found
}

/** Puts values in the place of `$name`, `$name@account` and `«text*n»`. */
async function filled(kitchen: Kitchen, who: string, text: string): Promise<string> {
  const values = new Map<string, string>()
  for (const [whole, name = '', at = who.split(' ')[0]!] of text.matchAll(/\$(\w+)(?:@([\w-]+))?/g))
    values.set(whole, await lookUp(kitchen, who, name, at))
  return text
    .replace(/\$(\w+)(?:@([\w-]+))?/g, whole => values.get(whole)!)
    .replace(/«([^*]+)\*(\d+)»/g, (_whole, piece: string, times: string) => piece.repeat(Number(times)))
    .replace(/"(\d+) × ([^"]*)"/g, (_whole, times: string, piece: string) => JSON.stringify(Array(Number(times)).fill(piece)))
}

async function lookUp(kitchen: Kitchen, who: string, name: string, at: string): Promise<string> {
  if (name === 'appid') return (await accountOf(kitchen, at)).appId
  if (name === 'secret') return (await accountOf(kitchen, at)).appSecret
  if (name === 'token') return tokenOf(kitchen, at)
  if (name === 'url') return kitchen.url
  if (name === 'mchId') return String((await control(kitchen, 'pay')).mchId)
  if (name === 'now' || name === 'yesterday') {
    const now = Date.parse(String((await control(kitchen, 'clock')).now))
    return name === 'now' ? String(Math.floor(now / 1000)) : new Date(now - 16 * 3_600_000).toISOString().slice(0, 10)
  }
  const known = kitchen.known[name]
  if (known !== undefined) return known
  const { openids } = (await control(kitchen, `people?name=${name}`)) as { openids: Record<string, string> }
  return openids[at.replace('-', '_')] ?? openids[who.split(' ')[0]!.replace('-', '_')] ?? ''
}

/** Answers of a GET without input; throws what the control API says against it. */
async function control({ url }: Kitchen, name: string, input?: object): Promise<Answer> {
  const answer = await fetch(`${url}/control/${name}`, input === undefined ? {} : { method: 'POST', body: JSON.stringify(input) })
  const value = (await answer.json()) as Answer
  if (!answer.ok) throw new Error(`/control/${name}: ${String(value.error)}`)
  return value
}

async function send(url: string, method: string, path: string, body?: string | FormData): Promise<Answer> {
  const answer = await fetch(`${url}${path}`, { method, ...(body === undefined ? {} : { body }) })
  const text = await answer.text()
  if (!text.startsWith('{')) return {}
  const { code, ...value } = JSON.parse(text) as Answer
  return path.startsWith('/v3/') ? { errcode: code } : { ...value, ...(code === undefined ? {} : { code }) }
}

const jsonOf = (text: string): Answer => (text === '' ? {} : (JSON.parse(text) as Answer))

const heads: Record<string, readonly number[]> = {
  jpg: [0xff, 0xd8, 0xff, 0xe0],
  png: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
  mp4: [0, 0, 0, 0x18, 0x66, 0x74, 0x79, 0x70, 0x6d, 0x70, 0x34, 0x32],
  amr: [0x23, 0x21, 0x41, 0x4d, 0x52, 0x0a, 0x3c],
  text: [0x68, 0x69],
}

/** A file of so many bytes that begins as its format does. */
function form(format: string, size: number): FormData {
  const data = new Uint8Array(size).fill(format === 'amr' ? 0x3c : 0)
  data.set((heads[format] ?? []).slice(0, size))
  const parts = new FormData()
  parts.append('media', new Blob([data]), `a.${format}`)
  return parts
}
