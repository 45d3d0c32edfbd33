import { readFileSync } from 'node:fs'
import { setPriority } from 'node:os'
import { parseArgs } from 'node:util'
import { loadConfig } from '../config.ts'
import { AppError } from '../errors.ts'
import { type ImportResult, importFile } from '../features/imports/import-file.ts'
import { type Mapping, parseMapping } from '../features/imports/mapping.ts'
import { systemClock } from '../infra/clock.ts'
import { migrate } from '../infra/migrate.ts'
import { openStores } from '../infra/stores.ts'
import type { Io } from './io.ts'

const help = `wematrix import FILE --brand BRAND [--mapping MAP] [--format csv|ndjson] [--carrier CARRIER] [--dry-run] [--rejects FILE]

Reads events from a file into the inbox, from where a worker takes them. A killed import goes on where it was; the same
file with the same mapping adds nothing a second time.

  --mapping   a JSON file, or FIELD=COLUMN and FIELD:=TEXT separated by commas. Fields: event, external, openid, unionid,
              appId, time, value, carrier, source, entry, messageId; also zone=Asia/Shanghai, timeUnit=s|ms|auto,
              valueUnit=yuan|fen. What the column names say by themselves can be left out; other columns become properties.
  --dry-run   shows the first rows as they would come in and counts the errors; writes nothing
`

export async function run(argv: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = readArgs(argv)
  if (values.help) {
    io.out(help)
    return 0
  }
  const [file] = positionals
  if (!file || positionals.length > 1 || !values.brand) throw new AppError('usage', `Give one file and --brand.\n${help}`)
  if (values.format !== undefined && values.format !== 'csv' && values.format !== 'ndjson')
    throw new AppError('usage', '--format is csv or ndjson.')
  // A file can wait; what people do just now cannot.
  setPriority(10)
  const stores = await openStores(loadConfig(io.env))
  try {
    await migrate(stores.db, stores.events)
    let told = performance.now()
    const began = told
    const result = await importFile(
      {
        db: stores.db,
        clock: systemClock,
        progress(line, accepted, rejected) {
          if (performance.now() - told < 1000) return
          told = performance.now()
          io.err(`line ${line}: ${accepted} accepted, ${rejected} rejected, ${Math.round(accepted / ((told - began) / 1000))} rows/s\n`)
        },
      },
      {
        brandId: values.brand,
        file,
        dryRun: values['dry-run'] === true,
        ...(values.mapping ? { mapping: readMapping(values.mapping) } : {}),
        ...(values.format ? { format: values.format } : {}),
        ...(values.carrier ? { carrierId: values.carrier } : {}),
        ...(values.rejects ? { rejects: values.rejects } : {}),
      },
    )
    report(io, result)
    return 0
  } finally {
    await stores.close()
  }
}

function readArgs(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        brand: { type: 'string' },
        mapping: { type: 'string' },
        format: { type: 'string' },
        carrier: { type: 'string' },
        rejects: { type: 'string' },
        'dry-run': { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    })
  } catch (cause) {
    throw new AppError('usage', `${(cause as Error).message}\n${help}`, { cause })
  }
}

function readMapping(text: string): Partial<Mapping> {
  if (text.includes('=')) return parseMapping(text)
  try {
    return JSON.parse(readFileSync(text, 'utf8')) as Partial<Mapping>
  } catch (cause) {
    throw new AppError('usage', `Cannot read the mapping ${text}: ${(cause as Error).message}`, { cause })
  }
}

function report(io: Io, result: ImportResult): void {
  for (const { at, value } of result.sample) io.err(`${new Date(at).toISOString()} ${JSON.stringify(value)}\n`)
  for (const { line, reason } of result.errors) io.err(`line ${line}: ${reason}\n`)
  if (result.rejected > result.errors.length) io.err(`… and ${result.rejected - result.errors.length} more\n`)
  const { sample: _sample, errors: _errors, ...rest } = result
  io.out(`${JSON.stringify(rest)}\n`)
}
