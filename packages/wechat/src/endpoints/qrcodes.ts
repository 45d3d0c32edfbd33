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
  accounts: ['official_account'],
  source: service('qrcode/shorten'),
})
