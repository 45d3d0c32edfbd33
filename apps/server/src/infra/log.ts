import pino, { type DestinationStream, type Logger } from 'pino'

export type Log = Logger

const secretNames = [
  'password',
  'secret',
  'appSecret',
  'appsecret',
  'token',
  'accessToken',
  'access_token',
  'encodingAesKey',
  'previousEncodingAesKey',
  'encodingAESKey',
  'sessionKey',
  'session_key',
  'authorization',
  'cookie',
  'key',
  'keyHash',
  'databaseUrl',
  'clickhouseUrl',
  'setupToken',
]

/**
 * The program's log: JSON lines on standard error. Values under names of secrets are replaced, and tokens in URLs
 * and error messages are cut, so that a log can be shown to someone who helps.
 */
export function createLog(
  options: { level: string; pretty?: boolean; name?: string },
  destination: DestinationStream = pino.destination(2),
): Log {
  return pino(
    {
      level: options.level,
      base: options.name ? { name: options.name } : null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: label => ({ level: label }) },
      redact: { paths: secretNames.flatMap(name => [name, `*.${name}`, `*.*.${name}`]), censor: '[secret]' },
      serializers: { err: error => scrubError(pino.stdSerializers.err(error as Error)) },
      hooks: {
        logMethod(args, method) {
          method.apply(this, args.map(arg => (typeof arg === 'string' ? scrub(arg) : arg)) as Parameters<typeof method>)
        },
      },
    },
    options.pretty ? prettyStream(destination) : destination,
  )
}

/** Cuts tokens and secrets out of a text that may hold a URL. */
export function scrub(text: string): string {
  return text
    .replace(/\b(access_token|secret|appsecret|token|session_key|password)=([^&\s"']+)/gi, '$1=[secret]')
    .replace(/\b(postgres(?:ql)?|https?):\/\/([^:@/\s]+):([^@/\s]+)@/gi, '$1://$2:[secret]@')
    .replace(/\b([ws]k)_[A-Za-z0-9_-]{20,}/g, '$1_[secret]')
}

function scrubError(error: Record<string, unknown>): Record<string, unknown> {
  for (const name of ['message', 'stack']) if (typeof error[name] === 'string') error[name] = scrub(error[name])
  return error
}

/** One line a person can read: time, level, message, the rest. */
function prettyStream(destination: DestinationStream): DestinationStream {
  return {
    write(line) {
      const { time, level, msg, name, ...rest } = JSON.parse(line) as Record<string, unknown>
      const err = rest.err as { stack?: string } | undefined
      if (err) delete rest.err
      const extra = Object.keys(rest).length ? ` ${JSON.stringify(rest)}` : ''
      destination.write(
        `${String(time).slice(11, 19)} ${String(level).padEnd(5)} ${name ? `[${name}] ` : ''}${msg ?? ''}${extra}${err?.stack ? `\n${err.stack}` : ''}\n`,
      )
    },
  }
}
