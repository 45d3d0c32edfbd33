/**
 * The tracker inside a Mini Program: notices launches, pages and shares, takes the brand's own events, and brings all
 * of it to wematrix once, also through tunnels and closed apps. It decides nothing about persons or sources; the server does.
 */
import { after, type Hooks, watchShares } from './hooks.ts'
import { createQueue } from './queue.ts'
import { createSender } from './sender.ts'
import type {
  Enter,
  LaunchProperties,
  LoginReply,
  LoginRequest,
  PageProperties,
  ShareProperties,
  WechatIds,
  WireBase,
  WireCall,
  WireContext,
} from './wire.ts'
import { safely, type Wx } from './wx.ts'

const VERSION = '0.1.0'
const KEY = 'wm.state'
const SINGLE_PAGE_SCENE = 1154 // a Moments preview: no login there, and its own storage
const LOGIN_AGAIN_MS = 86_400_000
const LOGIN_WAIT_MS = 3000

export type TrackerOptions = {
  /** Where wematrix answers, e.g. `https://wm.example.com`; must be a listed request domain of the app. */
  endpoint: string
  /** A write key: it can only send. */
  writeKey: string
  /** Needed when the key is not bound to a carrier. */
  carrierId?: string
  wx: Wx
  /** `false`: ids come by `setIds` from the host's own login. Default: exchange `wx.login` codes at `/v1/login`. */
  login?: boolean
  /** Send when this many calls wait (20), or after this many ms (5,000). */
  flushAt?: number
  flushMs?: number
  /** First wait after a failure in ms (1,000); doubles up to five minutes. */
  retryMs?: number
  /** Bytes kept for later while offline (500,000). */
  maxQueueBytes?: number
  now?: () => number
}

/** What the tracker remembers between visits. WeChat keeps storage per user and app, so this is one visitor's. */
type State = {
  anonymousId: string
  userId?: string
  ids?: WechatIds
  loginAt?: number
  last?: Pick<Enter, 'path' | 'scene' | 'query'>
  hiddenAt?: number
  off?: boolean
}

type Register = (options: never) => unknown

export type Tracker = ReturnType<typeof createTracker>

