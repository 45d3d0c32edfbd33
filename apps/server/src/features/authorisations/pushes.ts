/** What WeChat tells a third-party platform: kept before it has its answer, worked on afterwards. */
import { type ComponentPush, TicketMissing, WechatError } from '@wematrix/wechat'
import type { Context } from '../../context.ts'
import type { Clock } from '../../infra/clock.ts'
import { hashToken, open, seal } from '../../infra/crypto.ts'
import { JobError, type JobHandler, openJobs } from '../../infra/jobs.ts'
import type { Log } from '../../infra/log.ts'
import type { Db } from '../../infra/postgres.ts'
import type { KeepPlatformPush } from '../inbox/platform-door.ts'
import { type Components, readAuthoriser, type Speaking } from '../platforms/components.ts'
import { type FinishDeps, finishByEvent } from './finish.ts'
import { type StartRow, sql } from './start.ts'

type Kept = { platformId: string; push: string }

/** A ticket takes its place at once; the rest becomes a job, sealed, for it carries a code. */
export function keepPlatformPush(deps: { db: Db; clock: Clock; secret: Buffer; components: Components }): KeepPlatformPush {
  return async (platformId, push, key) => {
    if (push.InfoType === 'component_verify_ticket') {
      await (await deps.components(platformId))?.component.take(push)
      return
    }
    const kept: Kept = { platformId, push: seal(deps.secret, JSON.stringify(push), platformId).toString('base64') }
    await openJobs(deps.db, deps.clock).add('platforms.push', kept, { key })
  }
}

export type PushJobDeps = FinishDeps & { db: Db; log: Log; contextOf: (brandId: string) => Context }

export function platformJobs(deps: PushJobDeps): Record<string, JobHandler> {
  return {
    async 'platforms.push'({ payload }) {
      const { platformId, push: sealed } = payload as Kept
      const push = JSON.parse(open(deps.settings.secret, Buffer.from(sealed, 'base64'), platformId)) as ComponentPush
      const speaking = await deps.components(platformId)
      if (speaking) await work(deps, platformId, speaking, push)
    },
  }
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
    if (!(error instanceof WechatError) || (error.errcode !== 61009 && error.errcode !== 61010)) throw error
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
