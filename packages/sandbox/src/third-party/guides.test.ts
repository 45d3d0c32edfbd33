/** The examples of `packages/wechat/docs`, run as they stand against the sandbox: they print what the guide says. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { type AddressInfo, connect, createServer } from 'node:net'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { transform } from 'esbuild'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { changeComponent } from '../component/control.ts'
import { changePay, merchantView } from '../pay/control.ts'
import { type Sandbox, startSandbox } from '../sandbox.ts'
import { makeRobot } from '../wecom/robots.ts'

const guides = ['pay', 'component', 'wecom'].map(name => readFileSync(new URL(`../../../wechat/docs/${name}.md`, import.meta.url), 'utf8'))
const examples = new Map(
  guides.flatMap(text =>
    [...text.matchAll(/```ts\n\/\/ ([\w-]+)\.ts\n([\s\S]*?)```/g)].map(([, name = '', code = '']) => [name, code] as const),
  ),
)
const prints = (name: string) => [...examples.get(name)!.matchAll(/^\/\/ → (.*)$/gm)].map(([, line]) => line)

let sandbox: Sandbox
let child: ChildProcess | undefined
let env: Record<string, string>

beforeAll(async () => {
  sandbox = await startSandbox({ world: 'empty' })
  const { mchId, merchantSerial, privateKey, apiV3Key, trusted } = merchantView(sandbox.realm)
  const { component } = sandbox.realm.state
  env = {
    WECHAT_URL: sandbox.url,
    PAY_URL: sandbox.url,
    PAY_MCHID: mchId,
    PAY_MERCHANT_SERIAL: merchantSerial,
    PAY_PRIVATE_KEY: privateKey,
    PAY_APIV3_KEY: apiV3Key,
    PAY_PUBLIC_KEY_ID: trusted[0]!.serial,
    PAY_PUBLIC_KEY: trusted[0]!.pem,
    PAY_APPID: sandbox.realm.account('mini-program').spec.appId,
    PAY_OPENID: sandbox.person('lin').openids.mini_program!,
    COMPONENT_APPID: component.appId,
    COMPONENT_SECRET: component.appSecret,
    COMPONENT_TOKEN: component.token,
    COMPONENT_AES_KEY: component.encodingAesKey,
    ROBOT_URL: sandbox.url,
    ROBOT_KEY: makeRobot(sandbox.realm).key,
  }
})
afterEach(async () => {
  if (child && child.exitCode === null && child.kill('SIGKILL')) await once(child, 'exit')
})
afterAll(() => sandbox.close())

/** Starts an example and gathers what it prints; `port` for those that listen. */
async function start(name: string, port = 0): Promise<string[]> {
  const { code } = await transform(examples.get(name)!, { loader: 'ts', format: 'esm' })
  const cwd = fileURLToPath(new URL('../..', import.meta.url))
  const args = ['--import', 'tsx', '--input-type=module', '-e', code]
  child = spawn(process.execPath, args, { cwd, env: { ...process.env, ...env, PORT: String(port) }, stdio: ['ignore', 'pipe', 'inherit'] })
  const lines: string[] = []
  createInterface({ input: child.stdout! }).on('line', line => lines.push(line))
  if (port === 0) expect(await once(child, 'exit')).toEqual([0, null])
  else await expect.poll(() => listens(port), { timeout: 30_000 }).toBe(true)
  return lines
}

const listens = (port: number) =>
  new Promise<boolean>(resolve => {
    const socket = connect(port, '127.0.0.1', () => resolve(socket.end() !== undefined)).on('error', () => resolve(false))
  })

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

it('every guide has its examples', () => expect([...examples.keys()]).toEqual(['order', 'notify', 'agency', 'report']))

it('an order is placed, and its notification taken', async () => {
  expect(await start('order')).toEqual(prints('order'))
  const port = await freePort()
  const lines = await start('notify', port)
  changePay(sandbox.realm, { hosts: { 'brand.example.com': `http://127.0.0.1:${port}` }, doubles: 1 })
  await sandbox.act('pay', 'lin', { order: 'WM20261122000001' })
  await sandbox.agenda.settled()
  await expect.poll(() => lines).toEqual(prints('notify'))
})

it('an agency takes a ticket and an authorisation, and calls for the account', async () => {
  const port = await freePort()
  const lines = await start('agency', port)
  await changeComponent(sandbox.realm, sandbox.agenda, { eventUrl: `http://127.0.0.1:${port}/events` })
  await sandbox.act('authorise', 'lin', { account: 'service' })
  await sandbox.agenda.settled()
  await expect.poll(() => lines).toEqual(prints('agency'))
})

it('a report goes to a group', async () => {
  expect(await start('report')).toEqual(prints('report'))
  expect([...sandbox.realm.state.robots.values()][0]!.received).toHaveLength(2)
})
