/**
 * A fault plan as it is written down: what goes wrong, from when to when, how often, for whom. Times are the world's clock:
 * spans count from the moment the plan is loaded, instants carry their zone.
 */
import { allEndpoints, componentEndpoints, eventErrors } from '@wematrix/wechat'
import { parseSpan } from '../days.ts'
import { JsonSyntaxError, type JsonWithLines, type Place, parseJsonWithLines } from './json-lines.ts'

/** Fields a fault takes besides `from`, `to` and `account`; `!` marks one that it needs. */
const fields = {
  latency: ['ms!', 'share', 'path'],
  busy: ['share', 'path'],
  http500: ['share', 'path'],
  dropAnswer: ['share', 'path'],
  tooFast: ['share', 'path'],
  refuse: ['errcode!', 'path!', 'share'],
  quotaExhausted: ['path'],
  secretExpired: [],
  duplicateCallbacks: ['share', 'event'],
  lateCallbacks: ['ms!', 'share', 'event'],
  clockSkew: ['ms!'],
} as const satisfies Record<string, readonly string[]>

export type PlannedFault = keyof typeof fields
export const plannedFaults = Object.keys(fields) as PlannedFault[]

export type FaultStep = {
  fault: PlannedFault
  /** Milliseconds after loading, or an instant when `absolute`. */
  from: Moment
  to?: Moment
  /** Alias or AppID; absent: every account, the third-party platform and WeChat Pay. */
  account?: string
  /** An API path, or the beginning of some with `*` at the end. */
  path?: string
  /** `Event` or `MsgType` of a push. */
  event?: string
  share: number
  ms?: number
  /** WeChat Pay's codes are words. */
  errcode?: number | string
}
export type Moment = { span: number } | { at: number }
export type FaultPlan = { name: string; seed: number; steps: FaultStep[] }

/** A mistake in a plan: where, and what would be right. */
export class FaultPlanError extends Error {}

/** Reads a plan from its text. Throws `FaultPlanError` that names file, line and field. */
export function readFaultPlan(text: string, file = 'plan'): FaultPlan {
  let json: JsonWithLines
  try {
    json = parseJsonWithLines(text)
  } catch (error) {
    if (error instanceof JsonSyntaxError) throw new FaultPlanError(`${file}:${error.line}: ${error.message}`)
    throw error
  }
  const wrong: Wrong = (place, message) => {
    const name = place.map((part, n) => (typeof part === 'number' ? `[${part}]` : n === 0 ? part : `.${part}`)).join('')
    throw new FaultPlanError(`${file}:${json.lineOf(place)}: ${name === '' ? 'the plan' : name} ${message}`)
  }
  const plan = objectAt(json.value, [], wrong)
  for (const key of Object.keys(plan))
    if (!['name', 'seed', 'about', 'steps'].includes(key)) wrong([key], 'is no field of a plan; there are name, seed, about and steps')
  const { name = file, seed = 1, steps } = plan
  if (typeof name !== 'string') wrong(['name'], 'must be a text')
  if (!Number.isSafeInteger(seed)) wrong(['seed'], 'must be a whole number')
  if (!Array.isArray(steps) || steps.length === 0) wrong(['steps'], 'must be a list of at least one step')
  return { name: name as string, seed: seed as number, steps: (steps as unknown[]).map((step, n) => readStep(step, ['steps', n], wrong)) }
}

type Wrong = (place: Place, message: string) => never

