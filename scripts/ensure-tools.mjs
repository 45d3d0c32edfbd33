/**
 * What the tests need beside Node: a PostgreSQL server of its own (15 or later), Chromium, and a Chinese font.
 * On Debian they are the packages `postgresql-15` (or `postgresql`), `chromium` and `fonts-noto-cjk`; as root with
 * apt-get they are installed here, elsewhere the message says what to install.
 *
 * `node scripts/ensure-tools.mjs` does it and prints where they are; `--check` only looks.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder with `initdb` and `postgres`; version 15 is taken where there are several. */
export function findPostgres() {
  const folders = [process.env.TEST_PG_BIN, ...debianFolders(), output('pg_config', ['--bindir'])]
  return folders.find(folder => folder && existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')) && major(folder) >= 15)
}

export function findChromium() {
  const mac = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'
  const onPath = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'].map(name => output('which', [name]))
  return [process.env.CHROMIUM, ...onPath, mac].find(file => file && existsSync(file))
}

export function hasChineseFont() {
  if (process.platform === 'darwin') return true
  const listed = output('fc-list', [':lang=zh', 'family'])
  return listed ? true : existsSync('/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc')
}

/** Finds the tools, installs missing ones where that is possible, and returns `{ postgres, chromium }`; throws with advice otherwise. */
export function ensureTools({ install = true } = {}) {
  const missing = missingPackages()
  if (missing.length > 0 && install && mayInstall()) installPackages(missing)
  const still = missingPackages()
  if (still.length > 0)
    throw new Error(
      `The tests also need ${still.map(item => item.what).join(', ')}. On Debian, as root: apt-get install ${still.map(item => item.names[0]).join(' ')}`,
    )
  return { postgres: findPostgres(), chromium: findChromium() }
}

function missingPackages() {
  return [
    { what: 'a PostgreSQL server (15 or later)', names: ['postgresql-15', 'postgresql'], found: findPostgres() },
    { what: 'Chromium', names: ['chromium'], found: findChromium() },
    { what: 'a Chinese font', names: ['fonts-noto-cjk'], found: hasChineseFont() },
  ].filter(item => !item.found)
}

const mayInstall = () => process.getuid?.() === 0 && Boolean(output('which', ['apt-get']))

function installPackages(missing) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const apt = (...args) => spawnSync('apt-get', ['-qq', ...args], { env, stdio: ['ignore', 2, 2] })
  apt('update')
  for (const { what, names } of missing) {
    console.error(`installing ${what}`)
    names.some(name => apt('install', '-y', '--no-install-recommends', name).status === 0)
  }
}

function debianFolders() {
  const root = '/usr/lib/postgresql'
  if (!existsSync(root)) return []
  return readdirSync(root)
    .sort((a, b) => Number(a) - Number(b))
    .map(version => join(root, version, 'bin'))
}

const major = folder => Number(/(\d+)/.exec(output(join(folder, 'postgres'), ['--version']))?.[1] ?? 0)

function output(command, args) {
  try {
    return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  } catch {
    return ''
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    console.log(JSON.stringify(ensureTools({ install: !process.argv.includes('--check') })))
  } catch (error) {
    console.error(error.message)
    process.exit(1)
  }
}
