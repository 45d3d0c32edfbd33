/** Payments of a shop become events once the order has been read: its push names neither value nor source. */
import { getOrder } from '@wematrix/wechat'
import type { Clock } from '../../infra/clock.ts'
import { JobError, type JobHandler, openJobs } from '../../infra/jobs.ts'
import { nextAfter } from '../carriers/reaction.ts'
import type { Accept } from '../inbox/accept.ts'
import type { Round } from '../inbox/round.ts'
import type { WechatOf } from './enrich.ts'
import { orderSource } from './kinds/shop.ts'

type OrderJob = { carrierId: string; orderId: string; openid: string; at: number }

/** After so many tries the payment is written down without what WeChat would not tell; a day later once where people must act. */
const triesBeforeGivingUp = 6
const triesWithPeople = 2

/** Throws what asks for a later try; returns when trying again is no use. */
function unlessUseful(error: unknown, attempts: number, nowMs: number): undefined {
  const next = nextAfter(error, nowMs)
  if (next.what === 'never' || next.what === 'quiet') return undefined
  const needsPeople = next.what === 'later' && next.needsPeople
  if (attempts >= (needsPeople ? triesWithPeople : triesBeforeGivingUp)) return undefined
  throw next.what === 'later' ? new JobError((error as Error).message, { afterMs: next.atMs - nowMs, cause: error }) : error
}

/** Asks for a job for each order that was paid. */
export async function readOrders({ db, at, orders }: Round): Promise<void> {
  const jobs = openJobs(db, { now: () => at })
  for (const { brand, ...order } of orders)
    await jobs.add('orders.read', order, { key: `${order.carrierId}:${order.orderId}`, brandId: brand })
}

/** Reads one order and sends the payment through the same inbox as everything else. */
export function orderReader(deps: { wechat: WechatOf; accept: Accept; clock: Clock }): JobHandler {
  return async job => {
    const { carrierId, orderId, openid, at } = job.payload as unknown as OrderJob
    const brandId = job.brand_id!
    const order = await readOrder(deps.wechat, brandId, carrierId, orderId).catch((error: unknown) =>
      unlessUseful(error, job.attempts, deps.clock.now().getTime()),
    )
    const { source, entry } = order ? orderSource(order) : { source: '', entry: '' }
    const price = order?.order_detail?.price_info?.order_price
    const event = {
      event: 'order.pay',
      context: { carrierId, openid: order?.openid || openid, ...(order?.unionid ? { unionid: order.unionid } : {}) },
      properties: {
        order_id: orderId,
        source,
        entry,
        ...(price === undefined ? { value_unknown: true } : { value_fen: Number(price) }),
        live_id: order?.order_detail?.ext_info?.live_id,
        finder_id: order?.order_detail?.ext_info?.finder_id,
      },
    }
    const now = deps.clock.now().getTime()
    deps.accept.add(
      openid || orderId,
      JSON.stringify({ k: 'sdk', b: brandId, c: carrierId, s: 1, key: `order.pay:${orderId}`, r: now, at, t: 'track', e: event }),
    )
    await deps.accept.flushed()
  }
}

async function readOrder(wechat: WechatOf, brandId: string, carrierId: string, orderId: string) {
  return (await getOrder(await wechat(brandId, carrierId), { order_id: orderId })).order
}
