/**
 * One of several processes that share an account: calls WeChat as fast as it may, with tokens from a folder they all use.
 * Started by `fork`; told the time and the end by messages. Tells when every lane has made a call since, and its counts at the end.
 */
import { type Client, createClient, createComponent, folderComponentStore, folderTokenStore, listTags, WechatError } from '@wematrix/wechat'

export type CallerOrder = {
  url: string
  folder: string
  appId: string
  /** AppSecret in direct mode; the platform's secrets in component mode. */
  appSecret?: string
  component?: { appId: string; appSecret: string }
  parallel: number
}
export type CallerMessage = { order: CallerOrder; now: number } | { now: number } | { end: true }
export type CallerCounts = { calls: number; failures: Record<string, number> }

let now = 0
let ended = false
/** Lanes that have not yet begun and ended a call since the time was told. */
let round = 0
const clock = { now: () => new Date(now) }

function clientOf({ url: baseUrl, folder, appId, appSecret, component }: CallerOrder): Client {
  if (component) return createComponent({ ...component, store: folderComponentStore(folder), baseUrl, clock }).client(appId)
  return createClient({ credentials: { appId, appSecret: appSecret ?? '' }, tokenStore: folderTokenStore(folder), baseUrl, clock })
}

async function work(order: CallerOrder): Promise<CallerCounts> {
  const client = clientOf(order)
  const counts: CallerCounts = { calls: 0, failures: {} }
  let waiting = order.parallel
  let told = round
  const lane = async () => {
    for (let mine = round; !ended; ) {
      const begun = round
      counts.calls++
      await listTags(client).catch((error: unknown) => {
        const name = error instanceof WechatError ? String(error.errcode) : error instanceof Error ? error.name : 'unknown'
        counts.failures[name] = (counts.failures[name] ?? 0) + 1
      })
      if (begun > mine) {
        mine = begun
        if (told !== begun) [told, waiting] = [begun, order.parallel]
        if (--waiting === 0) process.send?.('round')
      }
      await new Promise(resolve => setTimeout(resolve, 5))
    }
  }
  await Promise.all(Array.from({ length: order.parallel }, lane))
  return counts
}

process.on('message', (message: CallerMessage) => {
  if ('end' in message) {
    ended = true
    return
  }
  now = message.now
  round++
  if (!('order' in message)) return
  ended = false
  void work(message.order).then(counts => process.send?.(counts))
})
process.send?.('ready')
