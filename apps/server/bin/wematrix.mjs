#!/usr/bin/env node
// Runs the program from a bundle of its sources.
import { freshBundle } from './bundle.mjs'

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`wematrix needs Node 20.19 or later; this is ${process.versions.node}.\n`)
  process.exit(1)
}

const { main } = await import(await freshBundle())
process.exitCode = await main(process.argv.slice(2))
