/**
 * A small WeChat client in memory: storage per user and app, life cycle, pages, login codes, and `wx.request` over real
 * HTTP with the platform's own rules (ten requests at once, `success` for every status, interrupted in the background).
 * Tests run the tracker and the example app on it against a real server.
 */
import type { Enter, RequestResult, Wx } from '../index.ts'

const MAX_REQUESTS = 10
const MAX_KEY_BYTES = 1_000_000

type Options = Record<string, unknown> & { data?: Record<string, unknown> }
export type PageInstance = Record<string, (...args: unknown[]) => unknown> & {
  route: string
  options: Record<string, string>
  data: Record<string, unknown>
}
type Request = Parameters<Wx['request']>[0]

export class Platform {
  /** Survives the app: what `wx.setStorageSync` wrote, as JSON. */
  readonly storage = new Map<string, string>()
  online = true
  storageFull = false
  loginFails = false
  /** The most requests that were under way at one moment. */
  busiest = 0
  codes = 0
  readonly pages: PageInstance[] = []
  readonly registered = new Map<string, Options>()
  private readonly open = new Map<Request, AbortController>()
  private readonly waiting: Request[] = []
  private enter: Enter = { path: '', scene: 1001, query: {} }
  private appOptions: Options | undefined
  private registering = ''

  readonly appId = 'wx0000000000000001'
  private life = 0
  /** What the app sees as the global `wx`; a new one after `kill`. */
  wx = this.startLife(0)

  /** WeChat ends the app: what it still waits for never comes, and what it still asks for goes nowhere. */
  kill() {
    for (const controller of this.open.values()) controller.abort()
    this.open.clear()
    this.pages.length = this.waiting.length = 0
    this.wx = this.startLife(++this.life)
  }

  private startLife(life: number) {
    return this.api(() => life === this.life)
  }

  private api(alive: () => boolean) {
    return {
      request: (options: Request) => void (alive() && this.request(options)),
      login: (options: Parameters<Wx['login']>[0]) =>
        setImmediate(() =>
          this.online && !this.loginFails ? options.success({ code: `code-${++this.codes}` }) : options.fail({ errMsg: 'login:fail' }),
        ),
      getStorageSync: (key: string): unknown => {
        const text = this.storage.get(key)
        return text === undefined ? '' : JSON.parse(text)
      },
      setStorageSync: (key: string, value: unknown) => {
        const text = JSON.stringify(value)
        if (!alive()) return
        if (this.storageFull || text.length > MAX_KEY_BYTES) throw new Error('setStorageSync:fail exceed storage max size')
        this.storage.set(key, text)
      },
      getEnterOptionsSync: (): Enter => ({ ...this.enter, referrerInfo: this.enter.referrerInfo ?? {} }),
      getAccountInfoSync: () => ({ miniProgram: { appId: this.appId, envVersion: 'release', version: '1.0.0' } }),
      getDeviceInfo: () => ({ brand: 'Xiaomi', model: 'M2012', platform: 'android' }),
      navigateTo: ({ url }: { url: string }) => this.openPage(url),
      showToast: () => {},
    } satisfies Wx & Record<string, unknown>
  }

  /** The globals `App`, `Page` and `getApp` of the app's JavaScript. */
  readonly App = (options: Options) => {
    this.appOptions = options
  }
  readonly Page = (options: Options) => {
    this.registered.set(this.registering, options)
  }
  readonly getApp = () => this.appOptions

  /** Runs a page's module: its `Page(...)` call belongs to `route`. */
  async loadPage(route: string, load: () => Promise<unknown>) {
    this.registering = route
    await load()
  }

  /** The user opens the app, which was not running. */
  launch(enter: Partial<Enter> = {}) {
    this.enter = { path: 'pages/home/home', scene: 1001, query: {}, ...enter }
    this.call(this.appOptions, 'onLaunch', this.enter)
    this.call(this.appOptions, 'onShow', this.enter)
    if (this.registered.has(this.enter.path)) this.openPage(`/${this.enter.path}?${new URLSearchParams(this.enter.query)}`)
  }

  /** The user leaves; the app's open requests are interrupted when `interrupt` (WeChat gives them 5 s). */
  hide({ interrupt = false } = {}) {
    this.call(this.appOptions, 'onHide')
    if (interrupt)
      for (const [request, controller] of this.open) {
        controller.abort()
        request.fail({ errMsg: 'request:fail interrupted' })
        this.open.delete(request)
      }
  }

  /** The user comes back within half an hour. Without `enter` it is the Home key: the old options repeat. */
  show(enter?: Partial<Enter>) {
    if (enter) this.enter = { path: 'pages/home/home', scene: 1001, query: {}, ...enter }
    this.call(this.appOptions, 'onShow', this.enter)
  }

  openPage(url: string): PageInstance {
    const { pathname, searchParams } = new URL(url, 'https://servicewechat.com')
    const route = pathname.slice(1)
    const options = this.registered.get(route)
    if (!options) throw new Error(`navigateTo:fail page "${route}" is not found`)
    const page = {
      ...options,
      route,
      options: Object.fromEntries(searchParams),
      data: structuredClone(options.data ?? {}),
    } as unknown as PageInstance
    page.setData = change => Object.assign(page.data, change)
    this.pages.push(page)
    page.onLoad?.(page.options)
    page.onShow?.()
    return page
  }

  private call(target: Options | undefined, hook: string, ...args: unknown[]) {
    const run = target?.[hook] as ((...args: unknown[]) => unknown) | undefined
    run?.apply(target, args)
  }

  private request(options: Request) {
    if (this.open.size >= MAX_REQUESTS) this.waiting.push(options)
    else void this.send(options)
  }

  private async send(options: Request) {
    const controller = new AbortController()
    this.open.set(options, controller)
    this.busiest = Math.max(this.busiest, this.open.size)
    let done: () => void
    try {
      if (!this.online) throw new Error('offline')
      const answer = await fetch(options.url, {
        method: options.method,
        headers: options.header,
        body: options.data,
        signal: controller.signal,
      })
      const text = await answer.text()
      const result: RequestResult = { statusCode: answer.status, data: parse(text), header: Object.fromEntries(answer.headers) }
      done = () => options.success(result)
    } catch {
      done = () => options.fail({ errMsg: 'request:fail' })
    }
    const ours = this.open.delete(options)
    const next = this.waiting.shift()
    if (next) void this.send(next)
    if (ours) done()
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
