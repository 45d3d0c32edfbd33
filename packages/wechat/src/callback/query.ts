/** The parameters WeChat puts on a callback's address. */
export type CallbackQuery = {
  signature: string
  timestamp: string
  nonce: string
  echostr: string
  msg_signature: string
  encrypt_type: string
  openid: string
}

/** A query as a server has it: the raw text, or fields whose repeats may be arrays. */
export type QueryInput = string | Readonly<Record<string, unknown>> | URLSearchParams

/** Reads a callback's query; absent parameters are empty. Accepts `a=b`, `?a=b`, a whole URL or path with `?`, or an object. */
export function readQuery(input: QueryInput): CallbackQuery {
  const query: CallbackQuery = { signature: '', timestamp: '', nonce: '', echostr: '', msg_signature: '', encrypt_type: '', openid: '' }
  if (typeof input === 'string') readText(input, query)
  else if (input instanceof URLSearchParams) for (const [name, value] of input) put(query, name, value)
  else for (const name in input) put(query, name, first(input[name]))
  return query
}

function first(value: unknown): string {
  const single: unknown = Array.isArray(value) ? value[0] : value
  return typeof single === 'string' ? single : typeof single === 'number' || typeof single === 'bigint' ? String(single) : ''
}

function put(query: CallbackQuery, name: string, value: string): void {
  switch (name) {
    case 'signature':
    case 'timestamp':
    case 'nonce':
    case 'echostr':
    case 'msg_signature':
    case 'encrypt_type':
    case 'openid':
      if (query[name] === '') query[name] = value
  }
}

function readText(text: string, query: CallbackQuery): void {
  // A question mark after the first parameter belongs to a value.
  const firstMark = text.indexOf('?')
  const firstEquals = text.indexOf('=')
  const mark = firstEquals >= 0 && firstMark > firstEquals ? -1 : firstMark
  const hash = text.indexOf('#', mark + 1)
  const end = hash < 0 ? text.length : hash
  for (let at = mark + 1; at < end; ) {
    const amp = text.indexOf('&', at)
    const stop = amp < 0 || amp > end ? end : amp
    const equals = text.indexOf('=', at)
    if (equals > 0 && equals < stop) put(query, text.slice(at, equals), unescapeQuery(text.slice(equals + 1, stop)))
    at = stop + 1
  }
}

function unescapeQuery(value: string): string {
  if (!value.includes('%') && !value.includes('+')) return value
  const spaced = value.replaceAll('+', ' ')
  try {
    return decodeURIComponent(spaced)
  } catch {
    return spaced
  }
}
