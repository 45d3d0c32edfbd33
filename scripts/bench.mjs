/** `npm run bench NAME`: runs bench/NAME.mjs or bench/NAME.ts and prints its one JSON line; everything else goes to stderr. */
import { spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('../bench/', import.meta.url))
const [name, ...args] = process.argv.slice(2)
const file = ['mjs', 'ts'].map(ending => `${folder}${name}.${ending}`).find(path => name && existsSync(path))
if (!file) {
  const names = readdirSync(folder).flatMap(entry => /^([\w-]+)\.(mjs|ts)$/.exec(entry)?.[1] ?? [])
  console.error(`npm run bench NAME, where NAME is one of: ${names.join(', ')} (see bench/README.md)`)
  process.exit(2)
}

const child = spawn(process.execPath, [...(file.endsWith('.ts') ? ['--import', 'tsx'] : []), file, ...args], {
  stdio: ['ignore', 'pipe', 'inherit'],
})
let result
for await (const line of createInterface({ input: child.stdout })) {
  if (isJson(line)) {
    if (result !== undefined) console.error(result)
    result = line
  } else console.error(line)
}
const code = child.exitCode ?? (await new Promise(resolve => child.once('exit', resolve)))
if (result !== undefined) console.log(result)
process.exitCode = code || (result === undefined ? 1 : 0)

function isJson(line) {
  try {
    return typeof JSON.parse(line) === 'object'
  } catch {
    return false
  }
}
