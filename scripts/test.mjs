/**
 * `npm test`: everything that must hold. Checks run beside the tests, test suites one after the other (each uses both
 * cores): lock file, house rules, types, format and lint; then the packages and the server on the embedded engines,
 * the server's store tests again on PostgreSQL 15, whole-product stories, and the console in Chromium.
 *
 *   --only NAME[,NAME]   some steps (names as in the summary)
 *   --soak               also the long tests (SOAK=1)
 *
 * After the summary comes what failed, with the first lines of each reason, so that the end of a log says it all.
 * The last line is `N passed, N failed`, counted over all test files; a check that fails counts as one.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { stripVTControlCharacters } from 'node:util'
import { ensureTools } from './ensure-tools.mjs'
import { startOwnPostgres } from './own-postgres.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const soak = process.argv.includes('--soak')
const only = process.argv[process.argv.indexOf('--only') + 1]?.split(',')
const wanted = name => !process.argv.includes('--only') || only.includes(name)
const limitMs = (soak ? 90 : 15) * 60_000
const reports = mkdtempSync(join(tmpdir(), 'wm-test-'))
const bin = name => join(root, 'node_modules', '.bin', name)

/** Checks: quick, their output only when they fail. */
const checks = [
  { name: 'lock file', command: process.execPath, args: ['scripts/lock.mjs', '--check'] },
  { name: 'house rules', command: process.execPath, args: ['scripts/file-sizes.mjs'] },
  { name: 'types', command: bin('tsc'), args: ['-b'] },
  { name: 'console types', command: bin('tsc'), args: ['-p', 'apps/console'] },
  { name: 'format and lint', command: bin('biome'), args: ['check', '.'] },
]

/** Test suites; `own` ones get a PostgreSQL from the machine's packages instead of the embedded one. */
const suites = [
  { name: 'unit', projects: ['packages', 'server'] },
  { name: 'postgresql 15', projects: ['server'], own: true, files: storeTests },
  { name: 'stories', projects: ['stories'] },
  { name: 'console', projects: ['console'] },
]

const rows = []
const tools = prepare()
// The demo serves it and the last suite looks at it; built once here, not by each of them.
await lane([{ name: 'console build', command: bin('vite'), args: ['build', 'apps/console', '--logLevel', 'warn'] }], runCheck)
await Promise.all([lane(checks, runCheck), lane(suites.filter(hasProjects), runSuite)])
rmSync(reports, { recursive: true, force: true })
summarise()

function prepare() {
  try {
    return ensureTools()
  } catch (error) {
    console.error(error.message)
    rows.push({ name: 'tools', ok: false, passed: 0, failed: 1, seconds: 0 })
    return undefined
  }
}

async function lane(steps, run) {
  for (const step of steps) {
    if (!wanted(step.name)) continue
    const started = performance.now()
    const row = await run(step).catch(error => {
      console.error(error)
      return { ok: false, passed: 0, failed: 1 }
    })
    rows.push({ name: step.name, ...row, seconds: (performance.now() - started) / 1000 })
  }
}

async function runCheck({ name, command, args }) {
  const { code, text } = await execute(command, args, { quiet: true })
  if (code !== 0) console.error(`\n── ${name} ──\n${text}`)
  return { ok: code === 0, passed: 0, failed: code === 0 ? 0 : 1, reasons: code === 0 ? [] : [head(text)] }
}

