import { expect, it } from 'vitest'
import { createContext } from '../../context.ts'
import { createLog } from '../../infra/log.ts'
import { testIntake } from '../../testing/intake.ts'
import { openWork } from './intake.ts'
import { packLines } from './lines.ts'
import { readTail } from './tail.ts'

it('shows the last arrivals of all workers, each once', async () => {
  const intake = await testIntake()
  const { db, events, accept, clock, secret } = intake
  const log = createLog({ level: 'silent' })
  const other = openWork({ db, events, accept, clock, secret, log, wechat: () => Promise.reject(new Error('none')) })
  const brand = await intake.brand()
  const ctx = createContext({ brandId: brand, actor: { kind: 'system', id: 'test' }, clock, db, events, log })
  let count = 0
  const put = (lines: number) => {
    const texts = Array.from({ length: lines }, () =>
      JSON.stringify({
        k: 'sdk',
        b: brand,
        r: 1_800_000_000_000 + ++count,
        at: 1_800_000_000_000,
        t: 'track',
        e: { event: `e.${count}`, userId: 'u' },
      }),
    )
    const columns = packLines(0, texts)
    return db.query(
      'insert into inbox (partition, items, received_at, packed, body) values (:partition, :items, now(), :packed, :body)',
      columns,
    )
  }
  const tail = async () => (await readTail(ctx, intake.refusals, {})).map(arrival => arrival.event)
  for (const worker of [intake.worker, other.worker, intake.worker, other.worker]) {
    await put(1)
    await worker.drain()
  }
  expect(await tail()).toEqual(['e.4', 'e.3', 'e.2', 'e.1'])
  await put(120)
  await intake.worker.drain()
  await put(2)
  await other.worker.drain()
  expect(await tail()).toEqual(Array.from({ length: 100 }, (_, i) => `e.${126 - i}`))
})
