import { expect, it } from 'vitest'
import { copyOf, fieldNames } from './draft-copy.ts'

it('shows what people would read, each text with its pointer, and not what only the engine is told', () => {
  const draft = { title: '保温杯', tags: ['茶'], target: { title: '领券' }, steps: ['下单', 'https://example.com'], count: 3 }
  expect(copyOf(draft)).toEqual([
    { path: '/title', text: '保温杯' },
    { path: '/steps/0', text: '下单' },
  ])
})

it('names a field by what holds it, the most exact first', () => {
  expect(fieldNames('/prizes/0/name')).toEqual(['prizes.name', 'name'])
  expect(fieldNames('/steps/1')).toEqual(['steps'])
})
