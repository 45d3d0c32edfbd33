/** Messages of a WeCom robot and their limits. Lengths are bytes of UTF-8. Source: developer.work.weixin.qq.com/document/path/99110 */

export type RobotArticle = { title: string; description?: string; url: string; picurl?: string }

export type RobotMessage =
  | { msgtype: 'text'; text: { content: string; mentioned_list?: readonly string[]; mentioned_mobile_list?: readonly string[] } }
  /** Headings, bold, links, quotes, colours, `<@userid>`. */
  | { msgtype: 'markdown'; markdown: { content: string } }
  /** Lists, tables, code and pictures, no colours, no mentions; clients before 4.1.36 show plain text. */
  | { msgtype: 'markdown_v2'; markdown_v2: { content: string } }
  | { msgtype: 'image'; image: { base64: string; md5: string } }
  | { msgtype: 'news'; news: { articles: readonly RobotArticle[] } }
  | { msgtype: 'file'; file: { media_id: string } }
  | { msgtype: 'voice'; voice: { media_id: string } }

export const robotLimits = {
  textBytes: 2048,
  markdownBytes: 4096,
  imageBytes: 2 * 1024 * 1024,
  articles: 8,
  titleBytes: 128,
  descriptionBytes: 512,
} as const

/** A message that WeCom would refuse; nothing was sent. */
export class WecomInputError extends Error {
  readonly field: string
  readonly limit: string

  constructor(field: string, limit: string) {
    super(`${field} must be ${limit}; nothing was sent.`)
    this.name = 'WecomInputError'
    this.field = field
    this.limit = limit
  }
}

/** Throws WecomInputError with field and limit. */
export function checkRobotMessage(message: RobotMessage): void {
  switch (message.msgtype) {
    case 'text':
      return checkBytes('text.content', message.text.content, robotLimits.textBytes)
    case 'markdown':
      return checkBytes('markdown.content', message.markdown.content, robotLimits.markdownBytes)
    case 'markdown_v2':
      return checkBytes('markdown_v2.content', message.markdown_v2.content, robotLimits.markdownBytes)
    case 'image':
      return checkImage(message.image)
    case 'news':
      return checkArticles(message.news.articles)
    default:
  }
}

function checkBytes(field: string, text: string, most: number): void {
  if (text === '' || Buffer.byteLength(text) > most) throw new WecomInputError(field, `1 to ${most} bytes of UTF-8`)
}

function checkImage({ base64, md5 }: { base64: string; md5: string }): void {
  const bytes = Buffer.from(base64, 'base64')
  if (bytes.length > robotLimits.imageBytes) throw new WecomInputError('image.base64', 'a picture of at most 2 MB')
  const jpg = bytes[0] === 0xff && bytes[1] === 0xd8
  const png = bytes.subarray(0, 4).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47]))
  if (!jpg && !png) throw new WecomInputError('image.base64', 'a JPG or PNG')
  if (!/^[0-9a-f]{32}$/i.test(md5)) throw new WecomInputError('image.md5', 'the MD5 of the picture in hex digits')
}

function checkArticles(articles: readonly RobotArticle[]): void {
  if (articles.length < 1 || articles.length > robotLimits.articles) throw new WecomInputError('news.articles', '1 to 8 articles')
  for (const [at, article] of articles.entries()) {
    checkBytes(`news.articles[${at}].title`, article.title, robotLimits.titleBytes)
    if (article.description) checkBytes(`news.articles[${at}].description`, article.description, robotLimits.descriptionBytes)
    if (article.url === '') throw new WecomInputError(`news.articles[${at}].url`, 'given')
  }
}

/** The beginning of a text that fits into so many bytes: whole lines where there are several, never half a character. */
export function cutToBytes(text: string, most: number): string {
  if (Buffer.byteLength(text) <= most) return text
  let end = most
  const bytes = Buffer.from(text)
  while (end > 0 && (bytes[end]! & 0xc0) === 0x80) end--
  const cut = bytes.toString('utf8', 0, end)
  const line = cut.lastIndexOf('\n')
  return line > 0 ? cut.slice(0, line) : cut
}
