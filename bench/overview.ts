/**
 * The overview page over EVENTS (10 million): each report it asks for at once, as a browser does. First a page nobody has
 * asked for yet (ranges differ), then one page a second for SECONDS (60) while RATE (5,000) events a second come in over
 * /v1/batch. A page's time is that of its slowest report.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { addDays } from '../apps/server/src/stats/calendar.ts'
import { runServer, type StoryBrand } from '../stories/running-server.ts'
import { makeEvents, segment } from './events.mjs'
import { days, fillHistory, firstDay } from './history.ts'
import * as L from './lib.mjs'

const rows = Number(process.env.EVENTS ?? 10_000_000)
const rate = Number(process.env.RATE ?? 5000)
const seconds = Number(process.env.SECONDS ?? 60)
const reports = ['kpis', 'flow', 'diagnoses', 'trend?metric=people&by=carrier', 'lifecycle', 'setup']
const lastDay = addDays(firstDay, days - 1)

type Sent = { accepted: number; errors: number; seconds: number }

if (process.env.BENCH_ROLE === 'sender') await send()
else await measure()

async function measure(): Promise<void> {
  const server = await runServer({ keepAnswers: true })
  try {
    const brand = await server.brand('Overview')
    const { key } = await brand.key('write')
    console.error(`loading ${rows} events`)
    await fillHistory(server, brand.id, rows)

    // Every page another range, so that nothing asked before can help.
    const fresh: Page[] = []
    for (let i = 0; i <= L.REPEATS; i++) fresh.push(await page(brand, addDays(firstDay, i), lastDay))
    console.error('fresh', JSON.stringify(fresh))

    const before = L.cpuByKind(server.pid)
    const sender = fork(new URL(import.meta.url).pathname, {
      env: { ...process.env, BENCH_ROLE: 'sender', WRITE_KEY: key, URL_OF: server.url },
      execArgv: ['--import', 'tsx'],
      stdio: ['ignore', 2, 2, 'ipc'],
    })
    const sent = once(sender, 'message') as Promise<[Sent]>
    const began = L.now()
    const busy: Page[] = []
    while (L.now() - began < seconds * 1000) {
      const due = began + busy.length * 1000
      if (due > L.now()) await L.sleep(due - L.now())
      busy.push(await page(brand, firstDay, lastDay))
    }
    const [{ accepted, errors, seconds: took }] = await sent
    const cpu = L.less(L.cpuByKind(server.pid), before)
    const slowest = fresh.slice(1).map(one => one.ms)
    const under = busy.slice(2).map(one => one.ms)
    L.out('overview', {
      events: rows,
      goals: { fresh_within_1s: L.median(slowest) <= 1000, busy_p95_within_100ms: L.pct(under, 0.95) <= 100, no_errors: errors === 0 },
      result: {
        fresh_ms: L.spread(slowest),
        fresh_by_report_ms: byReport(fresh.slice(1)),
        busy_ms: { n: under.length, p50: L.pct(under, 0.5), p95: L.pct(under, 0.95), max: L.pct(under, 1) },
        busy_by_report_ms: byReport(busy.slice(2)),
        accepted_events_per_s: L.round(accepted / took),
        cpu_s_by_process: cpu,
      },
    })
  } finally {
    await server.close()
  }
}

type Page = { ms: number; by: Record<string, number> }

/** All reports of the page at once. */
async function page(brand: StoryBrand, from: string, to: string): Promise<Page> {
  const by: Record<string, number> = {}
  await Promise.all(
    reports.map(async report => {
      const began = L.now()
      const range = report === 'setup' ? '' : `${report.includes('?') ? '&' : '?'}from=${from}&to=${to}`
      await brand.get(report + range)
      by[report.split('?')[0]!] = L.round(L.now() - began)
    }),
  )
  return { ms: Math.max(...Object.values(by)), by }
}

function byReport(pages: readonly Page[]): Record<string, { p50: number; p95: number }> {
  const names = Object.keys(pages[0]?.by ?? {})
  return Object.fromEntries(
    names.map(name => [
      name,
      {
        p50: L.pct(
          pages.map(one => one.by[name]!),
          0.5,
        ),
        p95: L.pct(
          pages.map(one => one.by[name]!),
          0.95,
        ),
      },
    ]),
  )
}

/** The load, in a process of its own: batches of 100, paced. */
async function send(): Promise<void> {
  const size = 100
  const template = makeEvents(20_000).map((e: object) => segment(e as never))
  let [accepted, errors, open, sent] = [0, 0, 0, 0]
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${process.env.WRITE_KEY}` }
  const post = async (k: number) => {
    open++
    const timestamp = new Date().toISOString()
    const batch = Array.from({ length: size }, (_, i) => ({
      ...template[(k * size + i) % template.length],
      messageId: `ov-${process.pid}-${k * size + i}`,
      timestamp,
    }))
    const reply = await fetch(`${process.env.URL_OF}/v1/batch`, { method: 'POST', headers, body: JSON.stringify({ batch }) }).catch(
      () => undefined,
    )
    await reply?.arrayBuffer()
    if (reply?.status === 200) accepted += size
    else errors++
    open--
  }
  const began = L.now()
  while (L.now() - began < seconds * 1000) {
    const due = ((L.now() - began) / 1000) * (rate / size)
    while (sent < due && open < 64) void post(sent++)
    await L.sleep(5)
  }
  const took = (L.now() - began) / 1000
  while (open > 0) await L.sleep(10)
  process.send!({ accepted, errors, seconds: took } satisfies Sent, () => process.exit(0))
}
