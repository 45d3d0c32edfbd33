import { createReadStream, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basePacks, carriers, type Pack, packProblems, surfaces } from '@wematrix/checks'
import { mediaPlaces } from '@wematrix/checks/media/places'
import { loadConfig } from '../config.ts'
import { createContext } from '../context.ts'
import { AppError } from '../errors.ts'
import { brandChecks } from '../features/checks/brand-checks.ts'
import { type Ruleset, read, rulesetOf } from '../features/checks/engine.ts'
import { rulesInForce } from '../features/checks/rules-in-force.ts'
import type { Review, TextContent } from '../features/checks/schema.ts'
import { standing } from '../features/checks/waived.ts'
import { systemClock } from '../infra/clock.ts'
import { createLog } from '../infra/log.ts'
import { openStores } from '../infra/stores.ts'
import { dayOf } from '../stats/calendar.ts'
import { type CheckLine, checkLines, type Language, linesOf } from './check-lines.ts'
import { checkMedia, mostFileBytes, oneFileAFlag } from './check-media.ts'
import { type Io, readFlags } from './io.ts'

const help = `wematrix check --input FILE|- [--format ndjson|text] [flags]
       wematrix check --media FILE... --surface PLACE [--carrier CARRIER] [flags]

NAME
  check - reads copy, drafts, pictures and videos by the rules in force: what may not leave, where, why, what to say instead

INPUT
  ndjson (usual)  one JSON a line: {"id", "carrier", "surface", "text"} or {"id", "kind", "draft"}; blank lines are skipped
  text            the whole file is one text; needs --carrier and --surface
  --media         pictures (JPEG, PNG; GIF, BMP, WebP by size alone) or MP4 videos of at most ${mostFileBytes >> 20} MB: size, ratio, sharpness,
                  the codes inside, length and first cut. --surface is the place they stand in:
                  ${mediaPlaces.join(', ')}

OUTPUT
  ndjson  a line for each line, in the same order: {"id", "verdict": "block|warn|pass", "findings": [{"rule", "severity", "start",
          "end", "quote", "reason", "rewrite"}]}. start and end are UTF-16 units of the text, end exclusive; findings of a
          draft have "path", a JSON pointer to the field. A line that cannot be read gives {"id", "line", "error"} in its
          place and a sentence on standard error. Lines are read and answered one by one, however long the file is.
  text    the verdict, then each finding with its line and column
  A file of --media has its path as "id", and "image" or "video" with what was seen, null when it cannot be read.

FLAGS
  --input FILE         "-" is standard input
  --media FILE...      one or several, in place of --input
  --format FORMAT      ndjson or text
  --carrier CARRIER    for lines that name none: ${carriers.join(', ')}
  --surface SURFACE    for lines that name none: ${surfaces.join(', ')}
  --language zh|en     of reason and rewrite; zh unless given
  --pack FILE          a rule pack (JSON) in place of the one with its id, or beside the others; may be given several times
  --day YYYY-MM-DD     the rules of that day in Shanghai; today unless given
  --brand ID           with the rules, severities and waivers of a brand; needs the installation's databases, nothing else does
  --strict             exit with 1 for warnings too

EXIT STATUS
  0  everything passes or warns
  1  something blocks
  2  a line, a file or a flag is not understood; what was understood is answered all the same

EXAMPLE
  echo '{"id":1,"carrier":"oa","surface":"article_body","text":"转发到朋友圈领红包"}' | wematrix check --input -
  wematrix check --media cover.png poster.jpg --carrier oa --surface article_cover
`

/** The rules in force, and what is left of findings once waivers are laid over them. */
type Rules = { ruleset: Ruleset; stand(review: Review, artefact?: CheckLine['artefact']): Review; close(): Promise<void> }
type Reader = (line: CheckLine) => Review

