/** JSON that remembers on which line each value stands, so that a mistake can be pointed at. */

export type Place = readonly (string | number)[]
export type JsonWithLines = {
  value: unknown
  /** Line of a value, from 1; of the nearest value around it when the place does not exist. */
  lineOf(place: Place): number
}

/** A text that is no JSON, with its line. */
export class JsonSyntaxError extends Error {
  readonly line: number
  constructor(line: number, message: string) {
    super(message)
    this.line = line
  }
}

const nameOf = (place: Place) => JSON.stringify(place)

/** Reads a text. Throws `JsonSyntaxError`. */
export function parseJsonWithLines(text: string): JsonWithLines {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    const position = /at position (\d+)/.exec(message)?.[1]
    throw new JsonSyntaxError(lineAt(text, position === undefined ? text.length : Number(position)), message)
  }
  const lines = linesOf(text)
  return {
    value,
    lineOf(place) {
      for (let length = place.length; length > 0; length--) {
        const line = lines.get(nameOf(place.slice(0, length)))
        if (line !== undefined) return line
      }
      return 1
    },
  }
}

const lineAt = (text: string, position: number) => text.slice(0, position).split('\n').length

/** Lines by place, of a text that is known to be JSON: only brackets, texts, commas and line ends matter. */
function linesOf(text: string): Map<string, number> {
  const lines = new Map<string, number>()
  const open: { key: string | number; array: boolean }[] = []
  let line = 1
  const mark = () => lines.set(nameOf(open.map(({ key }) => key)), line)
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],\n]|[^\s"{}[\],:]+/g)) {
    const here = open.at(-1)
    if (token === '\n') line++
    else if (token === '{' || token === '[') {
      mark()
      open.push({ key: token === '[' ? 0 : '', array: token === '[' })
    } else if (token === '}' || token === ']') open.pop()
    else if (token === ',') {
      if (here) here.key = here.array ? Number(here.key) + 1 : ''
    } else {
      if (here && !here.array && here.key === '') here.key = String(JSON.parse(token))
      mark()
    }
  }
  return lines
}
