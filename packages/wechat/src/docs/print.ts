/**
 * Prints docs/endpoints.md and docs/errors.md from the tables: `npx tsx src/docs/print.ts` in this package. A test keeps them equal.
 */
import { writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import type { Check, Checks } from '../client/checks.ts'
import { type ErrorRow, errorsByPath, errorTable, eventErrors } from '../client/error-table.ts'
import { allEndpoints } from '../endpoints/index.ts'

const cell = (text: string) => text.replaceAll('|', '\\|')
const flat = (checks: Checks): Check[] => checks.flatMap(check => (Array.isArray(check) ? flat(check as Checks) : [check as Check]))

/** One limit in a few words: `button[].name ≤ 16 B`. */
function inWords(check: Check): string | undefined {
  if ('span' in check) return `${check.span[0]} … ${check.span[1]} ≤ ${check.max} ${check.unit === 'days' ? 'd' : 's'}`
  if ('anyOf' in check) return `one of ${check.anyOf.join(', ')}`
  if ('exactlyOneOf' in check) return `exactly one of ${check.exactlyOneOf.join(', ')}`
  if ('together' in check) return `${check.together.join(' + ')} together`
  const range = (min: number | undefined, max: number | undefined, unit: string) =>
    max === undefined ? `≥ ${min}${unit}` : min === undefined ? `≤ ${max}${unit}` : `${min}–${max}${unit}`
  const { at, minBytes, maxBytes, minChars, maxChars, minItems, maxItems, min, max, maxUploadBytes, templateValue } = check
  if (maxBytes !== undefined || minBytes !== undefined) return `${at} ${range(minBytes, maxBytes, ' B')}`
  if (maxChars !== undefined || minChars !== undefined) return `${at} ${range(minChars, maxChars, ' chars')}`
  if (maxItems !== undefined || minItems !== undefined) return `${at} ${range(minItems, maxItems, ' items')}`
  if (min !== undefined || max !== undefined) return `${at} ${range(min, max, '')}`
  if (maxUploadBytes !== undefined) return `${at} ≤ ${maxUploadBytes} B`
  if (templateValue !== undefined) return `${at} by kind of key`
  return undefined
}

/** Every endpoint, group by group. */
export function endpointsPage(): string {
  const parts = [
    '# 接口表 · Endpoints',
    '',
    `${allEndpoints.length} 个接口，由源码生成（\`src/docs/print.ts\`）。Generated from the rows; B = bytes of UTF-8, chars = Unicode code points.`,
  ]
  for (const [group, rows] of grouped()) {
    parts.push(
      '',
      `## ${group}`,
      '',
      '| name | call | accounts | a day | limits checked before sending | note |',
      '| --- | --- | --- | --- | --- | --- |',
    )
    for (const { name, endpoint } of rows) {
      const { row } = endpoint
      const checked = [...new Set(flat(row.checks ?? []).flatMap(check => inWords(check) ?? []))].join('; ')
      const note = [row.unverified && `unverified: ${row.unverified}`, row.retired && `retired: ${row.retired}`].filter(Boolean).join(' ')
      parts.push(
        `| \`${name}\` | ${row.method} \`${row.path}\` | ${row.accounts.join(', ')} | ${row.quotaPerDay ?? ''} | ${cell(checked)} | ${cell(note)} |`,
      )
    }
  }
  return `${parts.join('\n')}\n`
}

function grouped(): Map<string, (typeof allEndpoints)[number][]> {
  const groups = new Map<string, (typeof allEndpoints)[number][]>()
  // The order of a module's names differs from loader to loader.
  const byName = [...allEndpoints].sort((a, b) => (a.name < b.name ? -1 : 1))
  for (const { group } of allEndpoints) groups.set(group, [])
  for (const listed of byName) groups.set(listed.group, [...(groups.get(listed.group) ?? []), listed])
  return groups
}

/** Every error code with its meaning and reaction. */
export function errorsPage(): string {
  const line = (first: string, { reaction, meaning, waitSeconds }: ErrorRow) =>
    `| ${first} | \`${reaction}\`${waitSeconds === undefined ? '' : ` ${waitSeconds} s`} | ${cell(meaning.zh)} | ${cell(meaning.en)} |`
  const byRow = new Map<ErrorRow, number[]>()
  for (const [code, row] of errorTable) byRow.set(row, [...(byRow.get(row) ?? []), code])
  const head = (first: string) => [`| ${first} | reaction | 含义 | meaning |`, '| --- | --- | --- | --- |']
  return `${[
    '# 错误码 · Error codes',
    '',
    '由源码生成（`src/docs/print.ts`）。Generated from `src/client/error-rows.ts`. Codes that are not here go to the operator.',
    '',
    ...head('errcode'),
    ...[...byRow].map(([row, codes]) => line(ranges(codes), row)),
    '',
    '## 个别接口的特殊含义 · Where an endpoint means something else',
    '',
    ...head('path, errcode'),
    ...errorsByPath.map(([path, code, row]) => line(`\`${path}\` ${code}`, row)),
    '',
    '## 事件里的结果码 · Codes inside events',
    '',
    ...head('event, code'),
    ...eventErrors.map(([event, code, row]) => line(`\`${event}\` ${code}`, row)),
  ].join('\n')}\n`
}

/** 40004 40005 40006 40008 → `40004–40006, 40008`. */
function ranges(codes: readonly number[]): string {
  const parts: [from: number, to: number][] = []
  for (const code of codes) {
    const last = parts.at(-1)
    if (last && last[1] === code - 1) last[1] = code
    else parts.push([code, code])
  }
  return parts.map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`)).join(', ')
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  writeFileSync(new URL('../../docs/endpoints.md', import.meta.url), endpointsPage())
  writeFileSync(new URL('../../docs/errors.md', import.meta.url), errorsPage())
}
