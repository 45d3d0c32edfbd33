import { type Config, loadConfig } from '../config.ts'
import { type Context, createContext } from '../context.ts'
import { AppError } from '../errors.ts'
import { createCallCounter } from '../features/carriers/calls.ts'
import { createWechat } from '../features/carriers/wechat.ts'
import { latestBackfill, setBackfillState, startBackfill } from '../features/followers/backfill.ts'
import { backfillJobs, backfillLeaseMs } from '../features/followers/jobs.ts'
import type { Backfill, WaitReason } from '../features/followers/schema.ts'
import { systemClock } from '../infra/clock.ts'
import { runJobs } from '../infra/jobs.ts'
import { createLog } from '../infra/log.ts'
import { migrate } from '../infra/migrate.ts'
import { openStores } from '../infra/stores.ts'
import { type Io, readFlags } from './io.ts'

const help = `wematrix backfill --brand BRAND [--carrier CARRIER] [--leave SHARE] [--wait] | --status | --pause | --cancel

Reads all followers of an Official Account from WeChat, within the day's calls: begins, or goes on where the last one
stood. It works here and takes turns with the workers of a server; what it reads is taken from the inbox by a worker.
Nobody is counted twice. A command that is stopped leaves the back-fill to the workers.

  --carrier   id or AppID; may be left out where the brand has one Official Account
  --leave     share of the day's calls that is left to others, 0 to 0.95; 0.5 unless given; for a new back-fill only
  --wait      stays while it waits for the next day's calls; without it the command ends then, and going on is left to
              a worker or to the next call of the command
  --status    shows how far it is; --pause and --cancel stop it, what was read stays

Progress goes to standard error, the back-fill as JSON to standard output. Exits 0; 1 when it failed.
`

