/** Aggregates nobody can see per person: article reads, video plays, lives; grown from the arrivals that came out of them. */
import { dayOf, dayText } from '../days.ts'
import type { Article } from '../worlds/world.ts'
import { type CarrierStat, liveFigures, wobble } from './channels-figures.ts'
import { figure } from './fold.ts'
import type { Realm } from './realm.ts'
import type { AccountState } from './state.ts'

/** Readers of an account's articles on one day: about eleven for each one who stepped into the Mini Program. */
export function articleReads(realm: Realm, account: AccountState, day: number): { article: Article; readers: number }[] {
  const miniProgram = realm.accounts().find(({ spec }) => spec.kind === 'mini_program')
  if (!miniProgram) return []
  return realm.world.content.articles
    .filter(article => article.slot === account.spec.slot && dayOf(article.publishedAt) <= day)
    .map(article => ({
      article,
      readers: Math.round(figure(miniProgram, day, `trace/${article.trace}`) * 11 * wobble(realm, day, article.number)),
    }))
    .filter(row => row.readers > 0)
}

/** Every aggregate of the days [from, to], ready for a `carrier_stats` table or a statistics file exported by hand. */
export function* carrierStats(realm: Realm, from = realm.world.firstDay, to = realm.world.lastDay): Generator<CarrierStat> {
  const channels = realm.accounts().find(({ spec }) => spec.kind === 'channels')
  for (let day = from; day <= to; day++) {
    for (const account of realm.accounts()) {
      if (account.spec.kind !== 'official_account') continue
      for (const { article, readers } of articleReads(realm, account, day))
        yield stat(account, day, 'article_read_user', article.trace, readers)
    }
    if (!channels) continue
    const clicks = figure(channels, day, 'feed_to_mini_program')
    const plays = Math.round(clicks * 37 * wobble(realm, day, 31))
    yield stat(channels, day, 'video_play', '', plays)
    yield stat(channels, day, 'video_like', '', Math.round(plays * 0.031))
    yield stat(channels, day, 'video_share', '', Math.round(plays * 0.012))
    for (const live of realm.world.content.lives) {
      if (dayOf(live.startsAt) !== day) continue
      const figures = liveFigures(realm, channels, live)
      yield stat(channels, day, 'live_audience', live.exportId, figures.total_audience_count)
      yield stat(channels, day, 'live_follow_biz', live.exportId, figures.new_follow_count_biz)
    }
  }
}

function stat(account: AccountState, day: number, metric: string, dimension: string, value: number): CarrierStat {
  return { carrier: account.spec.kind as CarrierStat['carrier'], appId: account.spec.appId, day: dayText(day), metric, dimension, value }
}
