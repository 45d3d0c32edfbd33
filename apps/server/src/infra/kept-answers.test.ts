import { describe, expect, it } from 'vitest'
import { KeptAnswers } from './kept-answers.ts'

/** A clock that moves when told, and an answer that takes so long on it. */
function world() {
  let now = 1
  let made = 0
  const kept = new KeptAnswers(15_000, () => now)
  const make = (ms: number) => async () => {
    const n = ++made
    await Promise.resolve()
    now += ms
    return n
  }
  const wait = (ms: number) => {
    now += ms
  }
  return { kept, make, wait, made: () => made }
}

const settle = () => new Promise(resolve => setImmediate(resolve))

describe('kept answers', () => {
  it('asks each time for what comes quickly', async () => {
    const { kept, make } = world()
    expect(await kept.get('a', make(15))).toBe(1)
    expect(await kept.get('a', make(15))).toBe(2)
  })

  it('gives the last one when what comes quickly does not this time, and the new one to the next who asks', async () => {
    const { kept, make } = world()
    expect(await kept.get('a', make(15))).toBe(1)
    let come = (_: number) => {}
    const slow = new Promise<number>(resolve => {
      come = resolve
    })
    expect(await kept.get('a', () => slow)).toBe(1)
    const asked = kept.get('a', () => Promise.reject(new Error('asked twice at once')))
    come(2)
    expect(await asked).toBe(2)
  })

  it('waits for what comes quickly when the last one is too old to be given', async () => {
    const { kept, make, wait } = world()
    await kept.get('a', make(15))
    wait(20_000)
    expect(await kept.get('a', () => new Promise(resolve => setTimeout(resolve, 100, 'new')))).toBe('new')
  })

  it('keeps what took long, for ten times as long', async () => {
    const { kept, make, wait } = world()
    expect(await kept.get('a', make(300))).toBe(1)
    wait(2900)
    expect(await kept.get('a', make(300))).toBe(1)
    expect(await kept.get('b', make(300))).toBe(2)
  })

  it('gives an older one once more while a new one is made', async () => {
    const { kept, make, wait, made } = world()
    await kept.get('a', make(300))
    wait(4000)
    expect(await Promise.all([kept.get('a', make(300)), kept.get('a', make(300))])).toEqual([1, 1])
    await settle()
    expect(made()).toBe(2)
    expect(await kept.get('a', make(300))).toBe(2)
  })

  it('waits for a new one when the old one is too old', async () => {
    const { kept, make, wait } = world()
    await kept.get('a', make(300))
    wait(60_000)
    expect(await kept.get('a', make(300))).toBe(2)
    await kept.get('b', make(30))
    wait(4000)
    expect(await kept.get('b', make(30))).toBe(4)
  })

  it('makes one answer for all who ask at once', async () => {
    const { kept, make, made } = world()
    expect(await Promise.all([kept.get('a', make(5)), kept.get('a', make(5)), kept.get('a', make(5))])).toEqual([1, 1, 1])
    expect(made()).toBe(1)
  })

  it('keeps no failure, not even one of a renewal', async () => {
    const { kept, make, wait } = world()
    const fail = async () => Promise.reject(new Error('no'))
    await expect(kept.get('a', fail)).rejects.toThrow('no')
    expect(await kept.get('a', make(300))).toBe(1)
    wait(4000)
    expect(await kept.get('a', fail)).toBe(1)
    await settle()
    expect(await kept.get('a', make(300))).toBe(2)
  })

  it('drops what begins with a prefix', async () => {
    const { kept, make } = world()
    await kept.get('["a"', make(300))
    kept.forget('["b"')
    expect(await kept.get('["a"', make(300))).toBe(1)
    kept.forget('["a"')
    expect(await kept.get('["a"', make(300))).toBe(2)
  })

  it('does not bring back what was dropped while a new one was made', async () => {
    const { kept, make, wait } = world()
    await kept.get('a', make(300))
    wait(4000)
    await kept.get('a', make(300))
    kept.forget('a')
    await settle()
    expect(await kept.get('a', make(300))).toBe(3)
  })

  it('forgets the oldest beyond five hundred', async () => {
    const { kept, make, made } = world()
    for (let i = 0; i < 501; i++) await kept.get(`k${i}`, make(200_000))
    const before = made()
    await kept.get('k0', make(300))
    expect(made()).toBe(before + 1)
  })
})
