/**
 * The shapes that travel from a Mini Program (or any Segment client) to `POST /v1/batch` and the single-call doors.
 * They follow the Segment spec, so existing client code can point at the same address; what is ours lives under
 * `context.wechat` and in the properties of the `mp.*` events. The server imports this file and is tested against it.
 */

/** Limits of the door: a bigger batch or message is refused, so the tracker never builds one. */
export const limits = { batchItems: 2500, batchBytes: 500_000, messageBytes: 32_000 } as const

/** Who is speaking on WeChat's side. `openid` and `unionid` come from the login exchange; UnionID is absent when the app is not bound. */
export type WechatIds = { appId?: string; openid?: string; unionid?: string }

export type WireContext = {
  /** Names the carrier when the key is not bound to one. */
  carrierId?: string
  wechat?: WechatIds
  library?: { name: string; version: string }
  device?: { brand?: string; model?: string; platform?: string }
  app?: { version?: string; envVersion?: string }
  [more: string]: unknown
}

/** What every call carries. `timestamp` is the device's clock; the server corrects it by `sentAt` of the batch. */
export type WireBase = {
  /** Chosen once per call and repeated on every retry: the server keeps the first of equal ids for 72 hours. */
  messageId: string
  timestamp: string
  /** The device's own id. It never joins persons. */
  anonymousId?: string
  /** The brand's own id of a signed-in customer. */
  userId?: string
  context?: WireContext
}

export type WireTrack = WireBase & { type: 'track'; event: string; properties?: Record<string, unknown> }
export type WireIdentify = WireBase & { type: 'identify'; traits?: Record<string, unknown> }
export type WirePage = WireBase & { type: 'page' | 'screen'; name?: string; category?: string; properties?: Record<string, unknown> }
export type WireGroup = WireBase & { type: 'group'; groupId: string; traits?: Record<string, unknown> }
export type WireAlias = WireBase & { type: 'alias'; previousId: string }
export type WireCall = WireTrack | WireIdentify | WirePage | WireGroup | WireAlias

/** The body of `POST /v1/batch`. */
export type WireBatch = {
  batch: WireCall[]
  /** The device's clock when the batch left. */
  sentAt: string
  /** True of every call in the batch; a call's own context wins, key by key. */
  context?: WireContext
}

/** How a Mini Program was opened, as `wx.getEnterOptionsSync` says it. */
export type Enter = { path: string; scene: number; query: Record<string, string>; referrerInfo?: { appId?: string; extraData?: unknown } }

/**
 * Properties of `mp.launch`. `prev` is what the device remembers of the visit before: it lets the server tell a new
 * touch from a return (an Android Home key repeats the old scene value).
 */
export type LaunchProperties = Enter & {
  start: 'cold' | 'hot'
  prev?: { last_launch?: Pick<Enter, 'path' | 'scene' | 'query'>; seconds_since_hide?: number }
}

/** `mp.page`: a page came on screen. `from` is the page before it in this visit. */
export type PageProperties = { path: string; query?: Record<string, string>; from?: string }

/** `mp.share`: somebody shared a page; `path` is what receivers will open. */
export type ShareProperties = { path: string; via: 'button' | 'menu' | 'timeline'; title?: string }

/** `channels.open` and `channels.reserve`: the way from a Mini Program into Channels. `entry` names the place that was tapped. */
export type ChannelsProperties = {
  what: 'profile' | 'video' | 'live' | 'event'
  finder: string
  entry: string
  state?: number
  noticeId?: string
}

/** `sdk.dropped`: how many calls the device had to throw away (offline for too long, storage full, a call over 32 KB). */
export type DroppedProperties = { count: number }

/** `POST /v1/login`: exchanges the code of `wx.login` for the ids of this app's visitor. The session key stays on the server. */
export type LoginRequest = { code: string; anonymousId?: string; carrierId?: string }
export type LoginReply = { openid: string; unionid?: string }