export async function run(argv: readonly string[], io: Io): Promise<number> {
  const flags = readFlags(
    oneFileAFlag(argv),
    {
      input: { type: 'string' },
      media: { type: 'string', multiple: true },
      format: { type: 'string', default: 'ndjson' },
      carrier: { type: 'string' },
      surface: { type: 'string' },
      language: { type: 'string', default: 'zh' },
      pack: { type: 'string', multiple: true },
      day: { type: 'string' },
      brand: { type: 'string' },
      strict: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
    help,
  )
  if (flags.help) {
    io.out(help)
    return 0
  }
  const { input, media, format, strict = false } = flags
  if (input && media) throw new AppError('usage', '--input is for copy and drafts, --media for pictures and videos; give one of them.')
  if (!input && !media) throw new AppError('usage', `Give --input FILE, or --input - for standard input.\n${help}`)
  const asText = oneOf('--format', format, ['ndjson', 'text'] as const) === 'text'
  const language: Language = oneOf('--language', flags.language, ['zh', 'en'] as const)
  const usual = {
    ...(flags.carrier === undefined ? {} : { carrier: oneOf('--carrier', flags.carrier, carriers) }),
    ...(flags.surface === undefined || media ? {} : { surface: oneOf('--surface', flags.surface, surfaces) }),
  }
  const place = media && oneOf('--surface', flags.surface ?? '', mediaPlaces)
  const { ruleset, stand, close } = await openRules(flags, io)
  const reader: Reader = ({ content, artefact }) => stand(read(ruleset, content), artefact)
  try {
    const { block, warn, bad } =
      media && place
        ? await checkMedia(media, { place, carrier: usual.carrier, language, asText, input: ruleset.input, stand }, io)
        : asText
          ? await checkWhole(reader, { input: input!, usual, language }, io)
          : await checkLines(reader, linesOf(bytesOf(input!, io)), { usual, language }, io)
    return bad > 0 ? 2 : block > 0 || (strict && warn > 0) ? 1 : 0
  } finally {
    await close()
  }
}

function oneOf<const T extends string>(flag: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find(one => one === value)
  if (!found) throw new AppError('usage', `${flag} is one of ${allowed.join(', ')}, not "${value}".`)
  return found
}

type Flags = { pack?: string[] | undefined; day?: string | undefined; brand?: string | undefined }

/** Without a brand: the rules of the product and of the files, and no database. */
async function openRules(flags: Flags, io: Io): Promise<Rules> {
  const day = flags.day ?? dayOf(Date.now())
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || Number.isNaN(Date.parse(day))) throw new AppError('usage', '--day is a day like 2026-11-23.')
  const packs = (flags.pack ?? []).map(readPackFile)
  for (const { id, version, from } of packs.filter(({ from }) => from > day))
    io.err(`The pack ${id}@${version} holds from ${from}; give --day ${from} to read by it.\n`)
  const uploaded = packs.map((body, i) => ({ body, forcedAt: Number.MAX_SAFE_INTEGER - packs.length + i }))
  if (flags.brand === undefined) {
    const ruleset = rulesetOf(rulesInForce(basePacks, { uploaded, severities: [], words: [], apps: [] }, day))
    return { ruleset, stand: review => review, close: async () => undefined }
  }
  const stores = await openStores(loadConfig(io.env))
  const log = createLog({ level: 'silent' })
  const ctx = createContext({ brandId: flags.brand, actor: { kind: 'system', id: 'check' }, clock: systemClock, log, ...stores })
  try {
    if (!(await stores.db.one('select 1 from brands where id = :id', { id: flags.brand })))
      throw new AppError('usage', `There is no brand ${flags.brand} in this installation.`)
    const { says, waivers } = await brandChecks(ctx)
    const ruleset = rulesetOf(rulesInForce(basePacks, { ...says, uploaded: [...says.uploaded, ...uploaded] }, day))
    const stand: Rules['stand'] = ({ findings, packs }, artefact) => ({ packs, ...standing(findings, waivers, artefact, Date.now()) })
    return { ruleset, stand, close: stores.close }
  } catch (error) {
    await stores.close()
    throw error
  }
}

function readPackFile(file: string): Pack {
  let value: unknown
  try {
    value = JSON.parse(readFileSync(file, 'utf8'))
  } catch (cause) {
    throw new AppError('usage', `Cannot read the pack ${file}: ${(cause as Error).message}`, { cause })
  }
  const problems = packProblems(value)
  if (problems.length > 0) throw new AppError('usage', `${file} is not a rule pack:\n${problems.join('\n')}`)
  return value as Pack
}

async function* bytesOf(input: string, io: Io): AsyncGenerator<Uint8Array> {
  if (input === '-') {
    if (io.chunks) yield* io.chunks()
    else yield Buffer.from(await io.input())
    return
  }
  try {
    for await (const chunk of createReadStream(input)) yield chunk as Buffer
  } catch (cause) {
    throw new AppError('usage', `Cannot read ${input}: ${(cause as Error).message}`, { cause })
  }
}

type Whole = { input: string; usual: Partial<Pick<TextContent, 'carrier' | 'surface'>>; language: Language }

async function checkWhole(
  reader: Reader,
  { input, usual, language }: Whole,
  io: Io,
): Promise<{ block: number; warn: number; bad: number }> {
  const { carrier, surface } = usual
  if (!carrier || !surface) throw new AppError('usage', `--format text needs --carrier and --surface.\n${help}`)
  const text = await (input === '-' ? io.input() : readFile(input, 'utf8')).catch((cause: Error) => {
    throw new AppError('usage', `Cannot read ${input}: ${cause.message}`, { cause })
  })
  const { verdict, findings } = reader({ content: { carrier, surface, text } })
  io.out(`${verdict}\n`)
  for (const { rule, severity, start, quote, reason, rewrite } of findings) {
    const before = text.slice(0, start)
    const place = `${before.split('\n').length}:${start - before.lastIndexOf('\n')}`
    io.out(`${place} ${severity} ${rule} “${quote}”\n  ${reason[language]}\n  → ${rewrite[language]}\n`)
    await io.taken?.()
  }
  return { block: Number(verdict === 'block'), warn: Number(verdict === 'warn'), bad: 0 }
}
