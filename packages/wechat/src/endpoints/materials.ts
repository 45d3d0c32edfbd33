/** Files of an account: temporary ones live 3 days, permanent ones stay in the library. News are drafts now, see `articles.ts`. */
import type { Checks } from '../client/checks.ts'
import { type AccountKind, endpoint, type Upload } from '../endpoint.ts'
import type { StoredArticle } from './articles.ts'
import { service } from './sources.ts'

const accounts: readonly AccountKind[] = ['official_account']
const both: readonly AccountKind[] = ['official_account', 'mini_program']
const temporary = service('material/temporary')
const permanent = service('material/permanent')

export type MediaKind = 'image' | 'voice' | 'video' | 'thumb'
const kinds = ['image', 'voice', 'video', 'thumb']
/** The page gives two limits for images, 10 MB and 2 MB: the larger one is checked. */
const sizes: Checks = [
  { at: 'type', required: true, oneOf: kinds },
  { at: 'media', required: true },
  { at: 'media', when: { type: 'image' }, maxUploadBytes: 10_485_760 },
  { at: 'media', when: { type: 'voice' }, maxUploadBytes: 2_097_152 },
  { at: 'media', when: { type: 'video' }, maxUploadBytes: 10_485_760 },
  { at: 'media', when: { type: 'thumb' }, maxUploadBytes: 65_536 },
]

/** Uploads a file that lives 3 days: image 10 MB, voice 2 MB or 60 s (AMR, MP3), video 10 MB (mp4), thumb 64 KB (jpg). Source: …/api/material/temporary */
export const uploadTemporaryMedia = endpoint<
  { type: MediaKind; media: Upload },
  { type: MediaKind; media_id?: string; thumb_media_id?: string; created_at: number }
>({
  method: 'POST',
  path: '/cgi-bin/media/upload',
  query: ['type'],
  body: 'multipart',
  auth: 'access_token',
  accounts: both,
  quotaPerDay: 100_000,
  limits: 'image 10 MB, voice 2 MB or 60 s, video 10 MB, thumb 64 KB; 3 days',
  checks: sizes,
  source: temporary,
})

/** The bytes of a temporary file; a video comes as its address. 40007 bad or ended media_id. Source: …/api/material/temporary */
export const getTemporaryMedia = endpoint<{ media_id: string }, Uint8Array | { video_url: string }>({
  method: 'GET',
  path: '/cgi-bin/media/get',
  auth: 'access_token',
  reply: 'binary',
  accounts: both,
  quotaPerDay: 200_000,
  checks: [{ at: 'media_id', required: true }],
  source: temporary,
})

/** A voice that the JS-SDK recorded, in better quality (speex). Source: …/api/material/temporary */
export const getJsSdkVoice = endpoint<{ media_id: string }, Uint8Array>({
  method: 'GET',
  path: '/cgi-bin/media/get/jssdk',
  auth: 'access_token',
  reply: 'binary',
  accounts,
  checks: [{ at: 'media_id', required: true }],
  source: temporary,
})

/** Uploads a picture for use inside articles: jpg or png below 1 MB; not counted in the library. Source: …/api/material/permanent */
export const uploadArticleImage = endpoint<{ media: Upload }, { url: string }>({
  method: 'POST',
  path: '/cgi-bin/media/uploadimg',
  body: 'multipart',
  auth: 'access_token',
  accounts,
  limits: '1 MB',
  checks: [{ at: 'media', required: true, maxUploadBytes: 1_048_575 }],
  source: permanent,
})

/** Title of a permanent video; travels as JSON in a part of its own. */
export type VideoTitle = { title: string; introduction: string }

/**
 * Adds a file to the library for good: 100,000 images, 1,000 of each other kind. A video needs its `description`.
 * Source: developers.weixin.qq.com/doc/service/api/material/permanent
 */
export const addMaterial = endpoint<
  { type: MediaKind; media: Upload; description?: VideoTitle | string },
  { media_id: string; url?: string }
>({
  method: 'POST',
  path: '/cgi-bin/material/add_material',
  query: ['type'],
  body: 'multipart',
  auth: 'access_token',
  accounts,
  limits: '100,000 images, 1,000 of each other kind',
  checks: [sizes, { at: 'description', when: { type: 'video' }, required: true }],
  source: permanent,
})

/** A material: the file itself, a video's title and address, or the articles of old news. Source: …/api/material/permanent */
export const getMaterial = endpoint<
  { media_id: string },
  Uint8Array | { title: string; description: string; down_url: string } | { news_item: StoredArticle[] }
>({
  method: 'POST',
  path: '/cgi-bin/material/get_material',
  auth: 'access_token',
  reply: 'binary',
  accounts,
  checks: [{ at: 'media_id', required: true }],
  source: permanent,
})

/** How much is in the library. Source: …/api/material/permanent */
export const countMaterials = endpoint<undefined, { voice_count: number; video_count: number; image_count: number; news_count: number }>({
  method: 'GET',
  path: '/cgi-bin/material/get_materialcount',
  auth: 'access_token',
  accounts,
  source: permanent,
})

export type MaterialItem = { media_id: string; name?: string; update_time: number; url?: string; content?: { news_item: StoredArticle[] } }

/** Materials of one kind, up to 20 a page. Source: …/api/material/permanent */
export const listMaterials = endpoint<
  { type: 'image' | 'voice' | 'video' | 'news'; offset: number; count: number },
  { total_count: number; item_count: number; item: MaterialItem[] }
>({
  method: 'POST',
  path: '/cgi-bin/material/batchget_material',
  auth: 'access_token',
  accounts,
  limits: '20 a page',
  checks: [
    { at: 'type', required: true, oneOf: ['image', 'voice', 'video', 'news'] },
    { at: 'offset', required: true, min: 0 },
    { at: 'count', required: true, min: 1, max: 20 },
  ],
  source: permanent,
})

/** Deletes a material. 48005 when a menu or reply uses it. Source: …/api/material/permanent */
export const deleteMaterial = endpoint<{ media_id: string }, void>({
  method: 'POST',
  path: '/cgi-bin/material/del_material',
  auth: 'access_token',
  accounts,
  checks: [{ at: 'media_id', required: true }],
  source: permanent,
})

/** Makes an uploaded video ready for a mass message: its media_id goes into `mpvideo`. Source: developers.weixin.qq.com/doc/service/api/notify/message */
export const prepareMassVideo = endpoint<
  { media_id: string; title: string; description: string },
  { type: string; media_id: string; created_at: number }
>({
  method: 'POST',
  path: '/cgi-bin/media/uploadvideo',
  auth: 'access_token',
  accounts,
  checks: [{ at: 'media_id', required: true }],
  source: service('notify/message'),
})
