/** Every example of the README, with the package as it is published, against the sandbox: it prints what the README says. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { transform } from 'esbuild'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type BuiltPackage, builtPackage, tsc } from './testing/built-package.ts'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
const examples = [...readme.matchAll(/```ts\n\/\/ ([\w-]+)\.ts\n([\s\S]*?)```/g)].map(([, name = '', code = '']) => ({
  name,
  code,
  prints: [...code.matchAll(/^\/\/ → (.*)$/gm)].map(([, line]) => line),
}))

type Ready = {
  url: string
  control: string
  accounts: { alias: string; appId: string; appSecret: string; token: string; encodingAesKey: string }[]
}

let built: BuiltPackage
let sandbox: ChildProcess
let ready: Ready
let env: Record<string, string>

beforeAll(async () => {
  built = await builtPackage()
  const command = fileURLToPath(new URL('../../sandbox/bin/wematrix-sandbox.mjs', import.meta.url))
  sandbox = spawn(process.execPath, [command, '--port', '0', '--people', '300', '--with-parent'], { stdio: ['ignore', 'pipe', 'inherit'] })
  for await (const line of createInterface({ input: sandbox.stdout! })) {
    ready = JSON.parse(line) as Ready
    break
  }
  const service = ready.accounts.find(account => account.alias === 'service')!
  env = {
    WECHAT_URL: ready.url,
    WECHAT_APPID: service.appId,
    WECHAT_SECRET: service.appSecret,
    WECHAT_TOKEN: service.token,
    WECHAT_AES_KEY: service.encodingAesKey,
  }
  for (const { name, code } of examples) {
    writeFileSync(join(built.app, `${name}.ts`), `${code}\nexport {}\n`)
    writeFileSync(join(built.app, `${name}.js`), (await transform(code, { loader: 'ts', format: 'esm' })).code)
  }
})
afterAll(async () => {
  sandbox.kill()
  await once(sandbox, 'exit')
  built.remove()
})

const start = (name: string, more: Record<string, string> = {}) =>
  spawn(process.execPath, [`${name}.js`], {
    cwd: built.app,
    env: { ...process.env, ...env, ...more },
    stdio: ['ignore', 'pipe', 'inherit'],
  })

async function printed(child: ChildProcess, lines: number): Promise<string[]> {
  const seen: string[] = []
  for await (const line of createInterface({ input: child.stdout! })) {
    seen.push(line)
    if (seen.length === lines && child.exitCode === null && lines > 0) break
  }
  return seen
}

it('there are examples, and each compiles', async () => {
  expect(examples.map(({ name }) => name)).toEqual(['menu', 'limits', 'errors', 'followers', 'callback', 'arrival'])
  const compilerOptions = {
    strict: true,
    exactOptionalPropertyTypes: true,
    module: 'nodenext',
    target: 'es2023',
    noEmit: true,
    types: ['node'],
  }
  writeFileSync(join(built.app, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: examples.map(({ name }) => `${name}.ts`) }))
  const said = await built.node(tsc, '-p', 'tsconfig.json').catch((error: { stdout: string }) => error)
  expect(said.stdout).toBe('')
})

it.each(examples.filter(({ name }) => name !== 'callback'))('$name prints what it says', async ({ name, prints }) => {
  const child = start(name)
  const ended = once(child, 'exit')
  expect(await printed(child, Number.POSITIVE_INFINITY)).toEqual(prints)
  expect(await ended).toEqual([0, null])
})

it('callback answers a follow, and the follower gets its welcome', async () => {
  const port = await freePort()
  const child = start('callback', { PORT: String(port) })
  const tell = async (path: string, body: object) => {
    const answer = await fetch(`${ready.control}/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    return answer.json() as Promise<Record<string, unknown>>
  }
  try {
    const lines = printed(child, 1)
    await listening(port)
    expect(await tell('connect', { account: 'service', callback: `http://127.0.0.1:${port}/callback`, mode: 'safe' })).not.toHaveProperty(
      'error',
    )
    expect(await tell('act', { act: 'follow', person: 'lin', account: 'service' })).not.toHaveProperty('error')
    expect(await lines).toEqual(examples.find(({ name }) => name === 'callback')!.prints)
    // The sandbox reads the answer after it was printed here.
    await expect.poll(async () => (await fetch(`${ready.control}/people?name=lin`)).text(), { timeout: 20_000 }).toContain('欢迎')
  } finally {
    child.kill()
    await once(child, 'exit')
  }
})

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

async function listening(port: number): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const answer = await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined)
    if (answer) return
    await new Promise(resolve => setTimeout(resolve, 50))
  }
  throw new Error('the example does not listen')
}
