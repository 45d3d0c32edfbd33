/** ClickHouse's exceptions over HTTP: a code, a name, and the status its own server would answer with. */

export class ChException extends Error {
  readonly code: number
  constructor(code: number, name: string, message: string) {
    super(`Code: ${code}. DB::Exception: ${message.replace(/\.$/, '')}. (${name})`)
    this.code = code
  }
}

/** The exception as text and code, whatever was thrown. */
export function asException(error: unknown): { code: number; text: string } {
  const said = (error instanceof Error ? error.message : String(error)).trim()
  // What fails while data is read comes wrapped in itself.
  const text =
    /^Code: (\d+)\. DB::Exception: (Code: \1\. DB::Exception: [\s\S]+\(\w+\)) \(version [^)]*\)\. \(\w+\)$/.exec(said)?.[2] ?? said
  const code = Number(/Code: (\d+)\. DB::/.exec(text)?.[1] ?? 1002)
  return { code, text: text.startsWith('Code:') ? text : `Code: ${code}. DB::Exception: ${text}. (UNKNOWN_EXCEPTION)` }
}

const statuses: [number, number[]][] = [
  [401, [194]],
  [403, [164, 192, 193, 344, 497, 516]],
  [408, [159]],
  [413, [307, 261]],
  [501, [48]],
  [503, [209, 202, 203]],
  [404, [46, 47, 50, 56, 60, 73, 81, 115, 218]],
  [400, [6, 7, 26, 27, 28, 33, 36, 38, 41, 42, 43, 53, 62, 69, 70, 72, 117, 130, 131, 184, 321, 456, 457]],
]
const statusOf = new Map(statuses.flatMap(([status, codes]) => codes.map(code => [code, status] as const)))

export function httpStatus(code: number): number {
  return statusOf.get(code) ?? 500
}
