import { expect, it } from 'vitest'
import { apart } from './apart.ts'

const slots = new Set(['share', 'benefit', 'money'])

it('writes a part that names slots and words as one phrase for each kind', () => {
  expect(apart('share|转 ~6 benefit|免', slots)).toEqual(['share ~6 benefit', 'share ~6 免', '转 ~6 benefit', '转 ~6 免'])
})

it('leaves alone what is of one kind, and the bars inside a group', () => {
  expect(apart('-share ~3 [甲|乙]丙|丁 &4 *benefit|money', slots)).toEqual(['-share ~3 [甲|乙]丙|丁 &4 *benefit|money'])
})
