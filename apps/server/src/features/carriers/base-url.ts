import { AppError } from '../../errors.ts'

/** WeChat's API hosts; the regional ones are listed on its page about domains. */
const wechatHosts = new Set([
  'api.weixin.qq.com',
  'api2.weixin.qq.com',
  'sh.api.weixin.qq.com',
  'sz.api.weixin.qq.com',
  'hk.api.weixin.qq.com',
])

/**
 * The outbound wall: a tenant must not make this server call an address of its choice, least of all one inside our
 * network. Allowed are WeChat's hosts over https, and what the operator of the server set as WEMATRIX_WECHAT_BASE_URL
 * (and paths below it). Throws `address_refused`.
 */
export function checkedBaseUrl(text: string, operatorUrl: string): string {
  const refused = new AppError(
    'address_refused',
    `"${text.slice(0, 100)}" is not an address of WeChat; leave it empty, or let the operator of this server set WEMATRIX_WECHAT_BASE_URL.`,
  )
  if (!URL.canParse(text)) throw refused
  const url = new URL(text)
  const plain = url.username === '' && url.password === '' && url.search === '' && url.hash === ''
  const ofWechat = url.protocol === 'https:' && url.port === '' && wechatHosts.has(url.hostname) && url.pathname === '/'
  const operator = new URL(operatorUrl)
  const below = operator.pathname.replace(/\/*$/, '/')
  const ofOperator = url.origin === operator.origin && `${url.pathname}/`.startsWith(below)
  if (!plain || !(ofWechat || ofOperator)) throw refused
  return url.href.replace(/\/+$/, '')
}
