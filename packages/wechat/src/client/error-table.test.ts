import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { callbackErrorNumbers } from '../callback/errors.ts'
import { errorRows } from './error-rows.ts'
import { errorsByPath, errorTable, eventErrors, type Reaction, reactionTo } from './error-table.ts'

const documented = JSON.parse(readFileSync(new URL('./cases/documented-errors.json', import.meta.url), 'utf8')) as {
  answers: string[]
  byPath: [path: string, code: string][]
  events: [event: string, code: string][]
  callback: string[]
}
const codes = (range: string) => {
  const [, from, to] = /^(-?\d+)(?:-(\d+))?$/.exec(range)!
  return Array.from({ length: Number(to ?? from) - Number(from) + 1 }, (_, n) => Number(from) + n)
}
const reactions: Record<Reaction, true> = {
  retry: true,
  refresh_token: true,
  wait: true,
  quota_stop: true,
  drop_recipient: true,
  hold: true,
  fix_request: true,
  tell_operator: true,
  duplicate: true,
  restart_oauth: true,
  ignore: true,
}

it.each([
  [-1, 'retry'],
  [40001, 'refresh_token'],
  [40020, 'fix_request'],
  [40164, 'tell_operator'],
  [42010, 'wait'],
  [43004, 'drop_recipient'],
  [43101, 'drop_recipient'],
  [45009, 'quota_stop'],
  [45015, 'hold'],
  [45065, 'duplicate'],
  [40163, 'restart_oauth'],
  [46003, 'ignore'],
  [65316, 'fix_request'],
  [123456, 'tell_operator'],
] as const)('code %s means %s', (code, reaction) => expect(reactionTo(code).reaction).toBe(reaction))

it('means something else where an endpoint says so', () => {
  expect(reactionTo(40013).reaction).toBe('tell_operator')
  expect(reactionTo(40013, '/wxa/business/getuserphonenumber').reaction).toBe('restart_oauth')
  expect(reactionTo(10060003, '/wxa/sec/order/upload_shipping_info').reaction).toBe('duplicate')
})

describe('the reference’s list', () => {
  it('is in the table, every code of it', () => {
    const missing = documented.answers.flatMap(codes).filter(code => !errorTable.has(code))
    expect(missing).toEqual([])
    expect(documented.answers.flatMap(codes).length).toBeGreaterThan(350)
  })
  it.each(documented.byPath)('at %s, code %s', (path, code) =>
    expect(errorsByPath.some(([start, errcode]) => path.startsWith(start) && errcode === Number(code))).toBe(true),
  )
  it.each(documented.events)('in %s, code %s', (event, code) =>
    expect(eventErrors.some(([name, errcode]) => name === event && errcode === Number(code))).toBe(true),
  )
  it('of callback numbers is in the codec’s errors, but for -40003: sha1 can’t fail here', () => {
    const ours = new Set<number>(Object.values(callbackErrorNumbers))
    expect(documented.callback.map(Number).filter(number => !ours.has(number))).toEqual([-40003])
  })
})

it('has words in both languages and one of the reactions for each code, and each code once', () => {
  const all = [...errorTable.values(), ...errorsByPath.map(([, , row]) => row), ...eventErrors.map(([, , row]) => row)]
  for (const { meaning, reaction, waitSeconds } of all) {
    expect(meaning.zh).toMatch(/[\u4e00-\u9fff]|refresh_token/)
    expect(meaning.en).toMatch(/^[^\u4e00-\u9fff]{5,}$/)
    expect(reactions).toHaveProperty(reaction)
    expect(reaction === 'wait').toBe(waitSeconds !== undefined)
  }
  const written = errorRows
    .trim()
    .split('\n')
    .flatMap(line => line.split(' | ')[0]!.split(' ').flatMap(codes))
  expect(written.filter((code, n) => written.indexOf(code) !== n)).toEqual([])
})
