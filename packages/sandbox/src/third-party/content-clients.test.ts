/** `co-wechat-api` uploads, sends to all and manages staff against the sandbox: only its base address is another. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Sandbox } from '../sandbox.ts'
import { files } from '../testing/calls.ts'
import { quietWorld } from '../testing/worlds.ts'
import { load, wechatHost } from './load.ts'

type Answer = Record<string, unknown> & { errcode?: number }
type Client = Record<string, (...input: unknown[]) => Promise<Answer>>

let sandbox: Sandbox
let service: Client

beforeAll(async () => {
  sandbox = await quietWorld()
  const { appId, appSecret } = sandbox.realm.account('service').spec
  service = new (load<new (appId: string, secret: string) => Client>('co-wechat-api'))(appId, appSecret)
  const request = service.request!.bind(service)
  service.request = (url, ...rest) => request(String(url).replace(wechatHost, sandbox.url), ...rest)
  for (const name of ['lin', 'mei']) await sandbox.person(name).follow('service')
})
afterAll(() => sandbox.close())

const buffer = (data: Uint8Array) => Buffer.from(data)
const openid = (name: string) => sandbox.person(name).openids.service!

it('uploads a temporary file and reads it back', async () => {
  const { data } = files.jpg(2000)
  const { media_id } = await service.uploadMedia!(buffer(data), 'image', '茶.jpg', 'image/jpeg')
  expect(buffer((await service.getMedia!(media_id)) as unknown as Uint8Array).equals(buffer(data))).toBe(true)
  await expect(service.uploadMedia!(buffer(files.text().data), 'image', 'a.jpg', 'image/jpeg')).rejects.toMatchObject({ code: 40137 })
})

it('counts and lists the library', async () => {
  expect(await service.getMaterialCount!()).toMatchObject({ image_count: 0 })
  expect(await service.getMaterials!('image', 0, 20)).toMatchObject({ item: [] })
  await expect(service.removeMaterial!('none')).rejects.toMatchObject({ code: 40007 })
})

it('sends to all, previews, asks how far it is', async () => {
  const { media_id } = await service.uploadMedia!(buffer(files.jpg().data), 'image', 'a.jpg', 'image/jpeg')
  const { msg_id } = await service.massSendText!('周三上新', true)
  expect(await service.getMassMessageStatus!(msg_id)).toMatchObject({ msg_status: 'SENDING' })
  sandbox.clock.set({ by: 60_000 })
  await sandbox.agenda.settled()
  expect(await service.getMassMessageStatus!(msg_id)).toMatchObject({ msg_status: 'SEND_SUCCESS' })
  expect(sandbox.person('lin').received().at(-1)).toMatchObject({ by: 'mass', content: { text: { content: '周三上新' } } })
  expect(await service.massSendImage!(media_id, [openid('lin'), openid('mei')], 'img-1')).toMatchObject({ errcode: 0 })
  expect(await service.previewText!(openid('lin'), '看看')).toMatchObject({ errcode: 0 })
  await expect(service.massSendText!('周三上新', true)).rejects.toMatchObject({ code: 45065 })
})

it('manages staff and industries', async () => {
  expect(await service.addKfAccount!('tea@shanye', '茶师')).toMatchObject({ errcode: 0 })
  expect(await service.getCustomServiceList!()).toMatchObject({ kf_list: [{ kf_account: 'tea@shanye' }] })
  expect(await service.getOnlineCustomServiceList!()).toMatchObject({ kf_online_list: [] })
  await expect(service.createKfSession!('tea@shanye', openid('lin'))).rejects.toMatchObject({ code: 65415 })
  expect(await service.updateKfAccount!('tea@shanye', '老茶师')).toMatchObject({ errcode: 0 })
  expect(await service.setIndustry!({ industry_id1: '10', industry_id2: '1' })).toMatchObject({ errcode: 0 })
  expect(await service.getIndustry!()).toHaveProperty('primary_industry')
})
