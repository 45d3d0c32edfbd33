/** What Channels shows of its lives and videos: aggregates grown from the arrivals that came out of them. */
import type { LiveFigures } from '@wematrix/wechat'
import { dayOf } from '../days.ts'
import { mix } from '../random.ts'
import type { Live } from '../worlds/world.ts'
import { figure } from './fold.ts'
import type { Realm } from './realm.ts'
import type { AccountState } from './state.ts'

/** A number near 1 that belongs to a day and a purpose. */
export function wobble(realm: Realm, day: number, salt: number): number {
  return 0.85 + (0.3 * mix(realm.world.seed, day, salt)) / 4294967296
}

/** Figures of one live up to now; the audience is about nine times those who stepped into the Mini Program. */
export function liveFigures(realm: Realm, channels: AccountState, live: Live): LiveFigures {
  const day = dayOf(live.startsAt)
  const part = Math.min(1, Math.max(0, (realm.clock.ms() - live.startsAt) / (live.endsAt - live.startsAt)))
  const arrivals = figure(channels, day, 'live_to_mini_program')
  const audience = Math.round((arrivals * 9 + 120 * part) * wobble(realm, day, 1))
  return {
    export_id: live.exportId,
    live_start_time: live.startsAt / 1000,
    live_duration_in_seconds: Math.round((part * (live.endsAt - live.startsAt)) / 1000),
    total_audience_count: audience,
    total_cheer_count: Math.round(audience * 2.1),
    forward_count: Math.round(audience * 0.03),
    total_comment_count: Math.round(audience * 0.4),
    audiences_avg_seconds: Math.round(210 * wobble(realm, day, 2)),
    max_online_count: Math.round(audience * 0.22),
    new_follow_count: Math.round(audience * 0.05),
    new_follow_count_biz: figure(channels, day, 'live_follow_biz'),
  }
}

/** Aggregate figures that no API gives per person: one row per day, metric and dimension. */
export type CarrierStat = {
  carrier: 'channels' | 'official_account' | 'mini_program'
  appId: string
  day: string
  metric: string
  dimension: string
  value: number
}
