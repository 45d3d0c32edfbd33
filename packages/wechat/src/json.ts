/**
 * JSON without loss: integers beyond 2^53 (order ids, MsgId) are read as strings of their digits and, as bigint, written bare.
 */

/** Parses JSON text; throws SyntaxError like JSON.parse. */
export function parseJson(text: string): unknown {
  return JSON.parse(/\d{16}/.test(text) ? quoteLargeIntegers(text) : text)
}

const integer = /(?<![\d.eE+-])-?\d{16,}(?![\d.eE])/g

function quoteLargeIntegers(text: string): string {
  let out = ''
  let at = 0
  while (at < text.length) {
    const open = text.indexOf('"', at)
    const outside = open < 0 ? text.slice(at) : text.slice(at, open)
    out += outside.replace(integer, digits => (Number.isSafeInteger(Number(digits)) ? digits : `"${digits}"`))
    if (open < 0) break
    const end = endOfString(text, open)
    out += text.slice(open, end)
    at = end
  }
  return out
}

/** Where the string that opens at `open` is over, one past its closing quote. */
function endOfString(text: string, open: number): number {
  for (let at = text.indexOf('"', open + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let slashes = 0
    while (text.charCodeAt(at - 1 - slashes) === 92) slashes++
    if (slashes % 2 === 0) return at + 1
  }
  return text.length
}

// A private-use mark around bigints; the random part keeps anyone's text from looking like one.
const mark = `\ue000${Math.random().toString(36).slice(2)}`
const marked = new RegExp(`"${mark}(-?\\d+)"`, 'g')

/** Writes JSON in UTF-8 without `\uXXXX` (menus answer 40033 to escapes); bigints become bare digits. */
export function stringifyJson(value: unknown): string {
  // Most texts hold no bigint; those that do make the plain writer throw. Somebody may have taught bigints to write themselves.
  if (!('toJSON' in BigInt.prototype)) {
    try {
      return JSON.stringify(value)
    } catch (error) {
      if (!(error instanceof TypeError)) throw error
    }
  }
  return stringifyBigints(value)
}

function stringifyBigints(value: unknown): string {
  let sawBigint = false
  const text = JSON.stringify(value, (_name, field: unknown) => {
    if (typeof field !== 'bigint') return field
    sawBigint = true
    return mark + field
  })
  return sawBigint ? text.replace(marked, '$1') : text
}
