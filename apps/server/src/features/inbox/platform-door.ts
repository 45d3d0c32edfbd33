/**
 * `/callback/plt_…`: what WeChat pushes to a third-party platform itself (tickets, authorisations), and below it, by AppID, what
 * the accounts push that authorised it. The latter are their carriers' pushes, come by another way.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { CallbackError, type ComponentPush, dedupeKey, type OpenedCallback } from '@wematrix/wechat'
import { type CallbackDeps, type CallbackDoor, statusOf } from './callback-door.ts'
import type { PlatformRecord } from './directory.ts'
import { readBody, send } from './http.ts'
import { RecentKeys } from './recent-keys.ts'
import { type ReleaseTest, releaseTest } from './release-test.ts'

/** Keeps what a platform is told for good; what it asks for is done later. Handed over by the feature that owns authorisations. */
export type PlatformKeeper = {
  push(platformId: string, push: ComponentPush, key: string): Promise<void>
  /** The robot of a release wants an answer by the API. */
  test(platformId: string, appId: string, test: Extract<ReleaseTest, { later: string }>, key: string): Promise<void>
}

export type PlatformDoorDeps = Pick<CallbackDeps, 'directory' | 'refusals' | 'now'> & { callback: CallbackDoor; keep: PlatformKeeper }

const bodyLimit = 1 << 20
const plain = 'text/plain; charset=utf-8'

/** @returns a handler of what follows `/callback/`: `plt_…` or `plt_…/<appid>` */
export function createPlatformDoor({ directory, refusals, now, callback, keep }: PlatformDoorDeps) {
  const recent = new RecentKeys(10_000)

  function refuse(res: ServerResponse, platform: PlatformRecord | undefined, status: number, reason: string, detail: string): void {
    refusals.count(platform?.brandId ?? '', platform?.id ?? '', 'callback', reason, detail)
    send(res, status, plain, `${reason}: ${detail}`)
  }

  const busy = (res: ServerResponse) => send(res, 503, plain, 'busy: it could not be stored; push it again', { 'Retry-After': '1' })

  function opened(platform: PlatformRecord, req: IncomingMessage, res: ServerResponse, done: (push: OpenedCallback) => void): void {
    if (req.method !== 'POST') return refuse(res, platform, 405, 'method_not_allowed', 'WeChat pushes with POST.')
    readBody(req, bodyLimit, body => {
      if (!body) return refuse(res, platform, 413, 'too_large', 'A push may have at most 1 MB.')
      try {
        done(platform.codec.open(req.url!, body))
      } catch (error) {
        const status = error instanceof CallbackError ? statusOf(error.code) : 400
        refuse(res, platform, status, error instanceof CallbackError ? error.code : 'unreadable', (error as Error).message)
      }
    })
  }

  /** Tickets and authorisations: kept before WeChat has its answer. */
  function events(platform: PlatformRecord, req: IncomingMessage, res: ServerResponse): void {
    opened(platform, req, res, ({ message }) => {
      if (message.kind !== 'component' || message.AppId !== platform.appId) {
        // Others exist (notify_third_fasteregister …); none of them is needed, and an error would only make WeChat repeat it.
        refusals.count(
          platform.brandId,
          platform.id,
          'callback',
          'unused_event',
          String((message as { InfoType?: unknown }).InfoType ?? ''),
        )
        return send(res, 200, plain, 'success')
      }
      const key = `${platform.id}|${dedupeKey(message)}`
      if (recent.has(key)) return send(res, 200, plain, 'success')
      keep.push(platform.id, message, key).then(
        () => {
          recent.add(key, now())
          send(res, 200, plain, 'success')
        },
        () => busy(res),
      )
    })
  }

  /** An account that authorised the platform and is no carrier (yet): its push has no brand that it could belong to. */
  function unattached(platform: PlatformRecord, appId: string, req: IncomingMessage, res: ServerResponse): void {
    opened(platform, req, res, push => {
      const test = platform.releaseTest ? releaseTest(push) : undefined
      if (test) return answerTest(platform, appId, push, test, res)
      directory.authorised.load(`${platform.id} ${appId}`).then(
        carrier => {
          // Connected a moment ago: the push comes again, and is its.
          if (carrier) return busy(res)
          refusals.count(platform.brandId, platform.id, 'callback', 'unattached_account', appId.slice(0, 64))
          send(res, 200, plain, 'success')
        },
        () => busy(res),
      )
    })
  }

  function answerTest(platform: PlatformRecord, appId: string, push: OpenedCallback, test: ReleaseTest, res: ServerResponse): void {
    if ('now' in test) return send(res, 200, 'application/xml', platform.codec.reply(push, { MsgType: 'text', Content: test.now }))
    keep.test(platform.id, appId, test, `${platform.id}|${dedupeKey(push.message)}`).then(
      () => send(res, 200, plain, ''),
      () => busy(res),
    )
  }

  async function route(platformId: string, appId: string | undefined, req: IncomingMessage, res: ServerResponse): Promise<void> {
    const known = directory.platforms.peek(platformId)
    const platform = known === undefined ? await directory.platforms.load(platformId) : known
    if (!platform) return refuse(res, undefined, 404, 'unknown_platform', `There is no platform ${platformId.slice(0, 40)}.`)
    if (appId === undefined) return events(platform, req, res)
    const name = `${platform.id} ${appId}`
    const seen = directory.authorised.peek(name)
    const carrier = seen === undefined ? await directory.authorised.load(name) : seen
    if (carrier) callback.enter(carrier, name, req, res)
    else unattached(platform, appId, req, res)
  }

  return (name: string, req: IncomingMessage, res: ServerResponse): void => {
    const [platformId = '', appId] = name.split('/', 2)
    route(platformId, appId, req, res).catch(() => busy(res))
  }
}
