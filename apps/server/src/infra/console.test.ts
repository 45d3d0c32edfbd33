import { existsSync, mkdirSync, mkdtempSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { testApp } from '../testing/app.ts'
import { testStores } from '../testing/stores.ts'
import { buildConsole, type ConsoleBuild } from './console-build.ts'
import { createLog } from './log.ts'

function folder(): string {
  const root = mkdtempSync(join(tmpdir(), 'wm-console-'))
  mkdirSync(join(root, 'dist/assets'), { recursive: true })
  return root
}

it('answers every screen’s address with the page, files with files, and waits with a page of its own', async () => {
  const dist = join(folder(), 'dist')
  writeFileSync(join(dist, 'index.html'), '<title>console</title>')
  writeFileSync(join(dist, 'favicon.svg'), '<svg/>')
  writeFileSync(join(dist, 'assets/a-1.js'), 'export {}')
  let ready = false
  let error: string | undefined
  const build: ConsoleBuild = { dist, ready: () => ready, error: () => error, stop() {} }
  const t = await testApp({ console: build, stores: await testStores() })
  const get = (path: string) => t.call('GET', path, { as: null })
  expect(await get('/')).toMatchObject({ status: 503, text: expect.stringContaining('正在准备控制台') })
  error = 'vite: <no>'
  expect((await get('/overview')).text).toContain('vite: &lt;no>')
  ready = true
  for (const path of ['/', '/overview', '/brd_1/people/per_1?q=x'])
    expect(await get(path)).toMatchObject({ status: 200, text: '<title>console</title>' })
  expect((await get('/')).headers.get('cache-control')).toBe('no-cache')
  expect((await get('/assets/a-1.js')).headers.get('cache-control')).toContain('immutable')
  expect((await get('/favicon.svg')).headers.get('content-type')).toContain('svg')
  for (const path of ['/assets/gone.js', '/api/gone', '/v1/gone', '/gone.png']) expect((await get(path)).status, path).toBe(404)
  expect((await get('/assets/..%2f..%2fpackage.json')).status).not.toBe(200)
})

it('starts without a word of warning before the console was ever built, and serves it once it is', async () => {
  const dist = join(mkdtempSync(join(tmpdir(), 'wm-console-')), 'dist')
  const build: ConsoleBuild = { dist, ready: () => existsSync(join(dist, 'index.html')), error: () => undefined, stop() {} }
  const t = await testApp({ console: build, stores: await testStores() })
  expect((await t.call('GET', '/', { as: null })).status).toBe(503)
  expect(t.logged()).not.toContain('must exist')
  mkdirSync(join(dist, 'assets'), { recursive: true })
  writeFileSync(join(dist, 'index.html'), '<title>built</title>')
  writeFileSync(join(dist, 'assets/a-1.js'), 'export {}')
  expect((await t.call('GET', '/', { as: null })).text).toBe('<title>built</title>')
  expect((await t.call('GET', '/assets/a-1.js', { as: null })).status).toBe(200)
})

it('builds only when a source is newer than the page', () => {
  const root = folder()
  const log = createLog({ level: 'silent' })
  // A release: files and no sources.
  writeFileSync(join(root, 'dist/index.html'), '')
  expect(buildConsole(log, root).ready()).toBe(true)
  mkdirSync(join(root, 'src'))
  writeFileSync(join(root, 'src/main.tsx'), '')
  const before = new Date(Date.now() - 60_000)
  utimesSync(join(root, 'src/main.tsx'), before, before)
  const build = buildConsole(log, root)
  expect([build.ready(), build.error()]).toEqual([true, undefined])
})
