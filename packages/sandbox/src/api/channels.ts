/** Lives of the Channels account, as aggregates; switched off the assistant's abilities answer 48001. */
import { getChannelsAccount, getDashboardLive, listDashboardLives, listLiveFigures, listLiveNotices, listLives } from '@wematrix/wechat'
import { dayOf, parseDay } from '../days.ts'
import { liveFigures } from '../state/channels-figures.ts'
import { figure } from '../state/fold.ts'
import { type Call, on, Refusal } from './on.ts'

/** Throws 48001 while the abilities are switched off in the Channels assistant. */
export function ability({ account }: Call): void {
  if (account.abilitiesOff) throw new Refusal(48001, 'api unauthorized: switch the ability on in the Channels assistant')
}
const lives = ({ realm }: Call) => realm.world.content.lives

on(listLives, call => {
  ability(call)
  const running = lives(call).filter(live => live.startsAt <= call.now && call.now < live.endsAt)
  return {
    live_list: running.map(live => ({
      export_id: live.exportId,
      description: live.title,
      cover_url: '',
      nickname: call.account.spec.name,
      head_url: '',
    })),
  }
})

on(listLiveNotices, call => {
  ability(call)
  const coming = lives(call)
    .filter(live => live.startsAt > call.now)
    .slice(0, 4)
  return {
    live_notice_list: coming.map(live => ({
      notice_id: live.noticeId,
      status: 0,
      status_wording: '可预约',
      start_time: String(live.startsAt / 1000),
      description: live.title,
      nickname: call.account.spec.name,
      head_url: '',
    })),
  }
})

on(getChannelsAccount, call => {
  ability(call)
  return {
    errcode: 0,
    errmsg: 'ok',
    finder_attr: {
      uniq_id: call.account.spec.originalId,
      nickname: call.account.spec.name,
      fans_count: 3 * call.realm.world.persons.length,
    },
  }
})

on(listLiveFigures, (call, { start_time, end_time }) => {
  ability(call)
  const ended = lives(call).filter(live => live.endsAt <= call.now && live.endsAt / 1000 >= start_time && live.endsAt / 1000 <= end_time)
  return {
    errcode: 0,
    errmsg: 'ok',
    item: ended.map(live => liveFigures(call.realm, call.account, live)),
    last_buffer: '',
    continue_flag: false,
  }
})

on(listDashboardLives, (call, { ds }) => {
  ability(call)
  const day = parseDay(String(ds))
  if (day === undefined) throw new Refusal(-2, 'invalid ds')
  return {
    errcode: 0,
    errmsg: 'ok',
    live_items: lives(call)
      .filter(live => dayOf(live.startsAt) === day && live.startsAt <= call.now)
      .map(live => ({ export_id: live.exportId, create_time: live.startsAt / 1000 })),
    has_more: false,
    trace_id: 't-1',
  }
})

/** Texts to be parsed a second time; they grow while the live runs. */
on(getDashboardLive, (call, { export_id }) => {
  ability(call)
  const live = lives(call).find(live => live.exportId === export_id && live.startsAt <= call.now)
  if (!live) throw new Refusal(40097, 'invalid args: export_id')
  const figures = liveFigures(call.realm, call.account, live)
  const day = dayOf(live.startsAt)
  const orders = figure(call.account, day, 'live_orders')
  return {
    errcode: 0,
    errmsg: 'ok',
    live_dashboard_data: JSON.stringify({
      summary: {
        new_watch_uv: figures.total_audience_count,
        max_online_watch_uv: figures.max_online_count,
        average_watch_seconds_per_audience: figures.audiences_avg_seconds,
        new_follow_uv: figures.new_follow_count,
        comment_uv: figures.total_comment_count,
      },
    }),
    live_comparison_index: JSON.stringify({ is_living: call.now < live.endsAt }),
    live_ec_data_summary: JSON.stringify({
      total_gmv: figure(call.account, day, 'live_gmv'),
      total_pay_uv: orders,
      total_pay_pv: orders,
      cumulative_audience_count: figures.total_audience_count,
      new_follow_count: figures.new_follow_count,
    }),
    live_ec_conversion_metric: JSON.stringify({}),
    live_ec_profile: JSON.stringify({}),
    live_distribution_channel: JSON.stringify({
      audience_count: figures.total_audience_count,
      live_dist_channel_source_stats: [{ live_dst_channel_type: 5, uv: Math.round(figures.total_audience_count * 0.28) }],
    }),
    single_live_ec_spu_data_page_v2: JSON.stringify({ spu_data_list: [], total_cnt: 0 }),
    trace_id: 't-1',
  }
})
