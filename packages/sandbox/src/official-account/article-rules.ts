/** What an article must be before it enters the draft box, and what WeChat takes out of it. Source: draftbox/draftmanage, 2025-12-19. */
import type { Article } from '@wematrix/wechat'
import { bytes, type Call, Refusal } from '../api/on.ts'
import { mediaOf } from './media.ts'
import { isLinked } from './mini-program-links.ts'
import { checkProductCards } from './product-cards.ts'

const characters = (text: string) => [...text].length
const crop = /^(?:0|1|[01]?\.\d{1,6})(?:_(?:0|1|[01]?\.\d{1,6})){3}$/
const invalid = (name: string) => new Refusal(40035, `invalid parameter: ${name}`)

/**
 * The article as it is kept. `of` articles are in the draft: the digest counts for a single one only.
 * Throws 45003 title, 45004 digest, 44004 and 45002 content, 45005 and 41039 source url, 41006 and 40007 pictures, 45166 what stands in
 * the content, 53404-53406 product cards, 40035 the rest.
 */
export function acceptArticle(call: Call, article: Article, of: number): Article {
  const newspic = article.article_type === 'newspic'
  if (article.article_type !== undefined && !['news', 'newspic'].includes(article.article_type)) throw invalid('article_type')
  if (typeof article.title !== 'string' || article.title === '') throw new Refusal(45003, 'title size out of limit: it is empty')
  if (characters(article.title) > 32) throw new Refusal(45003, 'title size out of limit')
  if (characters(article.author ?? '') > 16) throw invalid('author')
  if (characters(article.digest ?? '') > 128) throw new Refusal(45004, 'description size out of limit')
  if (typeof article.content !== 'string' || article.content === '') throw new Refusal(44004, 'empty content')
  if (bytes(article.content) > 1_048_576) throw new Refusal(45002, 'content size out of limit')
  checkSource(article.content_source_url)
  for (const name of ['need_open_comment', 'only_fans_can_comment'] as const)
    if (article[name] !== undefined && ![0, 1].includes(article[name])) throw invalid(name)
  for (const name of ['pic_crop_235_1', 'pic_crop_1_1'] as const) if (article[name] && !crop.test(article[name])) throw invalid(name)
  checkPictures(call, article, newspic)
  if (newspic && /<[a-z]/i.test(article.content)) throw new Refusal(45166, 'invalid content: newspic takes plain text')
  checkCards(call, article.content)
  checkProductCards(call, article)
  const content = newspic ? article.content : cleaned(article.content)
  const digest = article.digest || of > 1 ? article.digest : [...plain(content)].slice(0, 54).join('')
  return { ...article, article_type: newspic ? 'newspic' : 'news', content, ...(digest === undefined ? {} : { digest }) }
}

function checkSource(url: string | undefined): void {
  if (!url) return
  if (bytes(url) > 1024) throw new Refusal(45005, 'url size out of limit')
  if (!/^https?:\/\/\S+$/.test(url)) throw new Refusal(41039, 'invalid content_source_url')
}

function checkPictures(call: Call, article: Article, newspic: boolean): void {
  if (!newspic) {
    mediaOf(call, article.thumb_media_id, ['image', 'thumb'], true)
    return
  }
  const list = article.image_info?.image_list
  if (!Array.isArray(list) || list.length < 1 || list.length > 20) throw invalid('image_info.image_list')
  for (const { image_media_id } of list) mediaOf(call, image_media_id, ['image'], true)
  for (const { ratio } of article.cover_info?.crop_percent_list ?? [])
    if (!['1_1', '16_9', '2.35_1'].includes(ratio)) throw invalid('cover_info.crop_percent_list.ratio')
}

const attribute = (tag: string, name: string) =>
  new RegExp(`${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`, 'i').exec(tag)?.slice(1).find(Boolean)

/** Cards and links of mini programs: linked to the account, closed, titles up to 35 characters, pictures that WeChat holds. */
function checkCards(call: Call, content: string): void {
  const cards = [...content.matchAll(/<(?:mp-common-miniprogram|mp-miniprogram)\b[^>]*>/gi)]
  const ends = [...content.matchAll(/<\/(?:mp-common-miniprogram|mp-miniprogram)\s*>/gi)]
  if (ends.length !== cards.length) throw new Refusal(45166, 'invalid content: a card is not closed')
  for (const [tag] of cards) {
    if (characters(attribute(tag, 'data-miniprogram-title') ?? '') > 35) throw new Refusal(45166, 'invalid content: title of a card')
    const picture = attribute(tag, 'data-miniprogram-imageurl')
    if (picture && !isWechatPicture(picture)) throw new Refusal(45166, 'invalid content: picture of a card')
  }
  for (const [tag] of content.matchAll(/<[a-z-]+\b[^>]*data-miniprogram-appid[^>]*>/gi)) {
    const appid = attribute(tag, 'data-miniprogram-appid') ?? ''
    if (!isLinked(call.account, appid)) throw new Refusal(45166, `invalid content: ${appid} is not linked to the account`)
    if (!attribute(tag, 'data-miniprogram-path')) throw new Refusal(45166, 'invalid content: path of a mini program')
  }
}

const isWechatPicture = (url: string) => /^https?:\/\/mmbiz\.qpic\.cn\//.test(url)

/** Scripts go, and so do pictures that were not uploaded with `uploadimg`. */
function cleaned(content: string): string {
  return content
    .replace(/<script\b[\s\S]*?<\/script\s*>/gi, '')
    .replace(/\son\w+\s*=\s*(?:"[^"]*"|'[^']*')/gi, '')
    .replace(/<img\b[^>]*>/gi, tag => {
      const source = attribute(tag, 'src') ?? attribute(tag, 'data-src')
      return source && isWechatPicture(source) ? tag : ''
    })
}

const plain = (content: string) => content.replace(/<[^>]+>/g, '').trim()
