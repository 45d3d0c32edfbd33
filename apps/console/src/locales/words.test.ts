import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const root = fileURLToPath(new URL('../../../../', import.meta.url))
const texts = (path: string): string[] =>
  statSync(join(root, path)).isDirectory() ? readdirSync(join(root, path)).flatMap(name => texts(join(path, name))) : [path]

it('calls what does not leave by one word, 拦截, on screens, in messages, in packs and in the documentation', () => {
  const places = ['apps/console/src', 'apps/server/src/features', 'packages/checks/src/packs', 'packages/checks/src/docs', 'docs']
  const read = [...places.flatMap(texts), 'README.zh-CN.md', 'CHANGELOG.md'].filter(
    file => /\.(tsx?|md)$/.test(file) && !/\.test\./.test(file),
  )
  expect(read.filter(file => /阻断|阻止/.test(readFileSync(join(root, file), 'utf8')))).toEqual([])
})
