/**
 * The way from a Mini Program into Channels (视频号), noticed: WeChat reports nothing about it to the app's server, so
 * the tap is the only proof. All of these need a tap of the user; WeChat refuses them otherwise.
 */
import type { Tracker } from './tracker.ts'
import type { ChannelsProperties } from './wire.ts'

type Done = { success?(result: object): void; fail?(error: { errMsg: string }): void }

/** The calls of `wx` used here; `reserveChannelsLive` answers with a state that the public typings leave out. */
export type ChannelsWx = {
  openChannelsUserProfile(options: { finderUserName: string } & Done): unknown
  openChannelsActivity(options: { finderUserName: string; feedId: string } & Done): unknown
  openChannelsLive(options: { finderUserName: string; feedId?: string; nonceId?: string } & Done): unknown
  openChannelsEvent(options: { finderUserName: string; eventId: string } & Done): unknown
  reserveChannelsLive(options: { noticeId: string } & Done): unknown
}

/** `reserveChannelsLive` answers 6 when the user has just reserved. */
export const RESERVED = 6

/** @param finder  the account's `sph…` id from the Channels assistant */
export function createChannels(tracker: Pick<Tracker, 'track'>, wx: ChannelsWx, finder: string) {
  const opened = (what: ChannelsProperties['what'], entry: string): Done => ({
    success: () => tracker.track('channels.open', { what, finder, entry } satisfies ChannelsProperties),
  })
  return {
    openProfile: (entry: string) => wx.openChannelsUserProfile({ finderUserName: finder, ...opened('profile', entry) }),
    openVideo: (feedId: string, entry: string) => wx.openChannelsActivity({ finderUserName: finder, feedId, ...opened('video', entry) }),
    openLive: (entry: string) => wx.openChannelsLive({ finderUserName: finder, ...opened('live', entry) }),
    openEvent: (eventId: string, entry: string) => wx.openChannelsEvent({ finderUserName: finder, eventId, ...opened('event', entry) }),
    /** Asks to be reminded of a live; `channels.reserve` is sent only when the user really reserved. */
    reserve: (noticeId: string, entry: string, done?: (state: number | undefined) => void) =>
      wx.reserveChannelsLive({
        noticeId,
        success: result => {
          const { state } = result as { state?: number }
          if (state === RESERVED)
            tracker.track('channels.reserve', { what: 'live', finder, entry, noticeId, state } satisfies ChannelsProperties)
          done?.(state)
        },
        fail: () => done?.(undefined),
      }),
  }
}
