import { expect, it } from 'vitest'
import { errorTable, reactionTo } from './error-table.ts'

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

it('lets no range swallow a code that has a row of its own', () => {
  expect(reactionTo(61010).reaction).toBe('hold')
  expect(errorTable.size).toBeGreaterThan(250)
})
