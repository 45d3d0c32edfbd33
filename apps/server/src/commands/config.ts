import { effectiveSettings } from '../config.ts'
import { type Io, readFlags } from './io.ts'

const help = `wematrix config [--json]

Prints every setting with the value in force and where it comes from. Secrets are masked.
`

export async function run(argv: readonly string[], io: Io): Promise<number> {
  const flags = readFlags(argv, { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } }, help)
  if (flags.help) {
    io.out(help)
    return 0
  }
  const rows = effectiveSettings(io.env)
  if (flags.json) io.out(`${JSON.stringify(Object.fromEntries(rows.map(({ env, value, from }) => [env, { value, from }])), null, 2)}\n`)
  else for (const { env, value, from, note } of rows) io.out(`${env.padEnd(25)} ${(value || '-').padEnd(28)} ${from.padEnd(12)} ${note}\n`)
  return 0
}