function readStep(value: unknown, place: Place, wrong: Wrong): FaultStep {
  const step = objectAt(value, place, wrong)
  const at = (field: string) => [...place, field]
  const fault = step.fault as PlannedFault
  if (!plannedFaults.includes(fault)) wrong(at('fault'), `must be one of ${plannedFaults.join(', ')}`)
  const own = fields[fault] as readonly string[]
  const names = ['fault', 'about', 'from', 'to', 'account', ...own.map(field => field.replace('!', ''))]
  for (const key of Object.keys(step)) if (!names.includes(key)) wrong(at(key), `is no field of ${fault}; there are ${names.join(', ')}`)
  for (const field of own)
    if (field.endsWith('!') && step[field.slice(0, -1)] === undefined) wrong(place, `(${fault}) needs ${field.slice(0, -1)}`)
  for (const key of ['account', 'path', 'event'])
    if (step[key] !== undefined && (typeof step[key] !== 'string' || step[key] === '')) wrong(at(key), 'must be a text')
  const { share = 1, errcode, path } = step as { share?: unknown; errcode?: unknown; path?: string }
  if (typeof share !== 'number' || !(share > 0 && share <= 1)) wrong(at('share'), 'must be a number above 0 and at most 1')
  if (errcode !== undefined && path?.startsWith('/v3/') && !/^[A-Z_]+$/.test(String(errcode)))
    wrong(at('errcode'), 'must be one of WeChat Pay’s words, as SYSTEM_ERROR')
  if (errcode !== undefined && !path?.startsWith('/v3/') && (!Number.isSafeInteger(errcode) || errcode === 0))
    wrong(at('errcode'), 'must be a whole number other than 0')
  if (path !== undefined && !isPath(path))
    wrong(at('path'), `names no endpoint: "${path}" is neither in the table nor the beginning of one`)
  const from = momentAt(step.from ?? 0, at('from'), wrong)
  const to = step.to === undefined ? undefined : momentAt(step.to, at('to'), wrong)
  if (to && ends(to) <= ends(from) && 'span' in from === 'span' in to) wrong(at('to'), 'must be later than from')
  const ms = step.ms === undefined ? undefined : millisecondsAt(step.ms, fault, at('ms'), wrong)
  return {
    fault,
    from,
    share: share as number,
    ...(to ? { to } : {}),
    ...(ms === undefined ? {} : { ms }),
    ...(errcode === undefined ? {} : { errcode: errcode as number | string }),
    ...(['account', 'path', 'event'] as const).reduce(
      (kept, key) => (step[key] === undefined ? kept : Object.assign(kept, { [key]: step[key] })),
      {} as Pick<FaultStep, 'account' | 'path' | 'event'>,
    ),
  }
}

const ends = (moment: Moment) => ('span' in moment ? moment.span : moment.at)

function objectAt(value: unknown, place: Place, wrong: Wrong): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) wrong(place, 'must be an object')
  return value as Record<string, unknown>
}

function momentAt(value: unknown, place: Place, wrong: Wrong): Moment {
  if (value === 0) return { span: 0 }
  const span = typeof value === 'string' ? parseSpan(value) : undefined
  if (span !== undefined && span >= 0) return { span }
  const at = typeof value === 'string' && /(Z|[+-]\d\d:\d\d)$/.test(value) ? Date.parse(value) : Number.NaN
  if (Number.isNaN(at))
    wrong(place, 'must be a span after loading ("+10m", "2h") or an instant with its zone ("2026-11-22T20:00:00+08:00")')
  return { at }
}

/** Longest wait that a step may ask for. */
const longestMs = 600_000

function millisecondsAt(value: unknown, fault: PlannedFault, place: Place, wrong: Wrong): number {
  const ms = typeof value === 'string' ? parseSpan(value) : value
  if (typeof ms !== 'number' || !Number.isFinite(ms) || ms === 0) wrong(place, 'must be milliseconds or a span like "800ms", "30s"')
  if (fault !== 'clockSkew' && ((ms as number) < 0 || (ms as number) > longestMs))
    wrong(place, `must lie between 0 and ${longestMs} milliseconds of real time`)
  return ms as number
}

/** Paths of the table, of a platform's own calls and of robots, events that carry a code; Pay's paths carry ids, so that only their beginning is looked at. */
const known = [
  ...[...allEndpoints.map(({ endpoint }) => endpoint), ...Object.values(componentEndpoints)].map(({ row }) => row.path),
  '/cgi-bin/webhook/send',
  '/cgi-bin/webhook/upload_media',
  ...eventErrors.map(([event]) => event),
]

function isPath(path: string): boolean {
  if (path.startsWith('/v3/')) return true
  return path.endsWith('*') ? known.some(one => one.startsWith(path.slice(0, -1))) : known.includes(path)
}