async function runSuite({ name, projects, own, files }) {
  if (own && !tools) return { ok: false, passed: 0, failed: 1 }
  const report = join(reports, `${name.replaceAll(' ', '-')}.json`)
  const postgres = own ? await startOwnPostgres(tools.postgres) : undefined
  try {
    const env = {
      ...(soak && { SOAK: '1' }),
      ...(tools?.chromium && { CHROMIUM: tools.chromium }),
      ...(postgres && { TEST_DATABASE_URL: postgres.url }),
    }
    const which = [...projects.flatMap(project => ['--project', project]), ...(files?.() ?? [])]
    const args = ['run', ...which, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
    const { code } = await execute(bin('vitest'), args, { env })
    return count(report, code)
  } finally {
    await postgres?.stop()
  }
}

/** Passed and failed tests; a file that could not be loaded, or a run that ended badly without a failed test, counts as one. */
function count(report, code) {
  try {
    const { numPassedTests: passed, numFailedTests, testResults } = JSON.parse(readFileSync(report, 'utf8'))
    const broken = testResults.filter(
      file => file.status === 'failed' && !file.assertionResults.some(test => test.status === 'failed'),
    ).length
    const failed = numFailedTests + broken
    return {
      ok: code === 0 && failed === 0,
      passed,
      failed: code !== 0 && failed === 0 ? 1 : failed,
      reasons: testResults.flatMap(reasonsOf),
    }
  } catch {
    return { ok: false, passed: 0, failed: 1 }
  }
}

/** What failed in a file: each test's name with the first lines of its reason, or why the file did not load. */
function reasonsOf({ name, status, message, assertionResults }) {
  if (status !== 'failed') return []
  const file = relative(root, name)
  const failed = assertionResults.filter(test => test.status === 'failed')
  if (failed.length === 0) return [`${file}\n${head(message)}`]
  return failed.map(test => `${file} > ${test.fullName}\n${head(test.failureMessages.join('\n'))}`)
}

function head(text) {
  const lines = stripVTControlCharacters(text).split('\n').slice(0, 12)
  return lines.map(line => `    ${line.slice(0, 300)}`).join('\n')
}

/** Runs a command without input, ends it with all its children after the limit; resolves with its exit code. */
function execute(command, args, { env = {}, quiet = false } = {}) {
  return new Promise(resolve => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'],
      detached: true,
    })
    let text = ''
    child.stdout?.on('data', chunk => {
      text += chunk
    })
    child.stderr?.on('data', chunk => {
      text += chunk
    })
    const end = signal => {
      try {
        process.kill(-child.pid, signal)
      } catch {
        // already gone
      }
    }
    const stop = () => end('SIGTERM')
    process.once('SIGINT', stop)
    process.once('SIGTERM', stop)
    const timer = setTimeout(() => {
      console.error(`${command} ${args.join(' ')} took longer than ${limitMs / 60_000} minutes and was ended.`)
      end('SIGKILL')
    }, limitMs)
    const done = code => {
      clearTimeout(timer)
      process.off('SIGINT', stop)
      process.off('SIGTERM', stop)
      resolve({ code: code ?? 1, text })
    }
    child.once('error', error => {
      text += error.message
      done(1)
    })
    child.once('close', done)
  })
}

/** A suite whose projects are not in vitest.config.ts is no suite yet. */
function hasProjects({ projects }) {
  const config = readFileSync(join(root, 'vitest.config.ts'), 'utf8')
  return projects.every(project => config.includes(`name: '${project}'`))
}

/** The server's test files that talk to PostgreSQL. */
function storeTests() {
  const folder = join(root, 'apps', 'server', 'src')
  return readdirSync(folder, { recursive: true })
    .filter(
      file =>
        file.endsWith('.test.ts') &&
        /testStores|testApp|testIntake|from '.*testing\/(?:stores|app|intake)/.test(readFileSync(join(folder, file), 'utf8')),
    )
    .map(file => join('apps', 'server', 'src', file))
}

function summarise() {
  const width = Math.max(...rows.map(row => row.name.length))
  console.log(`\n${'step'.padEnd(width)}  result  passed  failed  seconds`)
  for (const { name, ok, passed, failed, seconds } of rows)
    console.log(
      `${name.padEnd(width)}  ${ok ? 'ok    ' : 'FAILED'}  ${String(passed).padStart(6)}  ${String(failed).padStart(6)}  ${seconds.toFixed(1).padStart(7)}`,
    )
  for (const { name, reasons = [] } of rows) for (const reason of reasons) console.log(`\nFAILED in ${name}: ${reason}`)
  const total = key => rows.reduce((sum, row) => sum + row[key], 0)
  process.exitCode = rows.every(row => row.ok) ? 0 : 1
  console.log(`\n${total('passed')} passed, ${total('failed')} failed`)
}
