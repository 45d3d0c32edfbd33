/** The command `wematrix-sandbox`: starts a world, or tells a running one what should happen. */
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { readFaultPlan } from './fault-plans/index.ts'
import { startSandbox } from './sandbox.ts'

export const usage = `wematrix-sandbox [serve] [--port 8090] [--host 127.0.0.1] [--world tea-shop|course-school|empty] [--people N] [--seed N]
                 [--now ISO] [--speed N] [--frozen] [--life EVENTS_PER_SECOND] [--faults PLAN.json]
                 [--first-id N] [--control-token T] [--with-parent]
    starts WeChat; prints one JSON line when it is ready: {url, control, inspector, accounts}

of a running one (--control URL, default http://127.0.0.1:8090/control):
  act NAME --person lin [--account service] [--item 领茶券] [--text …] [--scene …] [--entry article] [--path …] …
  clock [+1d | 2026-11-22T12:00:00Z] [--speed N] [--freeze | --run]
  connect --account service --callback URL [--mode safe|compat|plain] [--format xml|json] [--product URL] [--write-key K]
  fault-plan [FILE | --stop]: loads, shows or ends a scripted plan (serve takes --faults FILE)
  faults [--account service] [--busy 0.1] [--latency-ms 800] [--http500 0.05] [--drop-answer 0.05] …
  life [--per-second N | --stop]
  pay [--mode switching --share 0.5 --probe-notices 0.1 --hosts '{"brand.example.com":"http://127.0.0.1:8080"}' --rotate …]
  component [--event-url URL --message-url 'URL/$APPID$/callback' …]
  account --account service [--publish 4] [--mass 'err(20001)'] [--mass-protection] [--verified false] …
  staff --staff NAME [--online true] [--take true | --take lin] [--say … --to lin] · mass · link · article --article ID
  account --account service --menu '[{"name":"地址","type":"text","value":"…"}]': a menu of the web console; null takes it down
  account --account mini-program [--released false --trade-managed true --bound false …]
  product [--product ID --title T --price-fen N --stock N --audit pass|refuse --status 5|11]: the shop's console
  partner --kind talent|league: an account beside the brand's own
  robot [--key K] · robots
  crowd --account service --followers 1000000 [--leave N] [--join N]
  history --file PAST.ndjson [--facts]
  facts · people --person lin · deliveries · reset · snapshot [--name N] · restore [--name N]`

type Io = { out: (text: string) => void; err: (text: string) => void }
const standard: Io = { out: text => process.stdout.write(`${text}\n`), err: text => process.stderr.write(`${text}\n`) }

type Flags = Record<string, string | boolean>

/** `--write-key K --frozen` → `{writeKey: 'K', frozen: true}`. */
function readFlags(args: string[]): { words: string[]; flags: Flags } {
  const { positionals, tokens } = parseArgs({ args, strict: false, allowPositionals: true, tokens: true })
  const flags: Flags = {}
  const taken = new Set<string>()
  for (const [index, token] of tokens.entries()) {
    if (token.kind !== 'option') continue
    const next = tokens[index + 1]
    const name = token.name.replace(/-([a-z0-9])/g, (_all, letter: string) => letter.toUpperCase())
    if (token.value !== undefined) flags[name] = token.value
    else if (next?.kind === 'positional') {
      flags[name] = next.value
      taken.add(String(next.index))
    } else flags[name] = true
  }
  const words = tokens.flatMap(token => (token.kind === 'positional' && !taken.has(String(token.index)) ? [token.value] : []))
  return { words: words.length > 0 ? words : positionals.filter(() => false), flags }
}

/** Runs the command; resolves to the exit code, or stays up while it serves. */
export async function run(argv: string[], io: Io = standard): Promise<number> {
  const { words, flags } = readFlags(argv)
  const [command = 'serve', ...rest] = words
  if (flags.help || command === 'help') {
    io.out(usage)
    return 0
  }
  try {
    if (command === 'serve') return await serve(flags, io)
    const answer = await ask(command, rest, flags)
    io.out(JSON.stringify(answer, null, 2))
    return 0
  } catch (error) {
    io.err(error instanceof Error ? error.message : String(error))
    return 1
  }
}

