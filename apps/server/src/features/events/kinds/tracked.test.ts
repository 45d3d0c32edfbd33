import { expect, it } from 'vitest'
import type { CarrierRecord } from '../../inbox/directory.ts'
import { trackedEvent } from './tracked.ts'

const account: CarrierRecord = { id: 'car_1', brandId: 'brd_1', kind: 'official_account', name: 'Tea', appId: 'wx1', originalId: '' }
const world = { brand: { id: 'brd_1', phoneSalt: Buffer.alloc(16), timeZone: 'Asia/Shanghai' }, carriers: new Map([['wx1', account]]) }

const event = (name: string, properties: object = {}) => {
  const value = { event: name, properties, context: { wechat: { appId: 'wx1', openid: 'o1' } } }
  return trackedEvent(
    { type: 'track', at: 1_800_000_000_000, value, carrierId: '', trusted: true, line: JSON.stringify({ e: value }) },
    world,
  )
}

it('takes leaving and being written to for no arrival, also when files or servers tell of it', () => {
  for (const name of ['oa.unfollow', 'message.sent', 'message.failed', 'privacy.authorization_revoke'])
    expect(event(name, { source: 'mini_program' }), name).toMatchObject({ event: name, carrier: 'official_account', touch: 'exclude' })
  expect(event('oa.unfollow', { source: 'mini_program' }).source ?? '').toBe('')
  expect(event('oa.follow', { source: 'mini_program' })).toMatchObject({ source: 'mini_program', touch: 'entry' })
})
