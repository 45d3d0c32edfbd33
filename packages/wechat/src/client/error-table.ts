/** What WeChat's error codes mean and what to do about them; the rows stand in `error-rows.ts`. */
import { errorRows, errorRowsByPath, eventErrorRows } from './error-rows.ts'

export type Reaction =
  /** Try again with backoff. */
  | 'retry'
  /** Get a new token, try once more. */
  | 'refresh_token'
  /** Wait `waitSeconds`, then try again. */
  | 'wait'
  /** Stop this API until the next natural day, or until an operator clears the quota. */
  | 'quota_stop'
  /** Drop or mark this recipient. */
  | 'drop_recipient'
  /** Hold until the person interacts again. */
  | 'hold'
  /** Our request is wrong: fix it, never retry. */
  | 'fix_request'
  /** A human at the brand must act. */
  | 'tell_operator'
  /** It was done before: treat as done. */
  | 'duplicate'
  /** Send the person through OAuth or login again. */
  | 'restart_oauth'
  /** Nothing to do. */
  | 'ignore'

/** `meaning` is for people, in both languages; `waitSeconds` stands beside the reaction `wait`. */
export type ErrorRow = { reaction: Reaction; meaning: { zh: string; en: string }; waitSeconds?: number }

const lines = (text: string) =>
  text
    .trim()
    .split('\n')
    .map(line => line.split(' | ') as [string, ...string[]])

function rowsOf([codes = '', reaction = '', zh = '', en = '']: readonly string[]): (readonly [number, ErrorRow])[] {
  const [verb, seconds] = reaction.split(' ')
  const row: ErrorRow = { reaction: verb as Reaction, meaning: { zh, en }, ...(seconds && { waitSeconds: Number(seconds) }) }
  return codes
    .split(' ')
    .flatMap(expand)
    .map(code => [code, row] as const)
}

function expand(range: string): number[] {
  const [, first = '', last] = /^(-?\d+)(?:-(\d+))?$/.exec(range) ?? []
  const from = Number(first)
  return Array.from({ length: Number(last ?? first) - from + 1 }, (_, at) => from + at)
}

/** Error code → what it means and what to do. */
export const errorTable: ReadonlyMap<number, ErrorRow> = new Map(lines(errorRows).flatMap(rowsOf))

/** The same where an endpoint means something else by a code: beginning of its path, code, row. */
export const errorsByPath: readonly (readonly [path: string, errcode: number, row: ErrorRow])[] = lines(errorRowsByPath).flatMap(
  ([path, ...rest]) => rowsOf(rest).map(([code, row]) => [path, code, row] as const),
)

/** Codes that stand inside an event instead of an answer: name of the event, code, row. */
export const eventErrors: readonly (readonly [event: string, errcode: number, row: ErrorRow])[] = lines(eventErrorRows).flatMap(
  ([event, ...rest]) => rowsOf(rest).map(([code, row]) => [event, code, row] as const),
)

const unknown: ErrorRow = { reaction: 'tell_operator', meaning: { zh: '错误码不在我们的表里', en: 'code not in our table' } }

/**
 * The row of a code. Unknown codes go to the operator: retrying what we do not understand harms.
 * @param path  of the endpoint, for the few that mean something else by a code
 */
export function reactionTo(errcode: number, path?: string): ErrorRow {
  const own = path === undefined ? undefined : errorsByPath.find(([start, code]) => code === errcode && path.startsWith(start))
  return own?.[2] ?? errorTable.get(errcode) ?? unknown
}