export function createTracker(options: TrackerOptions) {
  const { wx, writeKey, carrierId, now = Date.now } = options
  const endpoint = options.endpoint.replace(/\/+$/, '')
  const header = { authorization: `Bearer ${writeKey}` }
  const state: State = safely(() => wx.getStorageSync(KEY) as State | undefined) || { anonymousId: randomId() }
  const fixed = safely(() => fixedContext(wx, carrierId)) ?? {}
  const queue = createQueue(wx, options.maxQueueBytes ?? 500_000)
  let shown = false
  let page: string | undefined
  let login: Promise<LoginReply | undefined> | undefined

  const sender = createSender({
    wx,
    url: `${endpoint}/v1/batch`,
    header,
    queue,
    now,
    flushAt: options.flushAt ?? 20,
    flushMs: options.flushMs ?? 5000,
    retryMs: options.retryMs ?? 1000,
    context: () => ({ ...fixed, wechat: { ...fixed.wechat, ...state.ids } }),
    beforeRun() {
      const count = queue.takeDropped()
      if (count > 0) track('sdk.dropped', { count })
    },
    ready: async () => void (await Promise.race([login, login && new Promise(resolve => setTimeout(resolve, LOGIN_WAIT_MS))])),
  })

  const save = () => safely(() => wx.setStorageSync(KEY, state))

  const push = (call: DistributedOmit<WireCall, keyof WireBase>) =>
    void safely(() => {
      if (state.off) return
      const base: WireBase = { messageId: randomId(), timestamp: new Date(now()).toISOString(), anonymousId: state.anonymousId }
      queue.add({ ...base, ...(state.userId && { userId: state.userId }), ...call })
      sender.nudge()
    })

  const track = (event: string, properties: Record<string, unknown> = {}) => push({ type: 'track', event, properties })

  /** The visitor's openid and, when the app is bound to an Open Platform account, UnionID. One exchange at a time; undefined when it fails. */
  const exchange = (): Promise<LoginReply | undefined> => {
    const started = askCode(wx)
      .then(code =>
        postJson<LoginReply>(wx, `${endpoint}/v1/login`, header, {
          code,
          anonymousId: state.anonymousId,
          ...(carrierId && { carrierId }),
        } satisfies LoginRequest),
      )
      .then(reply => {
        setIds({ openid: reply.openid, ...(reply.unionid && { unionid: reply.unionid }) })
        return reply
      })
      .catch(() => undefined)
      .then(reply => {
        login = undefined
        return reply
      })
    login = started
    return started
  }

  /** Ids from the host's own login; they are sent with every call from now on and with those still waiting. */
  const setIds = (ids: WechatIds) => {
    state.ids = { ...state.ids, ...ids }
    state.loginAt = now()
    save()
  }

  const onShow = () =>
    void safely(() => {
      const { path, scene, query, referrerInfo } = wx.getEnterOptionsSync()
      const enter = { path, scene: Number(scene), query: query ?? {} }
      const prev = state.last && {
        last_launch: state.last,
        ...(state.hiddenAt !== undefined && { seconds_since_hide: Math.max(0, Math.round((now() - state.hiddenAt) / 1000)) }),
      }
      const properties: LaunchProperties = {
        ...enter,
        ...(referrerInfo && { referrerInfo }),
        start: shown ? 'hot' : 'cold',
        ...(prev && { prev }),
      }
      const known = state.ids?.openid && (state.ids.unionid || now() - (state.loginAt ?? 0) < LOGIN_AGAIN_MS)
      if (options.login !== false && !known && !login && !state.off && enter.scene !== SINGLE_PAGE_SCENE) void exchange()
      shown = true
      state.last = enter
      save()
      track('mp.launch', properties)
      if (queue.size() > 1) void sender.flush()
    })

  const onHide = () =>
    void safely(() => {
      state.hiddenAt = now()
      save()
      queue.save()
      void sender.flush().then(() => queue.save())
    })

  const onPage = (path: string, query?: Record<string, string>) => {
    const properties: PageProperties = { path, ...(query && { query }), ...(page !== undefined && { from: page }) }
    page = path
    track('mp.page', properties)
  }

  const onShare = (properties: ShareProperties) => track('mp.share', properties)

  return {
    track,
    /** Tells who signed in, by the brand's own id, and what is known of them. Which persons are one is decided by the server. */
    identify(userId: string, traits: Record<string, unknown> = {}) {
      state.userId = userId
      save()
      push({ type: 'identify', traits })
    },
    /** Somebody signed out: later calls are no longer theirs. */
    reset() {
      delete state.userId
      state.anonymousId = randomId()
      save()
    },
    login: () => login ?? exchange(),
    setIds,
    flush: () => sender.flush(),
    /** The visitor said no: nothing is collected and what waits is thrown away, also in later visits, until `optIn`. */
    optOut() {
      state.off = true
      queue.clear()
      queue.save()
      save()
    },
    optIn() {
      delete state.off
      save()
    },
    onShow,
    onHide,
    onPage,
    onShare,
    /** `tracker.app(App)` is `App` that also notices launches. */
    app: <F extends Register>(register: F): F => ((hooks: Hooks) => register(after(hooks, { onShow, onHide }) as never)) as unknown as F,
    /** `tracker.page(Page)` is `Page` that also notices views and shares. A page without a share hook stays without one. */
    page: <F extends Register>(register: F): F =>
      ((hooks: Hooks) => {
        const watched = after(hooks, {
          onShow() {
            onPage(this.route ?? '', this.options)
          },
        })
        watchShares(watched, hooks, onShare)
        return register(watched as never)
      }) as unknown as F,
  }
}

type DistributedOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never

function fixedContext(wx: Wx, carrierId: string | undefined): WireContext {
  const app = wx.getAccountInfoSync?.().miniProgram
  const device = wx.getDeviceInfo?.()
  return {
    ...(carrierId && { carrierId }),
    library: { name: '@wematrix/miniprogram', version: VERSION },
    ...(app && {
      wechat: { appId: app.appId },
      app: { ...(app.version && { version: app.version }), ...(app.envVersion && { envVersion: app.envVersion }) },
    }),
    ...(device && {
      device: {
        ...(device.brand && { brand: device.brand }),
        ...(device.model && { model: device.model }),
        ...(device.platform && { platform: device.platform }),
      },
    }),
  }
}

const askCode = (wx: Wx) =>
  new Promise<string>((resolve, reject) => void wx.login({ timeout: 5000, success: result => resolve(result.code), fail: reject }))

const postJson = <T>(wx: Wx, url: string, header: Record<string, string>, body: unknown) =>
  new Promise<T>((resolve, reject) => {
    wx.request({
      url,
      method: 'POST',
      data: JSON.stringify(body),
      header: { ...header, 'content-type': 'application/json' },
      timeout: 10_000,
      success: result => (result.statusCode === 200 ? resolve(result.data as T) : reject(new Error(String(result.statusCode)))),
      fail: reject,
    })
  })

/** 104 random bits as text: enough that two devices never choose the same. */
const randomId = () =>
  [0, 0]
    .map(() =>
      Math.floor(Math.random() * 2 ** 52)
        .toString(36)
        .padStart(11, '0'),
    )
    .join('')
