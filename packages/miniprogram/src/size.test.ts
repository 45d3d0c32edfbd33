import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { expect, it } from 'vitest'

it('weighs less than 6 KB gzipped, everything included: a package may have 2 MB and pages wait for it', async () => {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('./index.ts', import.meta.url))],
    bundle: true,
    minify: true,
    format: 'cjs',
    target: 'es2018',
    write: false,
  })
  expect(gzipSync(outputFiles[0]!.contents).length).toBeLessThan(6 * 1024)
})
