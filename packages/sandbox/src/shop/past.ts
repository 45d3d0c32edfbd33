/** Orders of a world's past went their way: shipped within two days, confirmed within twelve. Nobody asked for their money back. */
import { mix } from '../random.ts'
import type { AccountState } from '../state/state.ts'

const daySeconds = 86_400

/** Sets state and last change of the orders there are, as of `now` (ms). */
export function agePastOrders({ orders, shop }: AccountState, now: number): void {
  const seconds = Math.floor(now / 1000)
  for (const order of orders.values()) {
    const draw = mix(Number(BigInt(order.order_id) % 2_147_483_647n), 311)
    const shippedAt = order.create_time + daySeconds + (draw % daySeconds)
    const confirmedAt = shippedAt + 3 * daySeconds + (draw % (7 * daySeconds))
    if (confirmedAt <= seconds) Object.assign(order, { status: 100, update_time: confirmedAt })
    else if (shippedAt <= seconds) Object.assign(order, { status: 30, update_time: shippedAt })
    for (const info of order.order_detail.product_infos ?? []) {
      const product = shop.products.get(info.product_id)
      info.title ||= product?.title ?? ''
      info.sku_id ||= product?.skuId ?? ''
    }
  }
}
