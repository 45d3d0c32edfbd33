import { type ParseArgsConfig, parseArgs } from 'node:util'
import { AppError } from '../errors.ts'

/** The world as a command sees it; tests hand in their own. */
export type Io = {
  out(text: string): void
  err(text: string): void
  env: Record<string, string | undefined>
  /** Everything on standard input. */
  input(): Promise<string>
  /** Standard input as it comes, for what is too long to be held; absent: {@link Io.input}. */
  chunks?(): AsyncIterable<Uint8Array>
  /** Resolves once what was given out is taken by whoever reads it, so that nothing piles up; false: nobody reads any more. */
  taken?(): Promise<boolean>
  /** Fires when the program is asked to stop. */
  signal: AbortSignal
}

/** One command: does its work and gives the exit code. */
export type Command = { run(argv: readonly string[], io: Io): Promise<number> }

/** Reads flags; throws `usage` with the command's own help for an unknown one. */
export function readFlags<const T extends NonNullable<ParseArgsConfig['options']>>(
  argv: readonly string[],
  options: T,
  help: string,
): ReturnType<typeof parseArgs<{ options: T }>>['values'] {
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: false, allowNegative: true }).values
  } catch (cause) {
    throw new AppError('usage', `${(cause as Error).message}\n${help}`, { cause })
  }
}

/** Resolves when the program is asked to stop. */
export function untilStopped(signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