const number = (value: string | boolean | undefined) => (value === undefined || value === true ? undefined : Number(value))

async function serve(flags: Flags, io: Io): Promise<number> {
  const speed = number(flags.speed)
  const faultPlan = typeof flags.faults === 'string' ? readFaultPlan(await readFile(flags.faults, 'utf8'), flags.faults) : undefined
  const sandbox = await startSandbox({
    port: number(flags.port) ?? 8090,
    world: String(flags.world ?? 'tea-shop'),
    clock: {
      ...(flags.now ? { now: new Date(String(flags.now)) } : {}),
      ...(speed === undefined ? {} : { speed }),
      frozen: flags.frozen === true,
    },
    life: number(flags.life) ?? 0,
    ...(faultPlan ? { faultPlan } : {}),
    ...(flags.host ? { host: String(flags.host) } : {}),
    ...(flags.people ? { people: Number(flags.people) } : {}),
    ...(flags.seed ? { seed: Number(flags.seed) } : {}),
    ...(flags.firstId ? { firstId: Number(flags.firstId) } : {}),
    ...(flags.controlToken ? { controlToken: String(flags.controlToken) } : {}),
  })
  const { url, control, accounts } = sandbox
  io.out(JSON.stringify({ url, control, inspector: `${url}/inspector`, accounts }))
  await new Promise<void>(resolve => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, resolve)
    process.once('disconnect', resolve)
    if (flags.withParent) watchParent(resolve)
  })
  await sandbox.close()
  return 0
}

/** Ends this process after the one that started it, however that ended. */
function watchParent(gone: () => void): void {
  const parent = process.ppid
  setInterval(() => process.ppid !== parent && gone(), 1000).unref()
}

/** One call of the control API. Values that look like numbers or JSON travel as such. */
async function ask(command: string, rest: string[], { control, controlToken, ...flags }: Flags): Promise<unknown> {
  const input: Record<string, unknown> = Object.fromEntries(Object.entries(flags).map(([name, value]) => [name, typedValue(value)]))
  const [first] = rest
  let method = 'POST'
  let name = command
  if (command === 'act') Object.assign(input, { act: first })
  else if (command === 'clock') {
    if (first !== undefined) input[/^[+-]|^\d+(ms|s|m|h|d)$/.test(first) ? 'by' : 'at'] = first
    if (input.freeze) input.frozen = true
    if (input.run) input.frozen = false
    if (Object.keys(input).length === 0) method = 'GET'
  } else if (command === 'life') {
    if (input.stop) input.running = false
    if (Object.keys(input).length === 0) method = 'GET'
  } else if (command === 'fault-plan') {
    if (first !== undefined) Object.assign(input, { file: first, text: await readFile(first, 'utf8') })
    else if (!input.stop) method = 'GET'
  } else if (command === 'people') {
    method = 'GET'
    name = `people?name=${encodeURIComponent(String(input.person ?? first ?? ''))}`
  } else if (['facts', 'deliveries', 'accounts', 'robots'].includes(command)) method = 'GET'
  else if (['pay', 'component'].includes(command) && Object.keys(input).length === 0) method = 'GET'
  const base = String(control ?? 'http://127.0.0.1:8090/control').replace(/\/+$/, '')
  const answer = await fetch(`${base}/${name}`, {
    method,
    headers: { 'content-type': 'application/json', ...(controlToken ? { authorization: `Bearer ${String(controlToken)}` } : {}) },
    ...(method === 'POST' ? { body: JSON.stringify(input) } : {}),
  }).catch((cause: unknown) => {
    throw new Error(`No sandbox answers at ${base}; start one with "wematrix-sandbox --port 8090".`, { cause })
  })
  const value = (await answer.json()) as { error?: string }
  if (!answer.ok) throw new Error(value.error ?? `The sandbox answered ${answer.status}.`)
  return value
}

/** Texts that must stay texts although they look like numbers or words. */
function typedValue(value: string | boolean): unknown {
  if (typeof value === 'boolean') return value
  if (/^-?\d{1,15}(\.\d+)?$/.test(value)) return Number(value)
  if (/^[[{]/.test(value)) return JSON.parse(value)
  return value === 'true' ? true : value === 'false' ? false : value === 'null' ? null : value
}
