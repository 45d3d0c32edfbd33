// Adds the platform packages that npm leaves out of package-lock.json when the registry does not carry them, so that
// `npm ci` finds an entry for every optional dependency. Run after each `npm install`; `--check` only reports.
import { readFileSync, writeFileSync } from 'node:fs'

const file = new URL('../package-lock.json', import.meta.url)
const lock = JSON.parse(readFileSync(file, 'utf8'))
const missing = []

/** The os and cpu a platform package is for, read from its name (`…-darwin-arm64`, `…-linux-x64-gnu`). */
function platform(name) {
  const os = ['darwin', 'linux', 'win32'].find(word => name.includes(word))
  const cpu = ['arm64', 'x64', 'ia32'].find(word => name.includes(word))
  return { ...(os && { os: [os] }), ...(cpu && { cpu: [cpu] }) }
}

for (const [, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const key = `node_modules/${name}`
    if (Object.keys(lock.packages).some(path => path === key || path.endsWith(`/${key}`))) continue
    missing.push(name)
    lock.packages[key] = { version, ...platform(name), optional: true }
  }
}
if (missing.length === 0) process.exit(0)
if (process.argv.includes('--check')) {
  console.error(`package-lock.json lacks: ${missing.join(', ')}. Run npm run lock.`)
  process.exit(1)
}
const { '': root, ...rest } = lock.packages
lock.packages = { '': root, ...Object.fromEntries(Object.entries(rest).sort(([a], [b]) => a.localeCompare(b, 'en'))) }
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`)
console.log(`added ${missing.join(', ')}`)
