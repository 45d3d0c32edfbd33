/**
 * Looks into files away from the loop that answers requests: a picture made to be slow takes seconds of a core and hundreds of
 * megabytes. Each has a process of its own, that is killed when its time is over; one looks at a time, a few wait.
 */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { setPriority } from 'node:os'
import { text } from 'node:stream/consumers'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Looked, MediaPlace } from '@wematrix/checks/media'
import { AppError } from '../../errors.ts'
import type { ChildAnswer } from './media-child.ts'

const patienceMs = 20_000
/** Each waits with its bytes in memory. */
const mostWaiting = 8

let waiting = 0
let last: Promise<unknown> = Promise.resolve()

/**
 * Throws `unsupported_media_type` for a file of another kind than its place, `too_many_requests` when too many wait,
 * `query_too_heavy` when it took too long or too much memory.
 */
export async function look(bytes: Uint8Array, place: MediaPlace, limitMs = patienceMs): Promise<Looked> {
  if (waiting >= mostWaiting) {
    const words = { zh: '正在检查的文件很多，请稍后再发一次。', en: 'Many files are being looked into; send this one again in a moment.' }
    throw new AppError('too_many_requests', words.en, { words })
  }
  waiting++
  const mine = last.then(() => inChild(bytes, place, limitMs))
  last = mine.catch(() => {})
  try {
    const answer = await mine
    if ('looked' in answer) return answer.looked
    const words = { zh: `无法检查这个文件：${answer.invalid.zh}。`, en: `This file cannot be looked into: ${answer.invalid.en}.` }
    throw new AppError('unsupported_media_type', words.en, { words })
  } finally {
    waiting--
  }
}

async function inChild(bytes: Uint8Array, place: MediaPlace, limitMs: number): Promise<ChildAnswer> {
  const child = spawn(process.execPath, ['--max-old-space-size=256', ...entry(), place], {
    // It needs no setting and must know no secret.
    env: { PATH: process.env.PATH, NODE_OPTIONS: '' },
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  // Callbacks and pages come first.
  if (child.pid !== undefined) setPriority(child.pid, 10)
  const timer = setTimeout(() => child.kill('SIGKILL'), limitMs)
  const ended = new Promise<string>(resolve => {
    child.once('error', error => resolve(error.message))
    child.once('exit', (code, signal) => resolve(code === 0 ? '' : String(signal ?? code)))
  })
  // A child that is killed no longer reads.
  child.stdin.on('error', () => {})
  child.stdin.end(bytes)
  const said = text(child.stdout).catch(() => '')
  const cause = await ended
  clearTimeout(timer)
  if (cause === '') return JSON.parse(await said) as ChildAnswer
  const en = `Looking into this file takes more than ${limitMs / 1000} s or too much memory; export it in another way or smaller.`
  const zh = `检查这个文件的时间超过 ${limitMs / 1000} 秒或占用内存过多，请换一种方式导出，或缩小后再试。`
  throw new AppError('query_too_heavy', en, { words: { zh, en }, cause })
}

/** In a checkout the child is TypeScript and runs through tsx; in a bundle it is `media-child.js` beside it. */
function entry(): string[] {
  const bundled = fileURLToPath(new URL('./media-child.js', import.meta.url))
  if (existsSync(bundled)) return [bundled]
  const tsx = createRequire(import.meta.url).resolve('tsx')
  return ['--import', pathToFileURL(tsx).href, fileURLToPath(new URL('./media-child.ts', import.meta.url))]
}
