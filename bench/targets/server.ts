/**
 * The product's own doors on port 7199, with engines in the data folder, as the benches want them: `/wx` leads to the
 * callback of a carrier with the bench's credentials, whose answer is `welcome <EventKey>`. Prints one line of JSON.
 * BENCH_KEYS=1 lets the callback know KEYS pushes before it listens. BENCH_WORK=1 starts the worker too, in a process of its own, as `wematrix serve` does.
 */
import { fork } from 'node:child_process'
import { createServer } from 'node:http'
import { normalizeMessage } from '@wematrix/wechat'
import { loadConfig } from '../../apps/server/src/config.ts'
import { pushKey } from '../../apps/server/src/features/inbox/callback-door.ts'
import { openAccept, openDoors, openWork } from '../../apps/server/src/features/inbox/intake.ts'
import { RecentKeys } from '../../apps/server/src/features/inbox/recent-keys.ts'
import { systemClock } from '../../apps/server/src/infra/clock.ts'
import { hashToken, newToken, seal } from '../../apps/server/src/infra/crypto.ts'
import { newId } from '../../apps/server/src/infra/ids.ts'
import { createLog } from '../../apps/server/src/infra/log.ts'
import { migrate } from '../../apps/server/src/infra/migrate.ts'
import { openStores } from '../../apps/server/src/infra/stores.ts'
import { AESKEY, APPID, KEYS, KNOWN_FROM, message, TOKEN } from '../callback-messages.mjs'

const config = loadConfig()
const log = createLog({ level: 'warn' })

if (process.env.BENCH_ROLE === 'work') await work()
else await serve()

async function serve(): Promise<void> {
  const stores = await openStores(config)
  const { db, events, databaseUrl, clickhouseUrl } = stores
  await migrate(db, events, { minFreeBytes: 100_000_000 })
  const { brandId, carrierId, writeKey } = await prepare()
  const { accept, close } = await openAccept(databaseUrl, db, systemClock, log)
  const recent = new RecentKeys()
  if (process.env.BENCH_KEYS === '1')
    for (let i = 0; i < KEYS; i++)
      recent.add(pushKey(carrierId, normalizeMessage({ MsgType: 'event', ...message(KNOWN_FROM + i) })), Date.now())
  const front = openDoors({
    db,
    recent,
    accept,
    clock: systemClock,
    secret: config.secret,
    answer: (_carrier, message) => ({ MsgType: 'text', Content: `welcome ${'EventKey' in message ? message.EventKey : ''}` }),
  })
  const server = createServer((req, res) => {
    if (req.url?.startsWith('/wx')) req.url = `/callback/${carrierId}${req.url.slice(3)}`
    if (!front.doors(req, res)) res.writeHead(404).end()
  })
  await new Promise<void>(resolve => server.listen(config.port, config.host, resolve))
  const worker =
    process.env.BENCH_WORK === '1'
      ? fork(process.argv[1]!, {
          env: { ...process.env, BENCH_ROLE: 'work' },
          execArgv: [...process.execArgv, '--max-semi-space-size=32'],
        })
      : undefined
  process.stdout.write(
    `${JSON.stringify({ writeKey, brandId, carrierId, databaseUrl, clickhouseUrl, pid: process.pid, workPid: worker?.pid ?? null })}\n`,
  )

  process.once('SIGTERM', async () => {
    server.close()
    server.closeAllConnections()
    if (worker) await new Promise(resolve => worker.once('exit', resolve).kill('SIGTERM'))
    await front.close()
    await close()
    await stores.close()
    process.exit(0)
  })

  async function prepare() {
    const ids = { brandId: newId('brd'), carrierId: newId('car'), writeKey: `wk_${newToken()}` }
    await db.query('insert into brands (id, name, phone_salt) values (:brandId, :name, :salt)', {
      ...ids,
      name: 'bench',
      salt: Buffer.alloc(16, 1),
    })
    await db.query(
      'insert into carriers (brand_id, id, kind, name, app_id, secrets) values (:brandId, :carrierId, :kind, :kind, :appId, :secrets)',
      {
        ...ids,
        kind: 'official_account',
        appId: APPID,
        secrets: seal(config.secret, JSON.stringify({ appSecret: 'x', token: TOKEN, encodingAesKey: AESKEY }), ids.carrierId),
      },
    )
    await db.query(
      "insert into api_keys (brand_id, id, kind, name, prefix, key_hash) values (:brandId, :keyId, 'write', 'bench', 'wk_bench', :hash)",
      {
        ...ids,
        keyId: newId('key'),
        hash: hashToken(ids.writeKey),
      },
    )
    return ids
  }
}

async function work(): Promise<void> {
  const { db, events, databaseUrl } = await openStores(config)
  const { accept } = await openAccept(databaseUrl, db, systemClock, log)
  const wechat = () => Promise.reject(new Error('There is no WeChat in the bench.'))
  const { worker } = openWork({ db, events, accept, clock: systemClock, log, secret: config.secret, wechat })
  worker.start()
  process.once('SIGTERM', () => void worker.stop().then(() => process.exit(0)))
}
