import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { type Authorization, folderComponentStore, memoryComponentStore } from './index.ts'

const folder = mkdtempSync(join(tmpdir(), 'wm-folder-store-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const record = (version: number, refreshToken: string): Authorization => ({
  appId: 'wx1',
  refreshToken,
  sets: [1],
  state: 'authorised',
  since: 0,
  version,
})

it.each([
  ['memory', memoryComponentStore],
  ['a folder', () => folderComponentStore(folder)],
])('in %s, one of many swaps wins and all see it', async (_name, make) => {
  const store = make()
  expect(await store.authorization('wx1')).toBeUndefined()
  const tries = await Promise.all([1, 2, 3, 4, 5].map(n => store.compareAndSwap('wx1', 0, record(1, `r${n}`))))
  expect(tries.filter(Boolean)).toHaveLength(1)
  expect((await store.authorization('wx1'))?.refreshToken).toBe(`r${tries.indexOf(true) + 1}`)
  expect(await store.compareAndSwap('wx1', 0, record(1, 'late'))).toBe(false)
  expect(await store.authorizations()).toHaveLength(1)
})

it.each([
  ['memory', memoryComponentStore],
  ['a folder', () => folderComponentStore(folder)],
])('in %s, an older ticket does not replace a newer one', async (_name, make) => {
  const store = make()
  await store.keepTicket({ ticket: 'new', createdAt: 2 })
  await store.keepTicket({ ticket: 'old', createdAt: 1 })
  expect(await store.ticket()).toEqual({ ticket: 'new', createdAt: 2 })
})

it.each([
  ['memory', memoryComponentStore],
  ['a folder', () => folderComponentStore(folder)],
])('in %s, a lease is held by one at a time, also after a failure', async (_name, make) => {
  const { tokens } = make()
  let inside = 0
  let most = 0
  const work = (fails: boolean) =>
    tokens.lock('wx9', async () => {
      most = Math.max(most, ++inside)
      await new Promise(resolve => setTimeout(resolve, 2))
      inside--
      if (fails) throw new Error('failed inside')
    })
  const ends = await Promise.allSettled([work(false), work(true), work(false), work(true), work(false)])
  expect(most).toBe(1)
  expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(3)
})
