/** What WeChat tells a third-party platform: kept before it has its answer, worked on afterwards. */
import { type ComponentPush, sendCustomMessage, TicketMissing } from '@wematrix/wechat'
import type { Context } from '../../context.ts'
import type { Clock } from '../../infra/clock.ts'
import { hashToken, open, seal } from '../../infra/crypto.ts'
import { JobError, type JobHandler, openJobs } from '../../infra/jobs.ts'
import type { Log } from '../../infra/log.ts'
import type { Db } from '../../infra/postgres.ts'
import type { PlatformKeeper } from '../inbox/platform-door.ts'
import { type Components, readAuthoriser, type Speaking } from '../platforms/components.ts'
import { type FinishDeps, finishByEvent, isDeadCode } from './finish.ts'
import { type StartRow, sql } from './start.ts'

type Kept = { platformId: string; push: string }
type KeptTest = { appId: string; later: string; code: string; openid: string }

/** A ticket takes its place at once; the rest becomes a job, sealed, for it carries a code. */
export function createPlatformKeeper(deps: { db: Db; clock: Clock; secret: Buffer; components: Components }): PlatformKeeper {
  const later = async (queue: string, platformId: string, what: object, key: string) => {
    const kept: Kept = { platformId, push: seal(deps.secret, JSON.stringify(what), platformId).toString('base64') }
    await openJobs(deps.db, deps.clock).add(queue, kept, { key })
  }
  return {
    async push(platformId, push, key) {
      if (push.InfoType !== 'component_verify_ticket') return later('platforms.push', platformId, push, key)
      await (await deps.components(platformId))?.component.take(push)
    },
    test: (platformId, appId, test, key) => later('platforms.test', platformId, { ...test, appId } satisfies KeptTest, key),
  }
}

/** Sends a text by a door when the checks let it; `app.ts` and `start.ts` hand it over, for checks stand to the right. */
export type LeaveText = (
  ctx: Context,
  door: string,
  leaving: {
    artefact: { kind: string; id: string; name: string }
    content: { carrier: 'oa'; surface: 'kefu_message'; text: string }
  },
  send: () => Promise<void>,
) => Promise<void>

export type PushJobDeps = FinishDeps & { db: Db; log: Log; contextOf: (brandId: string) => Context; leave: LeaveText }

export function platformJobs(deps: PushJobDeps): Record<string, JobHandler> {
  const read = <T>({ platformId, push }: Kept) => JSON.parse(open(deps.settings.secret, Buffer.from(push, 'base64'), platformId)) as T
  return {
    async 'platforms.push'({ payload }) {
      const kept = payload as Kept
      const speaking = await deps.components(kept.platformId)
      if (speaking) await work(deps, kept.platformId, speaking, read<ComponentPush>(kept))
    },
    async 'platforms.test'({ payload }) {
      const kept = payload as Kept
      const { appId, code, openid, later } = read<KeptTest>(kept)
      const speaking = await deps.components(kept.platformId)
      if (!speaking) return
      await speaking.component.authorise(code)
      await answer(deps, kept.platformId, later.replace(code, ''), () =>
        sendCustomMessage(speaking.component.client(appId), { touser: openid, msgtype: 'text', text: { content: later } }),
      )
    },
  }
}

/** The code is WeChat's own and is kept nowhere: what is read is what we add to it. */
async function answer({ db, contextOf, leave }: PushJobDeps, platformId: string, text: string, send: () => Promise<void>): Promise<void> {
  const home = await db.one<{ brand_id: string }>(sql.home_of, { platform_id: platformId })
  if (!home) return
  const artefact = { kind: 'release_test', id: platformId, name: '全网发布测试' }
  await leave(contextOf(home.brand_id), 'customer-message', { artefact, content: { carrier: 'oa', surface: 'kefu_message', text } }, send)
}

async function work(deps: PushJobDeps, platformId: string, speaking: Speaking, push: ComponentPush): Promise<void> {
  const appId = push.AuthorizerAppid ?? ''
  if (push.InfoType === 'unauthorized') {
    await speaking.component.take(push)
    await note(deps, platformId, appId, 'carrier.withdrawn')
    return
  }
  await redeem(deps, platformId, speaking, push)
  const asked = { platform_id: platformId, pre_auth_hash: hashToken(push.PreAuthCode ?? '') }
  const row = await deps.db.one<StartRow>(sql.start_by_pre_auth, asked)
  if (row && !row.outcome) await finishByEvent(deps.contextOf(row.brand_id), deps, row, appId, push.AuthorizationCode ?? '')
  else await note(deps, platformId, appId, 'carrier.authorised')
}

/** A code that died while nobody worked is no loss: WeChat still lists who authorised. */
async function redeem(deps: PushJobDeps, platformId: string, speaking: Speaking, push: ComponentPush): Promise<void> {
  try {
    await speaking.component.take(push)
  } catch (error) {
    if (error instanceof TicketMissing) throw new JobError('no ticket has come yet', { afterMs: 60_000, cause: error })
    if (!isDeadCode(error)) throw error
    deps.log.info({ errcode: error.errcode }, 'an authorisation code was dead; reading the list of who authorised')
    await speaking.component.recover()
    await readAuthoriser(deps.db, platformId, speaking, push.AuthorizerAppid ?? '')
  }
}

/** In the book of the brand whose carrier it is. */
async function note({ db, contextOf }: PushJobDeps, platformId: string, appId: string, act: string): Promise<void> {
  const carrier = await db.one<{ brand_id: string; id: string }>(sql.carrier_behind, { platform_id: platformId, app_id: appId })
  if (carrier) await contextOf(carrier.brand_id).audit(act, carrier.id, { appId })
}
