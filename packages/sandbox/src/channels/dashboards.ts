/** Dashboards of e-commerce lives: seven texts to be parsed a second time, growing while the live runs. */
import { getDashboardLive, listDashboardLives, type ShopOrder } from '@wematrix/wechat'
import { type Call, on, Refusal } from '../api/on.ts'
import { dayOf, parseDay } from '../days.ts'
import { buyerFields, productFigures, refunded, sum } from '../shop/figures.ts'
import { shopOf } from '../shop/products.ts'
import { liveFigures } from '../state/channels-figures.ts'
import { ability, lives } from './lives.ts'

on(listDashboardLives, (call, { ds }) => {
  ability(call)
  const day = parseDay(String(ds))
  if (day === undefined) throw new Refusal(-2, 'invalid ds')
  const began = lives(call).filter(live => dayOf(live.startsAt) === day && live.startsAt <= call.now)
  return {
    errcode: 0,
    errmsg: 'ok',
    live_items: began.map(live => ({ export_id: live.exportId, create_time: live.startsAt / 1000 })),
    has_more: false,
    trace_id: `t-${call.realm.next()}`,
  }
})

/** Paid orders that name the live; those still being attributed are not among them yet. */
function ordersOf({ realm }: Call, exportId: string): ShopOrder[] {
  return [...shopOf(realm).orders.values()].filter(
    ({ order_detail: detail }) => detail.ext_info?.live_id === exportId && detail.pay_info?.pay_time !== undefined,
  )
}
const rate = (part: number, whole: number) => (whole === 0 ? 0 : Number((part / whole).toFixed(4)))

on(getDashboardLive, (call, { export_id }) => {
  ability(call)
  const live = lives(call).find(live => live.exportId === export_id && live.startsAt <= call.now)
  if (!live) throw new Refusal(40097, 'invalid args: export_id')
  const shop = shopOf(call.realm)
  const figures = liveFigures(call.realm, call.account, live)
  const orders = ordersOf(call, live.exportId)
  const buyers = new Set(orders.map(({ openid }) => openid)).size
  const back = orders.filter(({ order_id }) =>
    [...shop.shop.afterSales.values()].some(one => one.order_id === order_id && /_SUCCESS$/.test(one.status)),
  )
  const gmv = sum(orders)
  const audience = figures.total_audience_count
  // Who saw and tapped goods is known to nobody here: grown from audience and buyers.
  const exposed = Math.max(Math.round(audience * 0.7), buyers)
  const clicked = Math.max(Math.round(exposed * 0.12), buyers)
  const products = productFigures(shop, orders)
  const conversion = {
    exp_uv: exposed,
    clk_uv: clicked,
    pay_uv: buyers,
    exp_clk_ratio: rate(clicked, exposed),
    clk_pay_ratio: rate(buyers, clicked),
  }
  return {
    errcode: 0,
    errmsg: 'ok',
    live_dashboard_data: JSON.stringify({
      summary: {
        new_watch_uv: audience,
        max_online_watch_uv: figures.max_online_count,
        average_watch_seconds_per_audience: figures.audiences_avg_seconds,
        new_follow_uv: figures.new_follow_count,
        comment_uv: figures.total_comment_count,
        sharing_uv: figures.forward_count,
      },
    }),
    live_comparison_index: JSON.stringify({ is_living: call.now < live.endsAt }),
    live_ec_data_summary: JSON.stringify({
      total_gmv: gmv,
      total_pay_pv: orders.length,
      total_pay_uv: buyers,
      total_clk_uv: clicked,
      total_exp_uv: exposed,
      cumulative_audience_count: audience,
      new_follow_count: figures.new_follow_count,
      new_comment_count: figures.total_comment_count,
      share_live_audience_count: figures.forward_count,
      refund_pv: back.length,
      refund_uv: new Set(back.map(({ openid }) => openid)).size,
      refund_rate: rate(back.length, orders.length),
      refund_amount: refunded(shop, orders),
      audience_pay_ratio: rate(buyers, audience),
      clk_pay_ratio: rate(buyers, clicked),
      customer_price: buyers === 0 ? 0 : Math.round(gmv / buyers),
    }),
    live_ec_conversion_metric: JSON.stringify({ whole_live_conversion: conversion }),
    live_ec_profile: JSON.stringify(
      Object.fromEntries(buyerFields(call.realm, orders).map(({ field_name, data_list }) => [field_name, data_list])),
    ),
    live_distribution_channel: JSON.stringify({
      audience_count: audience,
      live_dist_channel_source_stats: [
        { live_dst_channel_type: 4, uv: audience - Math.round(audience * 0.28) },
        { live_dst_channel_type: 5, uv: Math.round(audience * 0.28) },
      ],
    }),
    single_live_ec_spu_data_page_v2: JSON.stringify({
      spu_data_list: products.map(({ product_id, title, data }) => ({ spu_id: product_id, spu_name: title, ...data })),
      total_cnt: products.length,
    }),
    trace_id: `t-${call.realm.next()}`,
  }
})
