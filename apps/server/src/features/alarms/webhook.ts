import { AppError } from '../../errors.ts'

/**
 * The key out of a robot's address. The outbound wall: only `https://qyapi.weixin.qq.com`, or what the operator of the
 * server set as WEMATRIX_WECOM_BASE_URL; only the key is kept, so nothing else of the address can lead elsewhere.
 * Throws `address_refused`; the message does not repeat the address, which holds the key.
 */
export function webhookKey(text: string, baseUrl: string): string {
  const refused = new AppError(
    'address_refused',
    'This is not the address of a WeCom robot; copy it from the group: it begins with https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=.',
  )
  if (!URL.canParse(text.trim())) throw refused
  const url = new URL(text.trim())
  const plain = url.username === '' && url.password === '' && url.hash === ''
  const key = url.searchParams.get('key') ?? ''
  const onlyKey = [...url.searchParams.keys()].join() === 'key' && /^[0-9A-Za-z_-]{8,64}$/.test(key)
  const base = new URL(baseUrl)
  const path = `${base.pathname.replace(/\/+$/, '')}/cgi-bin/webhook/send`
  if (!plain || !onlyKey || url.origin !== base.origin || url.pathname !== path) throw refused
  return key
}
