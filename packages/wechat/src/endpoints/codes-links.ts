/** Codes and links that open a mini program: pictures, schemes, URL Links, Short Links. */
import type { Checks } from '../client/checks.ts'
import { type AccountKind, endpoint } from '../endpoint.ts'
import { miniProgram } from './sources.ts'

const accounts: readonly AccountKind[] = ['mini_program']
const versions = ['release', 'trial', 'develop']
const code: Checks = [
  { at: 'width', min: 280, max: 1280 },
  { at: 'env_version', oneOf: versions },
]
/** At most 30 days. `expire_type` 0 wants `expire_time`, 1 wants `expire_interval`. */
const expiry: Checks = [
  { at: 'expire_type', oneOf: [0, 1] },
  { at: 'expire_interval', integer: true, min: 1, max: 30 },
  { at: 'expire_time', when: { expire_type: 0, is_expire: true }, required: true },
  { at: 'expire_interval', when: { expire_type: 1, is_expire: true }, required: true },
]
const target = (at: string): Checks => [
  { at: `${at}query`, maxChars: 1024 },
  { at: `${at}env_version`, oneOf: versions },
]
const noSlash = { test: /^[^/?][^?]*$/, zh: '不以 / 开头，不带参数', en: 'without leading slash and query' }

export type UnlimitedCode = {
  /** ≤ 32 characters of digits, letters and `!#$&'()*+,/:;=?@-._~`; arrives in `query.scene`. */
  scene: string
  /** Without leading slash and query; default: home. */
  page?: string
  check_path?: boolean
  env_version?: 'release' | 'trial' | 'develop'
  /** 280–1280. */
  width?: number
  auto_color?: boolean
  line_color?: { r: number; g: number; b: number }
  is_hyaline?: boolean
}

/**
 * The picture of a mini-program code; any number of codes. 40129 bad scene, 40169 scene too long, 41030 page not released.
 * Limits: 5,000 a minute.
 * Source: developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/qrcode-link/qr-code/getUnlimitedQRCode.html
 */
