/**
 * House rules a formatter does not know, over the files git tracks: a file of ours that passes 300 lines is listed, and
 * these are refused: paths of somebody's machine, names of package registries, unfinished marks, tests left out or
 * singled out.
 */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const maxLines = 300

const source = /\.(ts|tsx|mjs|sql)$/
const text = /\.(ts|tsx|mjs|js|sql|md|json|yml|yaml|sh|wxml|wxss|html|css)$|^\.|\/run$/
const data = /(^|\/)(cases|data|fixtures)\//

// Written in pieces so that this file does not find itself.
const refused = [
  {
    what: 'path of a machine',
    pattern: new RegExp(`(^|[\\s'"\`(=])/(?:${['work', 'root', 'home/[a-z]', 'Users'].join('|')})/(?:main|shared|[.\\w-]+/)`, 'm'),
    files: text,
  },
  {
    what: 'package registry',
    pattern: /registry\.npm(?:js|mirror)\./m,
    files: text,
  },
  { what: 'unfinished mark', pattern: new RegExp(`\\b(?:${'TO' + 'DO'}|${'FIX' + 'ME'})\\b`, 'm'), files: source },
  { what: 'test left out or singled out', pattern: /\b(?:it|test|describe)\.(?:only|skip|todo)\(/m, files: /\.test\.(ts|tsx)$/ },
]

let bad = 0
const long = []
for (const file of execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { cwd: root, encoding: 'utf8' }).split('\n')) {
  if (!text.test(file) || data.test(file)) continue
  const content = read(file)
  if (content === undefined) continue
  const lines = content.split('\n').length - 1
  if (source.test(file) && lines > maxLines) long.push(`${lines}  ${file}`)
  for (const { what, pattern, files } of refused) {
    const found = files.test(file) && pattern.exec(content)
    if (!found) continue
    bad++
    console.error(
      `${file}:${content.slice(0, found.index).split('\n').length + (found[0].startsWith('\n') ? 1 : 0)}: ${what}: ${found[0].trim()}`,
    )
  }
}
if (long.length > 0) console.log(`Files over ${maxLines} lines; each usually holds two things:\n${long.sort().reverse().join('\n')}`)
process.exitCode = bad > 0 ? 1 : 0

function read(file) {
  try {
    return readFileSync(`${root}/${file}`, 'utf8')
  } catch {
    return undefined
  }
}
