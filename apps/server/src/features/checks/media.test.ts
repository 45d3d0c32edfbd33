import { video } from '@wematrix/checks/media/mp4-sample'
import { png, soft, stripes, withCodes } from '@wematrix/checks/media/picture-sample'
import { beforeAll, expect, it } from 'vitest'
import { movableClock } from '../../infra/clock.ts'
import { type TestApp, testApp } from '../../testing/app.ts'
import { look } from './look.ts'
import { type MediaReview, mostMediaBytes } from './media-schema.ts'

let t: TestApp
beforeAll(async () => {
  t = await testApp({ clock: movableClock('2026-11-23T04:00:00Z') })
})

async function send(bytes: Uint8Array, surface = 'library_image', { as = t.secretKey, type = 'image/png', brand = t.brandId } = {}) {
  const who: Record<string, string> = as.startsWith('wm_session') ? { cookie: as, 'x-wematrix': '1' } : { authorization: `Bearer ${as}` }
  const headers = { ...who, 'content-type': type }
  const url = `${t.url}/api/brands/${brand}/checks/media?carrier=oa&surface=${surface}`
  const response = await fetch(url, { method: 'POST', headers, body: new Uint8Array(bytes) })
  return { status: response.status, body: (await response.json()) as MediaReview & { code: string; detail: string } }
}
const rulesOf = ({ body }: { body: MediaReview }) => body.findings.map(({ rule, severity }) => [rule, severity])

it('finds payment and contact codes, blur and broken files by the rules in force', async () => {
  const pay = withCodes(['wxp://f2f0abc'])
  const paid = await send(pay)
  expect([paid.status, paid.body.verdict, rulesOf(paid)]).toEqual([200, 'block', [['WX-TRADE-01', 'block']]])
  expect(paid.body).toMatchObject({ image: { codes: [{ kind: 'private_payment', content: 'wxp://f2f0abc' }] }, video: null })
  expect(rulesOf(await send(withCodes(['https://u.wechat.com/EAbcd'])))).toEqual([['WX-DIVERT-01', 'warn']])
  expect(rulesOf(await send(png(520, 416, soft)))).toEqual([['CRAFT-PICTURE-01', 'warn']])
  expect((await send(png(520, 416, stripes), 'library_image', { type: 'application/json' })).body).toMatchObject({ verdict: 'pass' })
  const broken = await send(png(520, 416, stripes).subarray(0, 20))
  expect(broken.body).toMatchObject({ verdict: 'warn', image: null, video: null })
  const film = video({ seconds: 22, width: 1080, height: 1920, cuts: [0, 2] })
  expect((await send(film, 'channels_video', { type: 'video/mp4' })).body).toMatchObject({ verdict: 'pass', video: { seconds: 22 } })

  const severity = { severity: 'warn', reason: '门店自取码' }
  await t.call('PUT', `/api/brands/${t.brandId}/checks/rules/WX-TRADE-01/severity`, { body: severity })
  expect(rulesOf(await send(pay))).toEqual([['WX-TRADE-01', 'warn']])
})

it('says what it does not take: another kind than the place, nothing, too much, an unknown place', async () => {
  const good = png(64, 64, stripes)
  expect((await send(good, 'channels_video')).body).toMatchObject({
    code: 'unsupported_media_type',
    detail: expect.stringContaining('picture'),
    words: { zh: expect.stringContaining('请换一个位置'), en: expect.stringContaining('choose another place') },
  })
  expect((await send(Buffer.from('{"a":1}'), 'poster')).body.code).toBe('unsupported_media_type')
  expect(await send(new Uint8Array())).toMatchObject({ status: 400, body: { code: 'invalid_input' } })
  expect((await send(good, 'article_body')).status).toBe(400)
  const url = `/api/brands/${t.brandId}/checks/media?carrier=oa&surface=poster`
  const large = {
    method: 'POST',
    url,
    headers: { authorization: `Bearer ${t.secretKey}` },
    payload: Buffer.alloc(mostMediaBytes + 1),
  } as const
  expect((await t.app.inject(large)).json()).toMatchObject({ status: 413, code: 'too_large' })
})

it('is for operators of the brand alone', async () => {
  const good = png(64, 64, stripes)
  const other = await t.brand('Other')
  expect((await send(good, 'poster', { as: other.secretKey })).status).toBe(404)
  expect((await send(good, 'poster', { as: await t.member('viewer') })).status).toBe(403)
  expect((await send(good, 'poster', { as: t.cookie })).status).toBe(200)
})

it('ends a look that takes too long, and looks at the next', async () => {
  const good = png(64, 64, stripes)
  await expect(look(good, 'poster', 1)).rejects.toMatchObject({ code: 'query_too_heavy' })
  expect(await look(good, 'poster')).toMatchObject({ image: { width: 64 } })
  const asked = await Promise.allSettled(Array.from({ length: 12 }, () => look(good, 'poster', 1)))
  expect(asked.filter(({ status, ...rest }) => status === 'rejected' && JSON.stringify(rest).includes('too_many_requests'))).toHaveLength(4)
})

it('is described with the bytes it takes', async () => {
  const { body } = await t.call<{ paths: Record<string, { post: { requestBody: { content: object } } }> }>('GET', '/openapi.json')
  const { content } = body.paths['/api/brands/{brandId}/checks/media']!.post.requestBody
  expect(Object.keys(content)).toEqual(['image/*', 'video/mp4', 'application/octet-stream'])
})
