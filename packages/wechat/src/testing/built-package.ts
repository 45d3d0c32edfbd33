/** The package as it is published, in a folder of its own that somebody's program could stand in. */
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)
const require = createRequire(import.meta.url)

export type BuiltPackage = {
  /** The program's folder. */
  app: string
  /** What would be published, installed in it. */
  dist: string
  /** Runs Node there and gives what it printed. */
  node(...args: string[]): Promise<{ stdout: string; stderr: string }>
  remove(): void
}

/** Builds the package into a temporary program. Takes some seconds. */
export async function builtPackage(): Promise<BuiltPackage> {
  const app = mkdtempSync(join(tmpdir(), 'wechat-package-'))
  const dist = join(app, 'node_modules', '@wematrix', 'wechat')
  mkdirSync(dirname(dist), { recursive: true })
  await run(process.execPath, [fileURLToPath(new URL('../../build.mjs', import.meta.url)), dist])
  writeFileSync(join(app, 'package.json'), '{"private":true,"type":"module"}')
  // The program's own types of Node.
  symlinkSync(dirname(dirname(require.resolve('@types/node/package.json'))), join(app, 'node_modules', '@types'))
  return {
    app,
    dist,
    node: (...args) => run(process.execPath, args, { cwd: app }),
    remove: () => rmSync(app, { recursive: true, force: true }),
  }
}

/** The compiler's program, for type checks from outside. */
export const tsc = join(dirname(require.resolve('typescript/package.json')), 'bin', 'tsc')
