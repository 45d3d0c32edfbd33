/** Prints docs/checks/ from the packs: `npm run docs:checks`. A test keeps them equal. Pages of rules that are gone are removed. */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { basePacks } from '../packs/index.ts'
import { pagesOf } from './pages.ts'

export const folder = new URL('../../../../docs/checks/', import.meta.url)

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  mkdirSync(folder, { recursive: true })
  const pages = pagesOf(basePacks)
  for (const name of readdirSync(folder)) if (!pages.some(page => page.file === name)) rmSync(new URL(name, folder))
  for (const { file, text } of pages) writeFileSync(new URL(file, folder), text)
}
