/** The package as others install it: built, imported without a compiler, type-checked from outside, and taken apart by a bundler. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { allEndpoints } from './index.ts'
import { type BuiltPackage, builtPackage, tsc } from './testing/built-package.ts'

let built: BuiltPackage
let app = ''
let dist = ''

beforeAll(async () => {
  built = await builtPackage()
  ;({ app, dist } = built)
})
afterAll(() => built.remove())

it('carries a manifest whose every entry is there, without development dependencies', () => {
  const manifest = JSON.parse(readFileSync(join(dist, 'package.json'), 'utf8'))
  expect(manifest).toMatchObject({ name: '@wematrix/wechat', type: 'module', sideEffects: false, license: 'Apache-2.0' })
  expect(manifest).not.toHaveProperty('devDependencies')
  expect(manifest).not.toHaveProperty('dependencies')
  for (const [name, entry] of Object.entries<string | { types: string; default: string }>(manifest.exports)) {
    if (typeof entry === 'string') continue
    for (const path of Object.values(entry)) expect(readFileSync(join(dist, path), 'utf8').length, name).toBeGreaterThan(0)
  }
  for (const file of ['README.md', 'LICENSE']) expect(readFileSync(join(dist, file), 'utf8').length).toBeGreaterThan(1000)
})

it('is imported by plain Node, whole and by part', async () => {
  writeFileSync(
    join(app, 'use.js'),
    `import { allEndpoints, createMenu, scenes } from '@wematrix/wechat'
     import { createCallbackCodec } from '@wematrix/wechat/callback'
     import { createClient, errorTable } from '@wematrix/wechat/client'
     import { resolveArrival } from '@wematrix/wechat/arrival'
     import { createPayClient } from '@wematrix/wechat/pay'
     import { createComponent } from '@wematrix/wechat/component'
     import { getMenu } from '@wematrix/wechat/endpoints'
     import '@wematrix/wechat/wecom'
     console.log(JSON.stringify([allEndpoints.length, createMenu.row.path, scenes.length > 300, errorTable.size > 300, getMenu.row.ids,
       [createCallbackCodec, createClient, resolveArrival, createPayClient, createComponent].every(part => typeof part === 'function')]))`,
  )
  const { stdout, stderr } = await built.node('use.js')
  expect(stderr).toBe('')
  expect(JSON.parse(stdout)).toEqual([allEndpoints.length, '/cgi-bin/menu/create', true, true, ['menuid'], true])
})

it('type-checks from outside, with the strictest settings and without leniency towards our declarations', async () => {
  writeFileSync(
    join(app, 'use.ts'),
    `import { createClient, createMenu, getOrder, type Menu, WechatInputError } from '@wematrix/wechat'
     import type { ShopOrder } from '@wematrix/wechat/endpoints'
     const client = createClient({ credentials: { appId: 'wx1', appSecret: 's' } })
     const menu: Menu = { button: [{ type: 'click', name: '领券', key: 'K' }] }
     await createMenu(client, menu)
     const order: ShopOrder = (await getOrder(client, { order_id: '1' })).order
     console.log(order, WechatInputError)
     // @ts-expect-error the key is missing
     await createMenu(client, { button: [{ type: 'click', name: '领券' }] })`,
  )
  const settings = {
    strict: true,
    exactOptionalPropertyTypes: true,
    module: 'nodenext',
    target: 'es2023',
    noEmit: true,
    skipLibCheck: false,
    types: ['node'],
  }
  writeFileSync(join(app, 'tsconfig.json'), JSON.stringify({ compilerOptions: settings, files: ['use.ts'] }))
  const said = await built.node(tsc, '-p', 'tsconfig.json').catch((error: { stdout: string }) => error)
  expect(said.stdout).toBe('')
})

describe('bundled', () => {
  const bundle = async (code: string) => {
    const { outputFiles } = await build({
      stdin: { contents: code, resolveDir: app },
      bundle: true,
      minify: true,
      platform: 'node',
      format: 'esm',
      write: false,
      logLevel: 'error',
    })
    return outputFiles[0]!.text
  }
  const paths = (text: string) => allEndpoints.filter(({ endpoint }) => text.includes(`"${endpoint.row.path}"`)).map(({ name }) => name)

  it('one endpoint brings no other one, no client and no codec', async () => {
    const text = await bundle("import { listOrders } from '@wematrix/wechat'; console.log(listOrders)")
    expect(paths(text)).toEqual(['listOrders'])
    expect(text.length).toBeLessThan(3000)
    expect(text).not.toContain('node:crypto')
  })
  it('every endpoint comes alone', async () => {
    mkdirSync(join(app, 'alone'))
    for (const { name } of allEndpoints)
      writeFileSync(join(app, 'alone', `${name}.js`), `import { ${name} } from '@wematrix/wechat'; console.log(${name})`)
    const { outputFiles } = await build({
      entryPoints: allEndpoints.map(({ name }) => join(app, 'alone', `${name}.js`)),
      outdir: join(app, 'bundled'),
      bundle: true,
      platform: 'node',
      format: 'esm',
      write: false,
      logLevel: 'error',
    })
    const company = outputFiles.flatMap(({ path, text }) => {
      const others = paths(text).filter(name => name !== basename(path, '.js'))
      return others.length > 0 || text.length > 16_000 ? [{ path, others, length: text.length }] : []
    })
    expect(company).toEqual([])
  })
  it('a client with one endpoint brings the token’s endpoint besides', async () => {
    const text = await bundle("import { createClient, createMenu } from '@wematrix/wechat'; console.log(createClient, createMenu)")
    expect(paths(text)).toEqual(['getStableToken', 'createMenu'])
    expect(text).not.toContain('node:')
    const everything = await bundle("export * from '@wematrix/wechat'")
    expect(text.length * 5).toBeLessThan(everything.length)
  })
})