const options = {
  brand: { type: 'string' },
  carrier: { type: 'string' },
  leave: { type: 'string' },
  wait: { type: 'boolean' },
  status: { type: 'boolean' },
  pause: { type: 'boolean' },
  cancel: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

/** Longer than this nobody sits in front of a command, unless they said so. */
const shortWaitMs = 120_000
const lookMs = 500

export async function run(argv: readonly string[], io: Io): Promise<number> {
  const flags = readFlags(argv, options, help)
  if (flags.help) {
    io.out(help)
    return 0
  }
  if (!flags.brand) throw new AppError('usage', `Give --brand; the address of the console shows its id: /b/brd_….\n${help}`)
  if ([flags.status, flags.pause, flags.cancel].filter(Boolean).length > 1)
    throw new AppError('usage', 'Give one of --status, --pause and --cancel.')
  const leaveShare = flags.leave === undefined ? undefined : Number(flags.leave)
  if (leaveShare !== undefined && !(leaveShare >= 0 && leaveShare <= 0.95))
    throw new AppError('usage', '--leave is a share from 0 to 0.95.')
  const config = loadConfig(io.env)
  const stores = await openStores(config)
  try {
    await migrate(stores.db, stores.events)
    const log = createLog({ level: 'warn' })
    const ctx = createContext({ brandId: flags.brand, actor: { kind: 'system', id: 'cli' }, clock: systemClock, ...stores, log })
    const carrierId = await accountOf(ctx, flags.carrier)
    if (flags.status) return report(io, await latestBackfill(ctx, carrierId))
    if (flags.pause || flags.cancel) return report(io, await setBackfillState(ctx, carrierId, flags.pause ? 'paused' : 'cancelled'))
    await begin(ctx, carrierId, io, leaveShare)
    return report(io, await work(ctx, carrierId, config, io, flags.wait === true))
  } finally {
    await stores.close()
  }
}

/** The named account, or the brand's only one; an error lists what there is. */
async function accountOf(ctx: Context, word: string | undefined): Promise<string> {
  const accounts = await ctx.db.query<{ id: string; app_id: string; name: string }>(
    "select id, app_id, name from carriers where brand_id = :brand and archived_at is null and kind = 'official_account' order by id",
    { brand: ctx.brandId },
  )
  const found =
    word === undefined ? (accounts.length === 1 ? accounts[0] : undefined) : accounts.find(one => [one.id, one.app_id].includes(word))
  if (found) return found.id
  const listed = accounts.map(({ id, app_id, name }) => `  ${id}  ${app_id}  ${name}`).join('\n')
  if (accounts.length === 0)
    throw new AppError('not_found', `Brand ${ctx.brandId} has no Official Account; connect one under Carriers, or compare --brand.`)
  const why = word === undefined ? 'The brand has several Official Accounts' : `The brand has no Official Account "${word}"`
  throw new AppError('not_found', `${why}; give one of these as --carrier:\n${listed}`)
}

/** A new one, or the last one again where it stood still; one under way is joined. */
async function begin(ctx: Context, carrierId: string, io: Io, leaveShare: number | undefined): Promise<void> {
  const last = await latestBackfill(ctx, carrierId)
  if (last && (last.state === 'paused' || last.state === 'failed')) {
    io.err(`goes on where it stood: ${last.done} read\n`)
    await setBackfillState(ctx, carrierId, 'running')
  } else if (last && (last.state === 'running' || last.state === 'waiting')) io.err(`is under way: ${last.done} read\n`)
  else await startBackfill(ctx, carrierId, leaveShare === undefined ? {} : { leaveShare })
}

/** Takes turns with the workers until it is over, waits for long, or the command is asked to stop. */
async function work(ctx: Context, carrierId: string, config: Config, io: Io, patient: boolean): Promise<Backfill> {
  const { db, events, clock, log } = ctx
  const calls = createCallCounter({ db, clock, log }, 10_000)
  const wechatOf = createWechat({ db, clock, settings: config, calls })
  const handlers = backfillJobs({ db, events, clock, log, wechat: (brandId, carrier) => wechatOf(brandId)(carrier) })
  const jobs = runJobs({ db, clock, log, handlers, claim: 1, leaseMs: backfillLeaseMs, maxAttempts: Number.MAX_SAFE_INTEGER })
  jobs.start()
  let told = ''
  try {
    for (;;) {
      const now = (await latestBackfill(ctx, carrierId))!
      const line = lineOf(now)
      if (line !== told) io.err(`${line}\n`)
      told = line
      const waitsMs = now.resumeAt ? new Date(now.resumeAt).getTime() - clock.now().getTime() : 0
      if (!['running', 'waiting'].includes(now.state) || io.signal.aborted) return now
      if (now.state === 'waiting' && waitsMs > shortWaitMs && !patient) return now
      await new Promise(resolve => setTimeout(resolve, lookMs))
    }
  } finally {
    await jobs.stop()
    await calls.stop()
  }
}

const reasons: Record<WaitReason, string> = {
  '': '',
  quota: 'the day’s calls are used up',
  too_fast: 'WeChat wants it slower',
  busy: 'WeChat is busy',
  unreachable: 'WeChat does not answer',
  token: 'WeChat refuses the token',
}

function lineOf({ state, reason, resumeAt, done, total, peoplePerSecond, problem, calls }: Backfill): string {
  const far = `${done} of ${total ?? '?'} read`
  if (state === 'failed') return `failed, ${far}: ${problem?.en ?? ''}`
  if (state === 'waiting') return `waits until ${resumeAt}: ${reasons[reason]}; ${far}`
  const pace = state === 'running' && peoplePerSecond ? `, ${Math.round(peoplePerSecond)}/s` : ''
  return `${state === 'running' ? '' : `${state}, `}${far}${pace}${calls?.info ? `, ${calls.info.left} calls left today` : ''}`
}

function report(io: Io, backfill: Backfill | null): number {
  if (!backfill) throw new AppError('not_found', 'No back-fill of this account was begun; run the command without --status.')
  io.out(`${JSON.stringify(backfill)}\n`)
  return backfill.state === 'failed' ? 1 : 0
}
