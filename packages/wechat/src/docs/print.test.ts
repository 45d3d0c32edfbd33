import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { endpointsPage, errorsPage } from './print.ts'

const page = (name: string) => readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8')

it('docs/endpoints.md and docs/errors.md are what the tables say: run `npx tsx src/docs/print.ts` after a change', () => {
  expect(page('endpoints.md')).toBe(endpointsPage())
  expect(page('errors.md')).toBe(errorsPage())
})
