/**
 * The doors, on bare node:http: they stand before the framework because they are the hot path.
 * Everything that comes in goes through one {@link Accept}.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { WechatOf } from '../events/enrich.ts'
import { type CallbackDeps, createCallbackDoor } from './callback-door.ts'
import { createLoginDoor } from './login-door.ts'
import { createPlatformDoor, type PlatformKeeper } from './platform-door.ts'
import { answerV1, v1Path } from './v1-door.ts'

/** Without `wechat` there is no login door, without `platforms` none for third-party platforms. */
export type DoorDeps = CallbackDeps & { wechat?: WechatOf; platforms?: PlatformKeeper }

/** A handler that says whether the request was for a door: `createServer((req, res) => doors(req, res) || app(req, res))`. */
export function createDoors(deps: DoorDeps): (req: IncomingMessage, res: ServerResponse) => boolean {
  const callback = createCallbackDoor(deps)
  const platform = deps.platforms && createPlatformDoor({ ...deps, callback, keep: deps.platforms })
  const login = deps.wechat && createLoginDoor({ ...deps, wechat: deps.wechat })
  return (req, res) => {
    const url = req.url ?? ''
    if (url.startsWith('/v1/')) {
      if (login && url === '/v1/login') {
        login(req, res)
        return true
      }
      const kind = v1Path(url)
      if (!kind) return false
      answerV1(deps, kind, req, res)
      return true
    }
    if (url.startsWith('/callback/')) {
      const end = url.indexOf('?')
      const name = url.slice(10, end < 0 ? undefined : end)
      if (platform && name.startsWith('plt_')) platform(name, req, res)
      else callback.named(name, req, res)
      return true
    }
    return false
  }
}
