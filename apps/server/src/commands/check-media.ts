/** Pictures and videos of a shell: each file is looked at by itself and answered in its place. */
import { readFile, stat } from 'node:fs/promises'
import type { Carrier, RulebookInput } from '@wematrix/checks'
import { createMediaChecks, isVideoPlace, lookAt, MediaInvalid, type MediaPlace } from '@wematrix/checks/media'
import type { Review } from '../features/checks/schema.ts'
import { type Counted, type Language, told } from './check-lines.ts'
import type { Io } from './io.ts'

/** A file is held whole. */
export const mostFileBytes = 1 << 30

/** `--media a b` as `--media a --media b`, so that a shell's `*` can be given. */
export function oneFileAFlag(argv: readonly string[]): string[] {
  let inMedia = false
  return argv.flatMap((word, i) => {
    const isFlag = word.startsWith('-')
    const further = inMedia && !isFlag && argv[i - 1] !== '--media'
    if (isFlag) inMedia = word === '--media'
    return further ? ['--media', word] : [word]
  })
}

export type MediaOptions = {
  place: MediaPlace
  /** Absent: the strictest severity of all carriers holds. */
  carrier: Carrier | undefined
  language: Language
  asText: boolean
  input: RulebookInput
  stand(review: Review): Review
}

/** A file that cannot be opened, or is of another kind than its place, is told in its place and on standard error. */
export async function checkMedia(files: readonly string[], options: MediaOptions, io: Io): Promise<Counted> {
  const { place, carrier = 'cross', language, asText } = options
  const checks = createMediaChecks(options.input)
  const counted: Counted = { block: 0, warn: 0, bad: 0 }
  for (const file of files) {
    try {
      const { image, video, hits } = lookAt(await bytesOf(file), place)
      const { verdict, findings } = options.stand(checks.judge(hits, carrier))
      if (verdict !== 'pass') counted[verdict]++
      if (asText) io.out(`${file}: ${verdict}\n${findings.map(finding => lineOf(finding, language)).join('')}`)
      else
        io.out(
          `${JSON.stringify({ id: file, verdict, findings: told(findings, language), ...(isVideoPlace(place) ? { video } : { image }) })}\n`,
        )
    } catch (error) {
      if (!(error instanceof MediaInvalid) && (error as NodeJS.ErrnoException).code === undefined) throw error
      counted.bad++
      const said = (error as Error).message
      io.out(asText ? `${file}: ${said}\n` : `${JSON.stringify({ id: file, error: said })}\n`)
      io.err(`${file}: ${said}\n`)
    }
    if ((await io.taken?.()) === false || io.signal.aborted) break
  }
  return counted
}

const lineOf = ({ rule, severity, quote, reason, rewrite }: Review['findings'][number], language: Language) =>
  `${severity} ${rule}${quote ? ` “${quote}”` : ''}\n  ${reason[language]}\n  → ${rewrite[language]}\n`

async function bytesOf(file: string): Promise<Buffer> {
  const { size } = await stat(file)
  if (size > mostFileBytes)
    throw new MediaInvalid(`文件超过 ${mostFileBytes >> 20} MB`, `the file is larger than ${mostFileBytes >> 20} MB`)
  return readFile(file)
}
