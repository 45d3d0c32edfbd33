import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { basePacks } from '../packs/index.ts'
import { pagesOf } from './pages.ts'
import { folder } from './print.ts'

it('docs/checks is what the packs say: run `npm run docs:checks` after a change', () => {
  const pages = pagesOf(basePacks)
  expect(readdirSync(folder).sort()).toEqual(pages.map(page => page.file).sort())
  for (const { file, text } of pages) expect(readFileSync(new URL(file, folder), 'utf8'), file).toBe(text)
})
