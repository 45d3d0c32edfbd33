#!/usr/bin/env node
// Runs the bundle of a release, or the sources of a checkout.
import { existsSync } from 'node:fs'

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`wematrix needs Node 20.19 or later; this is ${process.versions.node}.\n`)
  process.exit(1)
}

const bundle = new URL('../dist/cli.js', import.meta.url)
const source = new URL('../src/cli.ts', import.meta.url)
if (!existsSync(bundle)) {
  const { register } = await import('tsx/esm/api')
  register()
}
const { main } = await import((existsSync(bundle) ? bundle : source).href)
process.exitCode = await main(process.argv.slice(2))
