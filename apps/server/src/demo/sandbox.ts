/** WeChat for the demo: the sandbox in a child process that ends with us. */
import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { AppError } from '../errors.ts'
import { systemClock } from '../infra/clock.ts'
import { endChild } from '../infra/end-child.ts'

export type SandboxAccount = {
  kind: 'official_account' | 'mini_program' | 'channels' | 'shop'
  type: 'service' | 'subscription' | 'mini_program' | 'channels' | 'shop'
  alias: string
  name: string
  appId: string
  appSecret: string
  token: string
  encodingAesKey: string
  originalId: string
  verified: boolean
}

export type RunningSandbox = {
  url: string
  accounts: SandboxAccount[]
  /** Calls the control API; throws what it answers. */
  control(name: string, input: Record<string, unknown>): Promise<unknown>
  close(): Promise<void>
}

export type WorldChoice = { worldNow: string; people?: number; port?: number }

/** Starts the tea shop as it stood at `worldNow`, then moves its clock to the present. */
export async function runSandbox({ worldNow, people, port = 0 }: WorldChoice, onEnd: (why: string) => void): Promise<RunningSandbox> {
  const bin = fileURLToPath(new URL('../../bin/wematrix.mjs', import.meta.url))
  const argv = [
    bin,
    'sandbox',
    '--port',
    String(port),
    '--world',
    'tea-shop',
    '--now',
    worldNow,
    '--first-id',
    String(firstId(worldNow)),
    ...(people ? ['--people', String(people)] : []),
  ]
  const child = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] })
  const { url, control, accounts } = await ready(child)
  let closing = false
  child.once('exit', code => {
    if (!closing) onEnd(`the sandbox ended with code ${code}`)
  })
  const call = async (name: string, input: Record<string, unknown>) => {
    const answer = await fetch(`${control}/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(input),
    })
    const value = (await answer.json()) as { error?: string }
    if (!answer.ok || value.error) throw new AppError('internal', `The sandbox refused ${name}: ${value.error ?? answer.status}`)
    return value
  }
  await call('clock', { at: systemClock.now().toISOString() })
  return {
    url,
    accounts,
    control: call,
    async close() {
      closing = true
      await endChild(child, 5000)
    },
  }
}

/** A hundred ids a second since the world began: more than it uses, so that no start repeats those of an earlier one. */
function firstId(worldNow: string): number {
  return Math.max(0, Math.floor((systemClock.now().getTime() - Date.parse(worldNow)) / 10))
}

/** The one line the sandbox prints when it is ready. */
function ready(child: ChildProcess): Promise<{ url: string; control: string; accounts: SandboxAccount[] }> {
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', code => reject(new AppError('internal', `The sandbox did not start (code ${code}).`)))
    createInterface({ input: child.stdout! }).once('line', line => resolve(JSON.parse(line)))
  })
}
