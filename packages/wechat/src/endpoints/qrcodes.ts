import { endpoint } from '../endpoint.ts'
import { service } from './sources.ts'

/** A code with a parameter. Temporary kinds live `expire_seconds` ≤ 2,592,000; permanent ones are 100,000 in all. */
export type QrCode =
  | { action_name: 'QR_SCENE'; expire_seconds?: number; action_info: { scene: { scene_id: number } } }
  | { action_name: 'QR_STR_SCENE'; expire_seconds?: number; action_info: { scene: { scene_str: string } } }
  | { action_name: 'QR_LIMIT_SCENE'; action_info: { scene: { scene_id: number } } }
  | { action_name: 'QR_LIMIT_STR_SCENE'; action_info: { scene: { scene_str: string } } }

/**
 * A QR code of the account that tells its parameter: as `qrscene_<scene>` when it made someone follow, bare when a follower scans.
 * Limits: scene_str 1–64 characters, permanent scene_id 1–100,000.
 * Source: developers.weixin.qq.com/doc/service/api/qrcode/qrcodes
 */
export const createQrCode = endpoint<QrCode, { ticket: string; url: string; expire_seconds?: number }>({
  method: 'POST',
  path: '/cgi-bin/qrcode/create',
  auth: 'access_token',
  accounts: ['official_account'],
  quotaPerDay: 100_000,
  limits: 'scene_str 64 characters; temporary 30 days; 100,000 permanent codes',
  checks: [
    { at: 'action_name', required: true, oneOf: ['QR_SCENE', 'QR_STR_SCENE', 'QR_LIMIT_SCENE', 'QR_LIMIT_STR_SCENE'] },
    { at: 'expire_seconds', min: 1, max: 2_592_000 },
    {
      at: 'action_info.scene.scene_id',
      when: { action_name: 'QR_SCENE' },
      required: true,
      integer: true,
      min: -2_147_483_648,
      max: 4_294_967_295,
    },
    { at: 'action_info.scene.scene_id', when: { action_name: 'QR_LIMIT_SCENE' }, required: true, integer: true, min: 1, max: 100_000 },
    {
      at: 'action_info.scene.scene_str',
      when: { action_name: ['QR_STR_SCENE', 'QR_LIMIT_STR_SCENE'] },
      required: true,
      minChars: 1,
      maxChars: 64,
    },
  ],
  source: service('qrcode/qrcodes'),
})

/**
 * Keeps up to 4 KB behind a key of 15 characters, at most 30 days. 9410010 expiry, 9410011 too long.
 * Source: developers.weixin.qq.com/doc/service/api/qrcode/shorten
 */
export const createShortKey = endpoint<{ long_data: string; expire_seconds?: number }, { short_key: string }>({
  method: 'POST',
  path: '/cgi-bin/shorten/gen',
  auth: 'access_token',
  accounts: ['official_account'],
  limits: 'long_data 4 KB; 2,592,000 s',
  checks: [
    { at: 'long_data', required: true, maxBytes: 4096 },
    { at: 'expire_seconds', min: 1, max: 2_592_000 },
  ],
  source: service('qrcode/shorten'),
})

/**
 * What a short key stands for; 9410012 unknown key.
 * Source: developers.weixin.qq.com/doc/service/api/qrcode/shorten
 */
export const readShortKey = endpoint<{ short_key: string }, { long_data: string; create_time: number; expire_seconds: number }>({
  method: 'POST',
  path: '/cgi-bin/shorten/fetch',
  auth: 'access_token',
  checks: [{ at: 'short_key', required: true }],
  accounts: ['official_account'],
  source: service('qrcode/shorten'),
})

/** Address of a code's picture (jpg, no token). A ticket that does not exist answers HTTP 404. Source: …/api/qrcode/qrcodes */
export function qrCodePicture(ticket: string): string {
  return `https://mp.weixin.qq.com/cgi-bin/showqrcode?ticket=${encodeURIComponent(ticket)}`
}

/** `prefix` is the `url` of a parametric code; `open_version` 1 develop, 2 trial, 3 release; `permit_sub_rule` 1 no, 2 yes. */
export type QrCodeJump = {
  prefix: string
  appid: string
  path: string
  /** 0 new, 1 change; a published rule can't be changed. */
  is_edit: 0 | 1
  open_version?: 1 | 2 | 3
  debug_url?: string[]
  permit_sub_rule?: 1 | 2
}
export type StoredQrCodeJump = Omit<QrCodeJump, 'is_edit' | 'appid'> & { appid?: string; state?: number }

const jump = service('qrcode/qrcodejump')

/**
 * A scan of this account's code opens a page of a mini program instead. Comes into force with {@link publishQrCodeJump}.
 * Source: developers.weixin.qq.com/doc/service/api/qrcode/qrcodejump
 */
export const addQrCodeJump = endpoint<QrCodeJump, void>({
  method: 'POST',
  path: '/cgi-bin/wxopen/qrcodejumpadd',
  auth: 'access_token',
  accounts: ['official_account'],
  limits: '5 debug addresses',
  checks: [
    { at: 'prefix', required: true },
    { at: 'appid', required: true },
    { at: 'path', required: true },
    { at: 'is_edit', required: true, oneOf: [0, 1] },
    { at: 'open_version', oneOf: [1, 2, 3] },
    { at: 'permit_sub_rule', oneOf: [1, 2] },
    { at: 'debug_url', maxItems: 5 },
  ],
  source: jump,
})

/** `get_type` 0 the latest 10,000; 1 those of `prefix_list`; 2 a page. */
export type QrCodeJumpQuery = { appid: string; get_type?: 0 | 1 | 2; prefix_list?: string[]; page_num?: number; page_size?: number }

/** The rules of a mini program. Source: developers.weixin.qq.com/doc/service/api/qrcode/qrcodejump */
export const listQrCodeJumps = endpoint<
  QrCodeJumpQuery,
  { rule_list: StoredQrCodeJump[]; qrcodejump_open?: 0 | 1; list_size?: number; total_count?: number; qrcodejump_pub_quota?: number }
>({
  method: 'POST',
  path: '/cgi-bin/wxopen/qrcodejumpget',
  auth: 'access_token',
  accounts: ['official_account'],
  limits: '200 prefixes, 200 a page',
  checks: [
    { at: 'appid', required: true },
    { at: 'get_type', oneOf: [0, 1, 2] },
    { at: 'prefix_list', when: { get_type: 1 }, required: true, maxItems: 200 },
    { at: 'page_num', when: { get_type: 2 }, required: true },
    { at: 'page_size', max: 200 },
    { together: ['page_num', 'page_size'] },
  ],
  source: jump,
})

/** Brings a rule into force. Source: developers.weixin.qq.com/doc/service/api/qrcode/qrcodejump */
export const publishQrCodeJump = endpoint<{ prefix: string }, void>({
  method: 'POST',
  path: '/cgi-bin/wxopen/qrcodejumppublish',
  auth: 'access_token',
  accounts: ['official_account'],
  checks: [{ at: 'prefix', required: true }],
  source: jump,
})

/** Removes a rule. Source: developers.weixin.qq.com/doc/service/api/qrcode/qrcodejump */
export const deleteQrCodeJump = endpoint<{ prefix: string; appid: string }, void>({
  method: 'POST',
  path: '/cgi-bin/wxopen/qrcodejumpdelete',
  auth: 'access_token',
  accounts: ['official_account'],
  checks: [
    { at: 'prefix', required: true },
    { at: 'appid', required: true },
  ],
  source: jump,
})
