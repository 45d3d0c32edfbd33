/**
 * Where a person came from when they opened the Mini Program, decided by trace code, scene value and referrer, in that order.
 * Rules: reference/wechat/mini-program.md, sections 3, 8 and 11.
 */
import { type Confidence, findScene, type Scene, type SceneCarrier, type Touch } from './scene-table.ts'
import { decodeTrace, defaultTraceParameter, type Trace } from './trace.ts'

/** The options of `App.onLaunch`, `App.onShow`, `wx.getEnterOptionsSync`. */
export type Launch = {
  path?: string
  scene: number | string
  /** As the client gives it, or as a query string. */
  query?: string | Readonly<Record<string, unknown>> | null
  referrerInfo?: { appId?: string; extraData?: unknown } | null
}

/** What we know of this person's source so far. */
export type PreviousArrival = {
  carrier?: string | null
  entry?: string | null
  /** The launch before this one in the same life of the app. */
  last_launch?: Launch | null
  seconds_since_hide?: number | null
}

export type ArrivalInput = {
  launch: Launch
  start: 'cold' | 'hot'
  prev?: PreviousArrival | null
}

export type Arrival = {
  /** The carrier that physically opened the app, by scene. */
  carrier: SceneCarrier
  /** The entry: of the trace code when the caller knows it, else of the scene. */
  entry: string
  touch: Touch
  /** The source that this open counts for, `carrier/entry`; null = none known, or no user traffic. */
  attributed: string | null
  /** Appid of the account or app that opened us, where WeChat documents that it says so. */
  source_appid?: string
  /** Text of a mini-program code (`query.scene`), unescaped. */
  decoded?: string
  /** Our trace code, when this open brought one. */
  trace?: Trace
  confidence: Confidence
}

export type ArrivalOptions = {
  /** Query parameter of trace codes. Default `t`. */
  traceParameter?: string
  /** The entry a trace code stands for: where it was published. */
  entryOf?: (trace: Trace) => { carrier: string; entry: string } | undefined
}

/** An app in the background lives 30 minutes. */
const lifeSeconds = 30 * 60

/** Decides one open. Pure; unknown scenes and odd input never throw. */
export function resolveArrival(input: ArrivalInput, options: ArrivalOptions = {}): Arrival {
  const { launch, start } = input
  const prev = input.prev ?? null
  const scene = findScene(Number(launch.scene))
  const touch: Touch = isSameOpenAgain(input) ? 'return' : scene.touch
  // A hot start without a path keeps the page on screen: its query is the old one.
  const query = start === 'hot' && scene.no_path ? {} : queryFields(launch.query)
  const decoded = decodeScene(query.scene)
  const arrival: Arrival = { carrier: scene.carrier, entry: scene.entry, touch, attributed: null, confidence: scene.confidence }
  const appId = scene.referrer && launch.referrerInfo?.appId
  if (appId) arrival.source_appid = appId
  if (decoded !== undefined) arrival.decoded = decoded
  if (touch === 'entry') credit(arrival, scene, findTrace(query, decoded, options), options)
  else if (touch === 'return') arrival.attributed = sourceOf(prev)
  return arrival
}

/** A new touch: the trace code says which entry it was, the scene which carrier opened it; both are kept. */
function credit(arrival: Arrival, scene: Scene, trace: Trace | undefined, options: ArrivalOptions): void {
  arrival.attributed = `${scene.carrier}/${scene.entry}`
  if (!trace) return
  arrival.trace = trace
  const origin = options.entryOf?.(trace)
  if (!origin) return
  arrival.entry = origin.entry
  arrival.attributed = `${origin.carrier}/${origin.entry}`
}

/** The Home key and unlocking repeat the old scene: a hot start equal to the last launch is no new touch, whatever its scene says. */
function isSameOpenAgain({ launch, start, prev }: ArrivalInput): boolean {
  const last = prev?.last_launch
  if (start !== 'hot' || !last) return false
  if ((prev?.seconds_since_hide ?? 0) > lifeSeconds) return false
  return Number(last.scene) === Number(launch.scene) && pathOf(last) === pathOf(launch) && sameQuery(last.query, launch.query)
}

function sourceOf(prev: PreviousArrival | null): string | null {
  return prev?.carrier && prev.entry ? `${prev.carrier}/${prev.entry}` : null
}

function pathOf(launch: Launch): string {
  return (launch.path ?? '').replace(/^\/+/, '')
}

function sameQuery(one: Launch['query'], two: Launch['query']): boolean {
  const [left, right] = [queryFields(one), queryFields(two)]
  const names = Object.keys(left)
  return names.length === Object.keys(right).length && names.every(name => Object.hasOwn(right, name) && left[name] === right[name])
}

/** A query as fields. A `+` stays a plus: it belongs to the alphabet of mini-program codes. */
function queryFields(query: Launch['query']): Record<string, string> {
  const fields: Record<string, string> = Object.create(null)
  if (typeof query === 'string') {
    for (const pair of query.replace(/^[^?]*\?/, '').split('&')) {
      const equals = pair.indexOf('=')
      if (pair !== '')
        fields[unescapeText(equals < 0 ? pair : pair.slice(0, equals))] = equals < 0 ? '' : unescapeText(pair.slice(equals + 1))
    }
  } else if (query)
    for (const [name, value] of Object.entries(query)) if (value !== undefined && value !== null) fields[name] = String(value)
  return fields
}

function decodeScene(text: string | undefined): string | undefined {
  return text ? unescapeText(text) : undefined
}

/** decodeURIComponent that leaves broken escapes as they are. */
function unescapeText(text: string): string {
  if (!text.includes('%')) return text
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Our code in the query, else in the text of a mini-program code, alone or as a parameter there. */
function findTrace(query: Record<string, string>, decoded: string | undefined, options: ArrivalOptions): Trace | undefined {
  const parameter = options.traceParameter ?? defaultTraceParameter
  const direct = query[parameter]
  const found = direct === undefined ? undefined : decodeTrace(unescapeText(direct))
  if (found || decoded === undefined) return found
  const inner = queryFields(decoded)[parameter]
  return decodeTrace(decoded) ?? (inner === undefined ? undefined : decodeTrace(inner))
}
