import { type AccountKind, endpoint, type Upload } from '../endpoint.ts'
import { service } from './sources.ts'

const accounts: readonly AccountKind[] = ['official_account']
const draftbox = service('draftbox/draftmanage')
const published = service('public')

/** An article to publish. Title ≤ 32 characters, author ≤ 16, digest ≤ 128; pictures in `content` come from {@link uploadArticleImage}. */
export type Article = {
  article_type?: 'news' | 'newspic'
  title: string
  author?: string
  digest?: string
  content: string
  content_source_url?: string
  thumb_media_id?: string
  need_open_comment?: 0 | 1
  only_fans_can_comment?: 0 | 1
  pic_crop_235_1?: string
  pic_crop_1_1?: string
  image_info?: { image_list: { image_media_id: string }[] }
  cover_info?: { crop_percent_list: { ratio: '1_1' | '16_9' | '2.35_1'; x1: string; y1: string; x2: string; y2: string }[] }
  product_info?: { footer_product_info: { product_key: string } }
}
/** An article as it comes back. */
export type StoredArticle = Article & { url?: string; thumb_url?: string; is_deleted?: boolean }
export type Page = { offset: number /** 1–20. */; count: number; no_content?: 0 | 1 }

/**
 * Puts up to 8 articles into the draft box. 40114 index, 45166 content invalid.
 * Source: developers.weixin.qq.com/doc/service/api/draftbox/draftmanage/api_draft_add.html
 */
export const addDraft = endpoint<{ articles: Article[] }, { media_id: string }>({
  method: 'POST',
  path: '/cgi-bin/draft/add',
  auth: 'access_token',
  accounts,
  quotaPerDay: 1000,
  limits: '8 articles; title 32, author 16, digest 128 characters; content 20,000 characters',
  source: service('draftbox/draftmanage/api_draft_add.html'),
})

/** One draft; `url` is a preview link that ends. Source: developers.weixin.qq.com/doc/service/api/draftbox/draftmanage */
export const getDraft = endpoint<{ media_id: string }, { news_item: StoredArticle[]; create_time?: number; update_time?: number }>({
  method: 'POST',
  path: '/cgi-bin/draft/get',
  auth: 'access_token',
  accounts,
  quotaPerDay: 500,
  source: draftbox,
})

/** Changes one article of a draft; `index` counts from 0. Source: developers.weixin.qq.com/doc/service/api/draftbox/draftmanage */
export const updateDraft = endpoint<{ media_id: string; index: number; articles: Article }, void>({
  method: 'POST',
  path: '/cgi-bin/draft/update',
  auth: 'access_token',
  accounts,
  quotaPerDay: 1000,
  source: draftbox,
})

/** Deletes a draft. Source: developers.weixin.qq.com/doc/service/api/draftbox/draftmanage */
export const deleteDraft = endpoint<{ media_id: string }, void>({
  method: 'POST',
  path: '/cgi-bin/draft/delete',
  auth: 'access_token',
  accounts,
  quotaPerDay: 1000,
  source: draftbox,
})

/** How many drafts there are. Source: developers.weixin.qq.com/doc/service/api/draftbox/draftmanage */
export const countDrafts = endpoint<undefined, { total_count: number }>({
  method: 'GET',
  path: '/cgi-bin/draft/count',
  auth: 'access_token',
  accounts,
  quotaPerDay: 1000,
  source: draftbox,
})

/** Drafts, up to 20 a page. Source: developers.weixin.qq.com/doc/service/api/draftbox/draftmanage */
export const listDrafts = endpoint<
  Page,
  { total_count: number; item_count: number; item: { media_id: string; content: { news_item: StoredArticle[] }; update_time: number }[] }
>({ method: 'POST', path: '/cgi-bin/draft/batchget', auth: 'access_token', accounts, quotaPerDay: 1000, source: draftbox })

/**
 * Publishes a draft without notifying followers. Success only means accepted: the outcome comes as PUBLISHJOBFINISH.
 * 53503 fails the check, 53504 handle it in the console, 53505 save by hand first.
 * Source: developers.weixin.qq.com/doc/service/api/public/api_freepublish_submit.html
 */
