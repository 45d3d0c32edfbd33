import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { AppError, errorTable, problemOf } from './errors.ts'

const folder = new URL('../../../docs/errors/', import.meta.url)

it('has a page for every code, Chinese first, and no page without a code', () => {
  for (const code of Object.keys(errorTable)) {
    const file = new URL(`${code}.md`, folder)
    expect(existsSync(file), `docs/errors/${code}.md`).toBe(true)
    const text = readFileSync(file, 'utf8')
    expect(text).toContain(`\`${code}\``)
    expect(text).toMatch(/^# .*\p{Script=Han}/u)
    expect(text.indexOf('怎么办')).toBeLessThan(text.indexOf('What to do'))
  }
  expect(
    readdirSync(folder)
      .map(file => file.replace('.md', ''))
      .sort(),
  ).toEqual(Object.keys(errorTable).sort())
})

it('writes problem documents with a type that leads to the page', () => {
  const error = new AppError('conflict', 'Taken.', { details: [{ path: 'body/name', message: 'is taken' }] })
  expect(problemOf(error)).toEqual({
    type: '/docs/errors/conflict',
    title: errorTable.conflict.title,
    status: 409,
    code: 'conflict',
    detail: 'Taken.',
    errors: [{ path: 'body/name', message: 'is taken' }],
  })
})