export const getUnlimitedCode = endpoint<UnlimitedCode, Uint8Array>({
  method: 'POST',
  path: '/wxa/getwxacodeunlimit',
  auth: 'access_token',
  reply: 'binary',
  accounts,
  ratePerMinute: 5000,
  limits: 'scene 32 characters; 60,000 distinct pages with check_path=false',
  checks: [
    {
      at: 'scene',
      required: true,
      maxChars: 32,
      pattern: {
        test: /^[0-9A-Za-z!#$&'()*+,/:;=?@\-._~]*$/,
        zh: "数字、字母与 !#$&'()*+,/:;=?@-._~",
        en: "digits, letters and !#$&'()*+,/:;=?@-._~",
      },
    },
    { at: 'page', pattern: noSlash },
    code,
  ],
  source: miniProgram('OpenApiDoc/qrcode-link/qr-code/getUnlimitedQRCode.html'),
})

/** `expire_type` 0 with `expire_time` (unix s), or 1 with `expire_interval` (days ≤ 30). */
export type LinkExpiry = { is_expire?: boolean; expire_type?: 0 | 1; expire_time?: number; expire_interval?: number }

/**
 * A `weixin://` link that opens the app from outside WeChat.
 * Limits: 500,000 made a day together with URL Links, 100 a second, 30 days.
 * Source: developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/qrcode-link/url-scheme/generateScheme.html
 */
export const generateScheme = endpoint<
  { jump_wxa?: { path?: string; query?: string; env_version?: 'release' | 'trial' | 'develop' } } & LinkExpiry,
  { openlink: string }
>({
  method: 'POST',
  path: '/wxa/generatescheme',
  auth: 'access_token',
  accounts,
  quotaPerDay: 500_000,
  limits: 'query 1024 characters; 30 days',
  checks: [target('jump_wxa.'), expiry],
  source: miniProgram('OpenApiDoc/qrcode-link/url-scheme/generateScheme.html'),
})

/**
 * An `https://wxaurl.cn/…` link for SMS, mail and web pages. 85401 expiry outside 1 min–30 days, 40165 path, 40212 query.
 * Source: developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/qrcode-link/url-link/generateUrlLink.html
 */
export const generateUrlLink = endpoint<
  { path?: string; query?: string; env_version?: 'release' | 'trial' | 'develop' } & LinkExpiry,
  { url_link: string }
>({
  method: 'POST',
  path: '/wxa/generate_urllink',
  auth: 'access_token',
  accounts,
  quotaPerDay: 500_000,
  limits: 'query 1024 characters; 30 days',
  checks: [target(''), expiry],
  source: miniProgram('OpenApiDoc/qrcode-link/url-link/generateUrlLink.html'),
})

/**
 * A `#小程序://…` link that opens inside WeChat. Permanent ones: 100,000 ever (85400); temporary ones live 30 days.
 * Source: developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/qrcode-link/short-link/generateShortLink.html
 */
export const generateShortLink = endpoint<{ page_url: string; page_title?: string; is_permanent?: boolean }, { link: string }>({
  method: 'POST',
  path: '/wxa/genwxashortlink',
  auth: 'access_token',
  accounts,
  quotaPerDay: 10_000_000,
  limits: 'page_url 1024 characters; page_title is cut at 20',
  checks: [{ at: 'page_url', required: true, maxChars: 1024 }],
  source: miniProgram('OpenApiDoc/qrcode-link/short-link/generateShortLink.html'),
})

export type PathCode = {
  path: string
  /** 280–1280, default 430. */
  width?: number
  auto_color?: boolean
  line_color?: { r: number; g: number; b: number }
  is_hyaline?: boolean
  env_version?: 'release' | 'trial' | 'develop'
}

/**
 * A code whose path holds the query; together with {@link createSquareCode} 100,000 ever (45029). 40159 bad path, 85096 reserved word.
 * Source: developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/qrcode-link/qr-code/getQRCode.html
 */
export const getPathCode = endpoint<PathCode, Uint8Array>({
  method: 'POST',
  path: '/wxa/getwxacode',
  auth: 'access_token',
  reply: 'binary',
  accounts,
  limits: 'path 1024 characters; 100,000 codes ever',
  checks: [{ at: 'path', required: true, maxChars: 1024 }, code],
  source: miniProgram('OpenApiDoc/qrcode-link/qr-code/getQRCode.html'),
})

/** The same as a square QR code, path ≤ 128. Source: …/qrcode-link/qr-code/createQRCode.html */
export const createSquareCode = endpoint<{ path: string; width?: number }, Uint8Array>({
  method: 'POST',
  path: '/cgi-bin/wxaapp/createwxaqrcode',
  auth: 'access_token',
  reply: 'binary',
  accounts,
  limits: 'path 128 characters; 100,000 codes ever',
  checks: [
    { at: 'path', required: true, maxChars: 128 },
    { at: 'width', min: 280, max: 1280 },
  ],
  source: miniProgram('OpenApiDoc/qrcode-link/qr-code/createQRCode.html'),
})

export type LinkTarget = {
  appid: string
  path: string
  query: string
  create_time: number
  expire_time: number
  env_version: 'release' | 'trial' | 'develop'
}

/** What a scheme opens (`query_type` 0), or how often schemes and links may still be opened today (1). 85403. Source: …/url-scheme/queryScheme.html */
export const queryScheme = endpoint<
  { scheme: string; query_type?: 0 } | { query_type: 1 },
  { scheme_info?: LinkTarget; quota_info?: { remain_visit_quota: number } }
>({
  method: 'POST',
  path: '/wxa/queryscheme',
  auth: 'access_token',
  accounts,
  checks: [
    { at: 'query_type', oneOf: [0, 1] },
    { at: 'scheme', when: { query_type: [undefined, 0] }, required: true },
  ],
  source: miniProgram('OpenApiDoc/qrcode-link/url-scheme/queryScheme.html'),
})

/** The same for a URL Link. Source: …/url-link/queryUrlLink.html */
export const queryUrlLink = endpoint<
  { url_link: string; query_type?: 0 } | { query_type: 1 },
  { url_link_info?: LinkTarget; quota_info?: { remain_visit_quota: number } }
>({
  method: 'POST',
  path: '/wxa/query_urllink',
  auth: 'access_token',
  accounts,
  checks: [
    { at: 'query_type', oneOf: [0, 1] },
    { at: 'url_link', when: { query_type: [undefined, 0] }, required: true },
  ],
  source: miniProgram('OpenApiDoc/qrcode-link/url-link/queryUrlLink.html'),
})

/** A scheme for NFC tags; it never ends. 9800003, 9800007–9800009 parameters. Source: …/url-scheme/generateNFCScheme.html */
export const generateNfcScheme = endpoint<
  { jump_wxa: { path?: string; query?: string; env_version?: 'release' | 'trial' | 'develop' }; model_id: string; sn?: string },
  { openlink: string }
>({
  method: 'POST',
  path: '/wxa/generatenfcscheme',
  auth: 'access_token',
  accounts,
  checks: [{ at: 'model_id', required: true }, target('jump_wxa.')],
  source: miniProgram('OpenApiDoc/qrcode-link/url-scheme/generateNFCScheme.html'),
})

/**
 * A plain scheme without any call: `weixin://dl/business/?appid=…`. The path must be declared in the console; query ≤ 512 characters.
 * @throws RangeError when the query is longer
 */
export function plainScheme(given: { appId: string; path: string; query?: string; envVersion?: 'release' | 'trial' | 'develop' }): string {
  const { appId, path, query = '', envVersion } = given
  if (query.length > 512) throw new RangeError('The query of a plain scheme has at most 512 characters.')
  const fields = { appid: appId, path, ...(query !== '' && { query }), ...(envVersion && { env_version: envVersion }) }
  return `weixin://dl/business/?${new URLSearchParams(fields)}`
}
