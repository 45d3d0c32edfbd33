/**
 * The checks engine on Chinese text: megabytes (UTF-8) a second of CPU on one core with all rules (goal 8), the time for
 * 2,000 characters (goal: 99th percentile under 5 ms), memory while a text of 10 MB is read, and two dictionary-only
 * peers (mint-filter, fastscan) with the same words on the same text. The peers find words; ours reads relations. Text: lines of the
 * corpus in their usual mix, four in five of them passing, joined into articles.
 *
 * ROUNDS (5 runs each, interleaved), MB (4 a run).
 */
import { createRequire } from 'node:module'
import { build } from 'esbuild'
import * as L from './lib.mjs'

const rounds = Number(process.env.ROUNDS ?? 5)
const megabytes = Number(process.env.MB ?? 4)
const require = createRequire(import.meta.url)
const bundle = `${L.DIR}/check-bench.mjs`
await build({
  stdin: {
    contents: `export { createReader } from './packages/checks/src/text/index.ts'
      export { lists } from './packages/checks/src/text/lexicon/index.ts'
      export { wordsOf } from './packages/checks/src/text/phrase.ts'`,
    resolveDir: new URL('..', import.meta.url).pathname,
  },
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  outfile: bundle,
  logLevel: 'error',
})
const { createReader, lists, wordsOf } = await import(bundle)
const { readFileSync } = await import('node:fs')
const lines = ['shared', 'b-content', 'c-law'].flatMap(name =>
  readFileSync(new URL(`../packages/checks/corpus/${name}.jsonl`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line)),
)
const article = articleOf(megabytes * 1e6)
const words = [...new Set(Object.values(lists).flatMap(wordsOf))]
const began = L.now()
const reader = createReader()
const builtMs = L.now() - began
const mint = new (require('mint-filter').Mint)(words)
const Scanner = require('fastscan').default ?? require('fastscan')
const fastscan = new Scanner(words)

const contenders = {
  ours: text => reader.read({ carrier: 'oa', surface: 'article_body', text }).length,
  mint: text => mint.filter(text, { replace: false }).words.length,
  fastscan: text => fastscan.search(text).length,
}
// Read in pages of an article's length, as editors and re-scans do.
const pages = article.match(/[\s\S]{1,2000}/g)
const rates = Object.fromEntries(Object.keys(contenders).map(name => [name, []]))
const bytes = Buffer.byteLength(article)
for (let round = 0; round <= rounds; round++)
  for (const [name, read] of Object.entries(contenders)) {
    const cpu = process.cpuUsage()
    for (const page of pages) read(page)
    const { user, system } = process.cpuUsage(cpu)
    if (round > 0) rates[name].push(bytes / (user + system))
  }

const times = []
for (const page of pages) {
  const start = L.now()
  contenders.ours(page)
  times.push(L.now() - start)
}

const large = articleOf(10e6)
globalThis.gc?.()
const before = process.memoryUsage()
let peak = 0
const watch = () => {
  peak = Math.max(peak, process.memoryUsage().rss)
}
const start = process.cpuUsage()
const hits = contenders.ours(large)
watch()
const { user, system } = process.cpuUsage(start)

console.log(
  JSON.stringify({
    bench: 'check',
    env: L.env(),
    words: words.length,
    builtMs: L.round(builtMs),
    mbPerCpuSecond: Object.fromEntries(Object.entries(rates).map(([name, list]) => [name, L.spread(list)])),
    goalMbPerSecond: { ...L.ratio(L.median(rates.ours), 1, 8) },
    pageOf2000: { p50Ms: L.round(L.pct(times, 0.5)), p99Ms: L.round(L.pct(times, 0.99)), goalP99Ms: 5 },
    tenMegabytes: {
      cpuSeconds: L.round((user + system) / 1e6),
      hits,
      textMb: L.round((large.length * 2) / 1e6),
      extraMb: L.round((peak - before.rss) / 1e6),
    },
  }),
)

/** Four lines in five pass, as in what operators write; always the same text. */
function articleOf(size) {
  const passing = lines.filter(line => line.verdict === 'pass')
  const breaking = lines.filter(line => line.verdict !== 'pass')
  const parts = []
  let seed = 7
  const random = () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
    return seed / 2 ** 32
  }
  for (let length = 0; length < size; ) {
    const from = random() < 0.8 ? passing : breaking
    const part = `${from[Math.floor(random() * from.length)].text}${random() < 0.2 ? '。\n' : '。'}`
    parts.push(part)
    length += Buffer.byteLength(part)
  }
  return parts.join('')
}
