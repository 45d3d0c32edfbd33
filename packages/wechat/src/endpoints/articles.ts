import type { Checks } from '../client/checks.ts'
import { type AccountKind, endpoint } from '../endpoint.ts'
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
  /** Legacy; still in samples. */
  show_cover_pic?: 0 | 1
}
/** An article as it comes back. */
export type StoredArticle = Article & { url?: string; thumb_url?: string; is_deleted?: boolean }
export type Page = { offset: number /** 1–20. */; count: number; no_content?: 0 | 1 }

const ratios = ['1_1', '16_9', '2.35_1']
const crop = {
  test: /^(?:0|1|0?\.\d{1,6}|[01]\.\d{1,6})(?:_(?:0|1|0?\.\d{1,6}|[01]\.\d{1,6})){3}$/,
  zh: 'X1_Y1_X2_Y2，0 到 1，最多 6 位小数',
  en: 'X1_Y1_X2_Y2, each 0 to 1 with at most 6 decimals',
}
/** `content` is checked for 1 MB only: the page names 20,000 characters, 1 MB and 2 KB in turn. */
const articleChecks = (at: string): Checks => [
  { at: `${at}.article_type`, oneOf: ['news', 'newspic'] },
  { at: `${at}.title`, required: true, maxChars: 32 },
  { at: `${at}.author`, maxChars: 16 },
  { at: `${at}.digest`, maxChars: 128 },
  { at: `${at}.content`, required: true, maxBytes: 1_048_576 },
  { at: `${at}.content_source_url`, maxBytes: 1024 },
  { at: `${at}.thumb_media_id`, when: { './article_type': [undefined, 'news'] }, required: true },
  { at: `${at}.need_open_comment`, oneOf: [0, 1] },
  { at: `${at}.only_fans_can_comment`, oneOf: [0, 1] },
  { at: `${at}.pic_crop_235_1`, pattern: crop },
  { at: `${at}.pic_crop_1_1`, pattern: crop },
  { at: `${at}.image_info`, when: { './article_type': 'newspic' }, required: true },
  { at: `${at}.image_info.image_list`, minItems: 1, maxItems: 20 },
  { at: `${at}.image_info.image_list[].image_media_id`, required: true },
  { at: `${at}.cover_info.crop_percent_list[].ratio`, oneOf: ratios },
]
const page: Checks = [
  { at: 'offset', required: true, min: 0 },
  { at: 'count', required: true, min: 1, max: 20 },
  { at: 'no_content', oneOf: [0, 1] },
]
const mediaId: Checks = [{ at: 'media_id', required: true }]
const articleId: Checks = [{ at: 'article_id', required: true }]

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
  checks: [{ at: 'articles', required: true, minItems: 1, maxItems: 8 }, articleChecks('articles[]')],
  source: service('draftbox/draftmanage/api_draft_add.html'),
})

/** One draft; `url` is a preview link that ends. Source: developers.weixin.qq.com/doc/service/api/draftbox/draftmanage */
export const getDraft = endpoint<{ media_id: string }, { news_item: StoredArticle[]; create_time?: number; update_time?: number }>({
  method: 'POST',
  path: '/cgi-bin/draft/get',
  auth: 'access_token',
  accounts,
  checks: mediaId,
  quotaPerDay: 500,
  source: draftbox,
})

/** Changes one article of a draft; `index` counts from 0. Source: developers.weixin.qq.com/doc/service/api/draftbox/draftmanage */
export const updateDraft = endpoint<{ media_id: string; index: number; articles: Article }, void>({
  method: 'POST',
  path: '/cgi-bin/draft/update',
  auth: 'access_token',
  accounts,
  checks: [mediaId, { at: 'index', required: true, integer: true, min: 0, max: 7 }, articleChecks('articles')],
  quotaPerDay: 1000,
  source: draftbox,
})

/** Deletes a draft. Source: developers.weixin.qq.com/doc/service/api/draftbox/draftmanage */
export const deleteDraft = endpoint<{ media_id: string }, void>({
  method: 'POST',
  path: '/cgi-bin/draft/delete',
  auth: 'access_token',
  accounts,
  checks: mediaId,
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
>({ method: 'POST', path: '/cgi-bin/draft/batchget', auth: 'access_token', accounts, checks: page, quotaPerDay: 1000, source: draftbox })

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
  checks: mediaId,
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
  checks: [{ at: 'publish_id', required: true }],
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
  checks: articleId,
  quotaPerDay: 100,
  source: published,
})

/** Published articles, up to 20 a page. Source: developers.weixin.qq.com/doc/service/api/public */
export const listPublished = endpoint<
  Page,
  { total_count: number; item_count: number; item: { article_id: string; content: { news_item: StoredArticle[] }; update_time: number }[] }
>({
  method: 'POST',
  path: '/cgi-bin/freepublish/batchget',
  auth: 'access_token',
  accounts,
  checks: page,
  quotaPerDay: 100,
  source: published,
})

/** Takes a publication down for good; `index` counts from 1, 0 or absent = all. Source: developers.weixin.qq.com/doc/service/api/public */
export const deletePublished = endpoint<{ article_id: string; index?: number }, void>({
  method: 'POST',
  path: '/cgi-bin/freepublish/delete',
  auth: 'access_token',
  accounts,
  checks: articleId,
  quotaPerDay: 10,
  source: published,
})

/**
 * Is the draft box switched on? `checkonly` is a must: without it WeChat switches the box on, for good.
 * Source: developers.weixin.qq.com/doc/service/api/draftbox/draftmanage
 */
export const isDraftBoxOn = endpoint<{ checkonly: 1 }, { is_open: 0 | 1 }>({
  method: 'POST',
  path: '/cgi-bin/draft/switch',
  query: ['checkonly'],
  auth: 'access_token',
  accounts,
  checks: [{ at: 'checkonly', required: true, oneOf: [1] }],
  source: draftbox,
})

/** `card_type` 0 large, 1 small, 2 text, 3 bar. */
export type ProductCardQuery = { product_id: string; article_type: 'news' | 'newspic'; card_type: 0 | 1 | 2 | 3 }

/**
 * A shop product as a card: `product_key` for the foot of an article (`product_info`), `DOM` to paste into its content.
 * 53404 barred from selling, 53405 product wrong, 53406 selling not switched on.
 * Source: developers.weixin.qq.com/doc/service/api/draftbox/shop
 */
export const getProductCard = endpoint<ProductCardQuery, { product_key?: string; DOM?: string }>({
  method: 'POST',
  path: '/channels/ec/service/product/getcardinfo',
  auth: 'access_token',
  accounts,
  checks: [
    { at: 'product_id', required: true },
    { at: 'article_type', required: true, oneOf: ['news', 'newspic'] },
    { at: 'card_type', required: true, oneOf: [0, 1, 2, 3] },
  ],
  source: service('draftbox/shop'),
})
