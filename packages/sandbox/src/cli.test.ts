import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

it('prints one JSON line when it is ready, obeys the command line and ends when asked', async () => {
  const bin = fileURLToPath(new URL('../bin/wematrix-sandbox.mjs', import.meta.url))
  const child = spawn(process.execPath, [bin, '--port', '0', '--world', 'tea-shop', '--people', '200', '--seed', '7'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
  const ready = JSON.parse(line) as { url: string; control: string; accounts: Record<string, string>[] }
  expect(ready.accounts.map(account => account.kind)).toEqual(['official_account', 'official_account', 'mini_program', 'channels', 'shop'])
  for (const account of ready.accounts) {
    expect(account).toMatchObject({
      name: expect.any(String),
      appId: expect.stringMatching(/^wx[0-9a-f]{16}$/),
      appSecret: expect.stringMatching(/^[0-9a-f]{32}$/),
      token: expect.any(String),
      originalId: expect.any(String),
    })
    expect(account.encodingAesKey).toHaveLength(43)
  }
  const act = spawn(process.execPath, [bin, 'act', 'follow', '--person', 'lin', '--control', ready.control], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  act.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString()
  })
  expect(await once(act, 'exit')).toEqual([0, null])
  expect(JSON.parse(said)).toMatchObject({ act: 'follow', person: 'lin' })
  child.kill('SIGTERM')
  expect(await once(child, 'exit')).toEqual([0, null])
}, 30_000)
