import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { withLock } from './lock.ts'
import { pause } from './processes.ts'
import { scratchFolder } from './testing/scratch.ts'

const folder = scratchFolder()

it('lets one in at a time and leaves nothing behind', async () => {
  const file = join(folder, 'one.lock')
  let inside = 0
  let most = 0
  await Promise.all(
    Array.from({ length: 20 }, () =>
      withLock(file, 10_000, async () => {
        most = Math.max(most, ++inside)
        await pause(2)
        inside--
      }),
    ),
  )
  expect(most).toBe(1)
  expect(existsSync(file)).toBe(false)
})

it('is taken over from a process that died, also when its id lives on in another', async () => {
  const file = join(folder, 'dead.lock')
  for (const holder of ['4194304 12 1', `${process.ppid} 1 1`]) {
    writeFileSync(file, holder)
    expect(await withLock(file, 1000, async () => 'in')).toBe('in')
  }
})

it('says who holds it when the wait was too long, and is free again after a failure', async () => {
  const file = join(folder, 'held.lock')
  await withLock(file, 1000, async () => {
    await expect(withLock(file, 60, async () => {})).rejects.toThrow(`held by process ${process.pid}`)
    throw new Error('inside')
  }).catch(error => expect(error.message).toBe('inside'))
  expect(await withLock(file, 1000, async () => 'in')).toBe('in')
})
