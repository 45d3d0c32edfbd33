/** The published and constructed callbacks of `crypto-vectors.json`, as WeChat would send them to a carrier's address. */
import { readFileSync } from 'node:fs'
import { parseBody } from '@wematrix/wechat'

export type Vector = {
  name: string
  token: string
  encoding_aes_key: string
  app_id: string
  timestamp: string
  nonce: string
  msg_signature: string
  encrypt: string
}
type Published = Vector & { plaintext: string; url_signature?: string }
export type UrlVector = { token: string; timestamp: string; nonce: string; signature: string; echostr?: string; expected_body?: string }

const file = new URL('../packages/wechat/src/callback/cases/crypto-vectors.json', import.meta.url)
const vectors = JSON.parse(readFileSync(file, 'utf8')) as {
  url_signature: UrlVector[]
  decrypt: Published[]
  encrypt_deterministic: Published[]
  constructed_edges: Published[]
  negative: (Vector & { expect: string; why: string })[]
}

/** What a person did, said in a vector; `event` is our name for it. */
export type Said = { format: 'xml' | 'json'; from: string; createTime: number; event: string; content?: string }

const published = [...vectors.decrypt, ...vectors.encrypt_deterministic, ...vectors.constructed_edges]

/** Vectors that hold a person's message or act. */
export const messageVectors = published.flatMap(vector => {
  const message = said(vector.plaintext)
  return message ? [{ ...vector, message }] : []
})
/** Vectors that decrypt but hold no message: a check string, a reply, fragments. */
export const otherVectors = published.filter(vector => !said(vector.plaintext))
export const negativeVectors = vectors.negative
export const urlVectors = vectors.url_signature

function said(plaintext: string): Said | undefined {
  if (!plaintext.includes('FromUserName')) return undefined
  const { format, fields } = parseBody(plaintext)
  const content = fields.Content as string | undefined
  return {
    format,
    from: String(fields.FromUserName),
    createTime: Number(fields.CreateTime),
    event: fields.MsgType === 'event' ? `oa.${String(fields.Event)}` : 'oa.message',
    ...(content ? { content } : {}),
  }
}

export const queryOf = ({ timestamp, nonce, msg_signature }: Vector) =>
  new URLSearchParams({ timestamp, nonce, msg_signature, encrypt_type: 'aes' })

export const envelopeOf = ({ encrypt }: Vector, format: 'xml' | 'json' = 'xml') =>
  format === 'json'
    ? JSON.stringify({ ToUserName: 'gh_x', Encrypt: encrypt })
    : `<xml><ToUserName><![CDATA[gh_x]]></ToUserName><Encrypt><![CDATA[${encrypt}]]></Encrypt></xml>`
