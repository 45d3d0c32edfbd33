import { beforeAll, describe, expect, it } from 'vitest'
import { testIntake } from '../../testing/intake.ts'

type Intake = Awaited<ReturnType<typeof testIntake>>

/** JSON can say what no store takes: the character NUL, and half of a pair of surrogates. */
describe('text that no store takes', () => {
  let intake: Intake
  let brand: string
  let auth: Record<string, string>

  beforeAll(async () => {
    intake = await testIntake()
    brand = await intake.brand()
    auth = { authorization: `Bearer ${await intake.key(brand)}` }
  })

  it('is taken with a replacement character in its place, in ids, names and properties', async () => {
    const body =
      '{"batch":[{"type":"track","userId":"a\\u0000b","event":"odd.one","properties":{"n\\u0000":"x\\u0000y","half":"\\ud83d","deep":[{"z":"\\udc00"}]},"messageId":"o\\u0000"},' +
      '{"type":"track","userId":"half\\ud83d","event":"odd.\\ud83d"},' +
      '{"type":"identify","userId":"a\\u0000b","traits":{"name":"\\u0000","city":"\\\\u0000 杭州 \\ud83c\\udf75"}},' +
      '{"type":"track","userId":"c","event":"even.one","properties":{"said":"\\\\u0000","tea":"\\ud83c\\udf75"}}]}'
    expect(await intake.post('/v1/batch', body, auth)).toMatchObject({ status: 200, body: { success: true, accepted: 4 } })
    await intake.worker.drain()
    const stored = await intake.stored(brand)
    expect(stored.map(({ event }) => event).sort()).toEqual(['even.one', 'odd.one', 'odd.\ufffd', 'user.identify'])
    expect(await intake.db.query('select value from identities where brand_id = :brand order by value', { brand })).toEqual([
      { value: 'a\ufffdb' },
      { value: 'c' },
      { value: 'half\ufffd' },
    ])
    expect(stored.find(({ event }) => event === 'odd.one')!.props).toBe('{"n\ufffd":"x\ufffdy","half":"\ufffd","deep":[{"z":"\ufffd"}]}')
    expect(stored.find(({ event }) => event === 'even.one')!.props).toBe(JSON.stringify({ said: '\\u0000', tea: '🍵' }))
  })
})
