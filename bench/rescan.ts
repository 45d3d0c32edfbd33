/**
 * The drill of a changed rule: ARTEFACTS (10,000) live artefacts of CHARACTERS (400) each, half of them copy as operators write it,
 * are read again because a pack with one changed rule is put in force. Beside it the engine alone over the same texts, and the
 * same again when nothing changes. The difference is checked before any figure is given.
 */
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { basePacks, type Pack, type Rule } from '@wematrix/checks'
import { loadConfig } from '../apps/server/src/config.ts'
import { type Context, createContext } from '../apps/server/src/context.ts'
import { setLive } from '../apps/server/src/features/checks/doors.ts'
import { read, rulesetOf } from '../apps/server/src/features/checks/engine.ts'
import { forcePack, uploadPack } from '../apps/server/src/features/checks/packs.ts'
import { readLive } from '../apps/server/src/features/checks/read-live.ts'
import { reviewAll } from '../apps/server/src/features/checks/reviews.ts'
import { rulesInForce } from '../apps/server/src/features/checks/rules-in-force.ts'
import { getScan, startScan } from '../apps/server/src/features/checks/scans.ts'
import { systemClock } from '../apps/server/src/infra/clock.ts'
import { createLog } from '../apps/server/src/infra/log.ts'
import { migrate } from '../apps/server/src/infra/migrate.ts'
import { openStores } from '../apps/server/src/infra/stores.ts'
import { dayOf } from '../apps/server/src/stats/calendar.ts'
import * as L from './lib.mjs'

const artefacts = Number(process.env.ARTEFACTS ?? 10_000)
const characters = Number(process.env.CHARACTERS ?? 400)
/** Every so many artefacts hold the word that the changed rule adds. */
const every = 40
const word = '雀舌禁语'
const surface = 'article_body' as const

const dataDir = mkdtempSync(join(tmpdir(), 'wm-rescan-'))
// PostgreSQL gives up root; its own user must be able to enter.
chmodSync(dataDir, 0o711)
const stores = await openStores(loadConfig({ WEMATRIX_DATA: dataDir, WEMATRIX_SECRET: 'b'.repeat(64) }))
try {
  await migrate(stores.db, stores.events)
  await measure()
} finally {
  await stores.close()
  rmSync(dataDir, { recursive: true, force: true })
}

async function measure(): Promise<void> {
  const ctx = await brand()
  const texts = makeTexts()
  const packs = [pack('1', ['雀舌旧语']), pack('2', ['雀舌旧语', word])]
  await uploadPack(ctx, packs[0])
  await forcePack(ctx, { id: 'drill', version: '1' })
  console.error(`publishing ${artefacts} artefacts of ${characters} characters`)
  await publish(ctx, texts)
  await uploadPack(ctx, packs[1])
  const { scan } = await forcePack(ctx, { id: 'drill', version: '2' })
  const changed = await timed(() => readLive(ctx, scan.id, async () => true))
  const { scan: done } = await getScan(ctx, scan.id, {})
  const expected = Math.ceil(artefacts / every)
  const exact = done.state === 'done' && done.done === artefacts && done.changed === expected
  const again = await startScan(ctx)
  const same = await timed(() => readLive(ctx, again.id, async () => true))
  const rules = rulesetOf(rulesInForce(basePacks, { uploaded: [], severities: [], words: [], apps: [] }, dayOf(Date.now())))
  const alone = await timed(async () => {
    for (const text of texts) read(rules, { carrier: 'oa', surface, text })
  })
  L.out('rescan', {
    artefacts,
    characters,
    goals: { within_30s: changed.seconds < 30, exact_difference: exact },
    difference: { expected, found: done.changed, worse: done.worse, moves: done.moves },
    result: { changed_rule: changed, nothing_changed: same, engine_alone: alone },
    per_artefact_ms: L.round((changed.seconds * 1000) / artefacts),
  })
}

async function brand(): Promise<Context> {
  const ids = { brand_id: 'brd_bench', user_id: 'usr_bench' }
  await stores.db.query("insert into brands (id, name, phone_salt) values (:brand_id, 'Bench', '\\x00')", ids)
  await stores.db.query("insert into users (id, email, name, password_hash) values (:user_id, 'bench@example.com', 'Bench', '')", ids)
  const actor = { kind: 'user' as const, id: ids.user_id, role: 'owner' as const }
  const log = createLog({ level: 'silent' })
  return createContext({ brandId: ids.brand_id, actor, clock: systemClock, log, db: stores.db, events: stores.events })
}

/** Copy of the repository's own corpus, put together until it is long enough. */
function makeTexts(): string[] {
  const corpus = ['a-social', 'b-content', 'c-law'].flatMap(name =>
    readFileSync(new URL(`../packages/checks/corpus/${name}.jsonl`, import.meta.url), 'utf8')
      .split('\n')
      .flatMap(line => (line === '' ? [] : [(JSON.parse(line) as { text: string }).text])),
  )
  const plain = '春茶陆续到店，门店每日现泡，欢迎路过进来喝一杯，坐一坐再走。'
  return Array.from({ length: artefacts }, (_, i) => {
    let text = i % every === 0 ? word : ''
    for (let n = i * 7; text.length < characters; n++) text += n % 2 === 0 ? corpus[n % corpus.length] : plain
    return text.slice(0, characters)
  })
}

async function publish(ctx: Context, texts: readonly string[]): Promise<void> {
  for (let from = 0; from < texts.length; from += 500) {
    const asked = texts.slice(from, from + 500).map((text, i) => ({
      artefact: { kind: 'note', id: `n${from + i}`, name: `第 ${from + i} 篇` },
      content: { carrier: 'oa' as const, surface, text },
    }))
    const rows = await reviewAll(ctx, asked)
    const live = rows.map(row => ({ id: row.id, artefact: { kind: row.kind, id: row.artefact_id, name: row.name } }))
    await setLive(ctx, 'article', live)
  }
}

function pack(version: string, words: string[]): Pack {
  const name = { zh: '演练', en: 'Drill' }
  const rule: Rule = {
    ...{ id: 'DRILL-WORD-01', family: 'content', name, check: ['text'], severity: 'block', source: 'S', grade: 'S', from: '2026-01-01' },
    ...{ forbids: name, penalty: name, rewrite: name, words: { words } },
  }
  return { id: 'drill', version, name, from: '2026-01-01', rules: [rule] }
}

async function timed(work: () => Promise<unknown>): Promise<{ seconds: number; cpu_s: number }> {
  const [began, before] = [L.now(), process.cpuUsage()]
  await work()
  const { user, system } = process.cpuUsage(before)
  return { seconds: L.round((L.now() - began) / 1000), cpu_s: L.round((user + system) / 1e6) }
}
