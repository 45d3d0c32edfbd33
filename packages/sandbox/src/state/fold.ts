/** Facts into state: who follows, what was ordered, and the day figures that the statistics endpoints answer with. */
import type { ShopOrder } from '@wematrix/wechat'
import { dayOf } from '../days.ts'
import type { Fact } from '../facts.ts'
import { foldLaunch, foldPage, foldShare } from '../mini-program/visits.ts'
import { arrivalOf } from '../worlds/arrivals.ts'
import type { AccountState } from './state.ts'
import { countMessage } from './upstream.ts'

/** `user_source` of the daily follower summary, by subscribe_scene. */
const userSources: Record<string, number> = {
  ADD_SCENE_SEARCH: 1,
  ADD_SCENE_PROFILE_CARD: 17,
  ADD_SCENE_QR_CODE: 30,
  ADD_SCENE_PROFILE_LINK: 57,
  ADD_SCENE_WXA: 149,
  ADD_SCENE_CHANNELS: 200,
  ADD_SCENE_LIVESTREAM: 201,
}

/** Adds to a day figure of an account. */
export function count(account: AccountState, at: number, metric: string, n = 1): void {
  const key = `${dayOf(at)} ${metric}`
  account.figures.set(key, (account.figures.get(key) ?? 0) + n)
}

/** A day figure of an account; 0 when nothing happened. */
export function figure(account: AccountState, day: number, metric: string): number {
  return account.figures.get(`${day} ${metric}`) ?? 0
}

/** Takes one fact into the account it happened on. `channels` is the brand's Channels account, which only counts. */
export function foldFact(account: AccountState, channels: AccountState | undefined, fact: Fact): void {
  const openid = fact.person.openids[fact.slot]
  const { properties, at } = fact
  switch (fact.event) {
    case 'oa.follow': {
      const scene = String(properties.subscribe_scene)
      account.followers.set(openid, {
        openid,
        subscribed: true,
        subscribeTime: Math.floor(at / 1000),
        subscribeScene: scene,
        qrScene: String(properties.EventKey ?? '').replace(/^qrscene_/, ''),
        remark: '',
        tags: [],
      })
      count(account, at, `new_user/${userSources[scene] ?? 0}`)
      if (channels && (scene === 'ADD_SCENE_LIVESTREAM' || scene === 'ADD_SCENE_CHANNELS'))
        count(channels, at, scene === 'ADD_SCENE_LIVESTREAM' ? 'live_follow_biz' : 'profile_follow_biz')
      break
    }
    case 'oa.unfollow': {
      const follower = account.followers.get(openid)
      if (follower) Object.assign(follower, { subscribed: false, tags: [] })
      count(account, at, 'cancel_user/0')
      break
    }
    case 'oa.menu_click':
      count(account, at, 'menu_click')
      break
    case 'oa.message':
      countMessage(account, at, openid, String(properties.MsgType ?? 'text'))
      break
    case 'mp.launch': {
      foldLaunch(account, openid, at, properties.scene)
      const trace = (properties.query as Record<string, string> | undefined)?.t
      if (trace) count(account, at, `trace/${trace}`)
      if (channels && arrivalOf(fact)?.source === 'channels')
        count(channels, at, Number(properties.scene) === 1177 ? 'live_to_mini_program' : 'feed_to_mini_program')
      break
    }
    case 'mp.page':
      foldPage(account, openid, at, String(properties.path))
      break
    case 'mp.share':
      foldShare(account, openid, at, String(properties.path ?? ''))
      break
    case 'channels.reserve':
      if (channels) count(channels, at, 'reserve')
      break
    case 'order.pay':
      if (fact.slot === 'shop') foldOrder(account, fact, openid)
      else count(account, at, 'pay_fen', Number(properties.value_fen))
      break
    default:
  }
}

/** Distinct people of a day: remembers the last day an openid was counted for a metric. */
export function countOnce(account: AccountState, at: number, metric: string, openid: string): void {
  const key = `last ${metric} ${openid}`
  if (account.figures.get(key) === dayOf(at)) return
  account.figures.set(key, dayOf(at))
  count(account, at, metric)
}

/** An order of the past; one that somebody placed in the living shop is there already. */
function foldOrder(account: AccountState, { properties, at, union, person }: Fact, openid: string): void {
  if (account.orders.has(String(properties.order_id))) return
  const seconds = Math.floor(at / 1000)
  const price = Number(properties.value_fen)
  const order: ShopOrder = {
    order_id: String(properties.order_id),
    status: 20,
    create_time: seconds - 40,
    update_time: seconds,
    openid,
    ...(union ? { unionid: person.unionid } : {}),
    order_detail: {
      product_infos: [
        {
          product_id: String(properties.product_id),
          sku_id: String(properties.sku_id ?? ''),
          sku_cnt: Number(properties.count ?? 1),
          title: '',
          sale_price: price,
          real_price: price,
        },
      ],
      pay_info: { transaction_id: `4200${String(properties.order_id)}`, pay_time: seconds, payment_method: 1 },
      price_info: { product_price: price, order_price: price, freight: 0, discounted_price: 0, merchant_receieve_price: price },
      ext_info: {
        finder_id: String(properties.finder_id ?? ''),
        live_id: String(properties.live_id ?? ''),
        order_scene: Number(properties.order_scene),
        commission_handling_progress: 1,
      },
      sharer_info: { sharer_openid: '', sharer_type: 0, share_scene: 0, handling_progress: 1 },
      source_infos: (properties.source_infos as NonNullable<ShopOrder['order_detail']['source_infos']>) ?? [],
    },
  }
  account.orders.set(order.order_id, order)
}
