import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { dayMs } from '../days.ts'
import type { Sandbox } from '../sandbox.ts'
import { type Calls, callsOf } from '../testing/calls.ts'
import { quietWorld } from '../testing/worlds.ts'

let sandbox: Sandbox
let mini: Calls
beforeAll(async () => {
  sandbox = await quietWorld()
  mini = callsOf(sandbox, 'mini-program')
})
afterAll(() => sandbox.close())
beforeEach(() => sandbox.realm.reset())

const set = async (notify_code: string, content: unknown, more: object = {}) =>
  (
    await mini.post('/wxa/set_user_notify', {
      openid: sandbox.person('lin').openids.mini_program,
      notify_type: 2001,
      notify_code,
      content_json: typeof content === 'string' ? content : JSON.stringify(content),
      ...more,
    })
  ).errcode

async function paid() {
  const bought = (await sandbox.person('lin').buy()) as unknown as { transaction_id: string; value_fen: number }
  sandbox.clock.set({ by: 5000 })
  const check = (pay_amount = bought.value_fen) => ({ check_json: JSON.stringify({ pay_amount, pay_time: sandbox.clock.seconds() - 5 }) })
  return { code: bought.transaction_id, check }
}

it('a card of a payment is activated with its amount within a day and updated for thirty', async () => {
  const { code, check } = await paid()
  expect(await set(code, { cur_status: 1 })).toBe(85433)
  expect(await set(code, { cur_status: 1 }, check(1))).toBe(85433)
  expect(await set(code, { cur_status: 1 }, check())).toBe(0)
  expect(sandbox.person('lin').received().at(-1)).toMatchObject({ by: 'notice', content: { cur_status: 1 } })
  expect(await set(code, { cur_status: 1 })).toBe(85448)
  expect(await set(code, { cur_status: 2 })).toBe(0)
  expect(await set(code, { cur_status: 1, late: true })).toBe(85439)
  sandbox.clock.set({ by: 30 * dayMs })
  expect(await set(code, { cur_status: 3 })).toBe(85438)
  const old = await paid()
  const checked = old.check()
  sandbox.clock.set({ by: dayMs })
  expect(await set(old.code, { cur_status: 1 }, checked)).toBe(85438)
})

it('a card of a button is activated within five minutes and updated for a day', async () => {
  const tap = async () => String((await sandbox.act('card', 'lin')).notify_code)
  const code = await tap()
  expect(await set(code, { cur_status: 1 }, { notify_type: 1001 })).toBe(0)
  sandbox.clock.set({ by: dayMs })
  expect(await set(code, { cur_status: 2 }, { notify_type: 1001 })).toBe(85438)
  const late = await tap()
  sandbox.clock.set({ by: 300_000 })
  expect(await set(late, { cur_status: 1 }, { notify_type: 1001 })).toBe(85438)
})

it.each([
  [{ openid: 'nobody' }, 40003],
  [{ notify_type: 9 }, 85434],
  [{ content_json: '{' }, 85435],
  [{ content_json: '{}' }, 85440],
  [{ content_json: '{"cur_status":"one"}' }, 85441],
  [{ content_json: '{"cur_status":1,"text":"赌博"}' }, 85442],
  [{ notify_code: 'none' }, 85437],
])('%j is refused with %i', async (more, errcode) => {
  const { code } = await paid()
  expect(await set(code, { cur_status: 1 }, more)).toBe(errcode)
})