export const submitPublish = endpoint<{ media_id: string }, { publish_id: string; msg_data_id?: string }>({
  method: 'POST',
  path: '/cgi-bin/freepublish/submit',
  auth: 'access_token',
  accounts,
  quotaPerDay: 100,
  ids: ['publish_id', 'msg_data_id'],
  source: service('public/api_freepublish_submit.html'),
})

/** `publish_status`: 0 ok, 1 running, 2 original-check failed, 3 failed, 4 rejected, 5 deleted by us, 6 banned later. */
export type PublishState = {
  publish_id: string
  publish_status: 0 | 1 | 2 | 3 | 4 | 5 | 6
  article_id?: string
  article_detail?: { count: number; item: { idx: number; article_url: string }[] }
  fail_idx: number[]
}

/** How far a publication is. Source: developers.weixin.qq.com/doc/service/api/public */
export const getPublish = endpoint<{ publish_id: string }, PublishState>({
  method: 'POST',
  path: '/cgi-bin/freepublish/get',
  auth: 'access_token',
  accounts,
  quotaPerDay: 100,
  ids: ['publish_id'],
  source: published,
})

/** A published article; 53600 bad id. Source: developers.weixin.qq.com/doc/service/api/public */
export const getPublishedArticle = endpoint<{ article_id: string }, { news_item: StoredArticle[] }>({
  method: 'POST',
  path: '/cgi-bin/freepublish/getarticle',
  auth: 'access_token',
  accounts,
  quotaPerDay: 100,
  source: published,
})

/** Published articles, up to 20 a page. Source: developers.weixin.qq.com/doc/service/api/public */
export const listPublished = endpoint<
  Page,
  { total_count: number; item_count: number; item: { article_id: string; content: { news_item: StoredArticle[] }; update_time: number }[] }
>({ method: 'POST', path: '/cgi-bin/freepublish/batchget', auth: 'access_token', accounts, quotaPerDay: 100, source: published })

/** Takes a publication down for good; `index` counts from 1, 0 or absent = all. Source: developers.weixin.qq.com/doc/service/api/public */
export const deletePublished = endpoint<{ article_id: string; index?: number }, void>({
  method: 'POST',
  path: '/cgi-bin/freepublish/delete',
  auth: 'access_token',
  accounts,
  quotaPerDay: 10,
  source: published,
})

export type MediaKind = 'image' | 'voice' | 'video' | 'thumb'

/** Uploads a file that lives 3 days: image 10 MB, voice 2 MB or 60 s, video 10 MB, thumb 64 KB. Source: …/api/material/temporary */
export const uploadTemporaryMedia = endpoint<
  { type: MediaKind; media: Upload },
  { type: MediaKind; media_id?: string; thumb_media_id?: string; created_at: number }
>({
  method: 'POST',
  path: '/cgi-bin/media/upload',
  query: ['type'],
  body: 'multipart',
  auth: 'access_token',
  accounts: ['official_account', 'mini_program'],
  quotaPerDay: 100_000,
  source: service('material/temporary'),
})

/** Uploads a picture for use inside articles: jpg or png below 1 MB; not counted in the library. Source: …/api/material/permanent */
export const uploadArticleImage = endpoint<{ media: Upload }, { url: string }>({
  method: 'POST',
  path: '/cgi-bin/media/uploadimg',
  body: 'multipart',
  auth: 'access_token',
  accounts,
  source: service('material/permanent'),
})

/** Adds a file to the library for good: 100,000 images, 1,000 of each other kind. Source: …/api/material/permanent */
export const addMaterial = endpoint<{ type: MediaKind; media: Upload; description?: string }, { media_id: string; url?: string }>({
  method: 'POST',
  path: '/cgi-bin/material/add_material',
  query: ['type'],
  body: 'multipart',
  auth: 'access_token',
  accounts,
  source: service('material/permanent'),
})
