const nul = '\0'
const replacement = '\ufffd'

/**
 * A parsed value with text that the stores take: PostgreSQL knows no NUL and neither store half of a surrogate pair, though JSON
 * can say both. Each becomes U+FFFD, so that offsets stay; keys too. The value itself where there is nothing to replace.
 */
export function storable<T>(value: T): T {
  return storableValue(value) as T
}

/** Whether JSON text may say something that is not storable: nearly none does, and looking into it costs more. */
export const mayBeUnstorable = (json: string) => json.includes('\\u') && /\\u(?:0000|d[89a-f])/i.test(json)

function storableValue(value: unknown): unknown {
  if (typeof value === 'string') return storableText(value)
  if (Array.isArray(value)) {
    const items = value.map(storableValue)
    return items.some((item, i) => item !== value[i]) ? items : value
  }
  // Dates, bytes and the like have no text of their own.
  if (typeof value !== 'object' || value === null || !isPlain(value)) return value
  const entries = Object.entries(value)
  const stored = entries.map(([key, item]) => [storableText(key), storableValue(item)] as const)
  return stored.some(([key, item], i) => key !== entries[i]![0] || item !== entries[i]![1]) ? Object.fromEntries(stored) : value
}

const isPlain = (value: object) => Object.prototype.toString.call(value) === '[object Object]'

const storableText = (text: string) =>
  text.isWellFormed() && !text.includes(nul) ? text : text.toWellFormed().replaceAll(nul, replacement)
