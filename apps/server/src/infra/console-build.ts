import { spawn } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Log } from './log.ts'

export const consoleFolder = fileURLToPath(new URL('../../../console/', import.meta.url))

/** Whether the console's files can be served, are being built, or could not be built (`error`). */
export type ConsoleBuild = { readonly dist: string; ready(): boolean; error(): string | undefined; stop(): void }

/**
 * Sees to it that the console is built: when `dist` is missing or older than a source, vite builds it in a child
 * process, so that a fresh checkout needs no extra step. A release carries `dist` and no sources.
 */
export function buildConsole(log: Log, folder = consoleFolder): ConsoleBuild {
  const dist = join(folder, 'dist')
  const index = join(dist, 'index.html')
  let failure: string | undefined
  let child: ReturnType<typeof spawn> | undefined
  const stale = isStale(folder, index)
  if (stale) {
    log.info(
      existsSync(index) ? 'the console is older than its sources: building it again' : 'building the console, this takes some seconds',
    )
    child = spawn(process.execPath, [viteBin(folder), 'build', '--logLevel', 'warn'], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    const keep = (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-4000)
    }
    child.stdout?.on('data', keep)
    child.stderr?.on('data', keep)
    child.on('error', error => {
      failure = error.message
      log.error({ err: error }, 'the console could not be built')
    })
    child.on('exit', (code, signal) => {
      child = undefined
      if (code === 0) return log.info('the console is built')
      if (signal) return
      failure = output.trim() || `vite ended with code ${code}`
      log.error({ output: failure }, 'the console could not be built')
    })
  }
  return {
    dist,
    // A build that runs takes the files of the one before away under its readers.
    ready: () => child === undefined && existsSync(index),
    error: () => failure,
    stop: () => {
      child?.kill('SIGTERM')
    },
  }
}

function viteBin(folder: string): string {
  for (const base of [folder, join(folder, '../..')]) {
    const bin = join(base, 'node_modules/vite/bin/vite.js')
    if (existsSync(bin)) return bin
  }
  return 'vite'
}

function isStale(folder: string, index: string): boolean {
  if (!existsSync(join(folder, 'src'))) return false
  if (!existsSync(index)) return existsSync(join(folder, 'index.html'))
  const built = statSync(index).mtimeMs
  return (
    ['index.html', 'vite.config.ts', 'package.json'].some(file => newer(join(folder, file), built)) || anyNewer(join(folder, 'src'), built)
  )
}

function newer(file: string, than: number): boolean {
  return existsSync(file) && statSync(file).mtimeMs > than
}

function anyNewer(folder: string, than: number): boolean {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).some(
    entry => entry.isFile() && newer(join(entry.parentPath, entry.name), than),
  )
}
