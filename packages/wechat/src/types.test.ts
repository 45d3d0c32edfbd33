/** What the types promise, checked by the compiler: `tsc` fails when one of these lines no longer holds. */
import { expectTypeOf, it } from 'vitest'
import {
  type addDraft,
  allEndpoints,
  type Caller,
  type Client,
  createClient,
  createMenu,
  type createQrCode,
  deleteMenu,
  type Endpoint,
  type getMaterial,
  getMenu,
  type getOrder,
  type getTemporaryMedia,
  getUnlimitedCode,
  type getUserSummary,
  type isDraftBoxOn,
  type ListedEndpoint,
  type listComments,
  listFollowers,
  type Menu,
  type RequestOf,
  type ResponseOf,
  type ShopOrder,
  type sendCustomMessage,
  type sendMass,
  type sendSubscribeMessage,
  type uploadShippingInfo,
  type WechatError,
  type WechatInputError,
} from './index.ts'

it('an endpoint knows its request and its answer', () => {
  expectTypeOf<RequestOf<typeof createMenu>>().toEqualTypeOf<Menu>()
  expectTypeOf<ResponseOf<typeof createMenu>>().toEqualTypeOf<void>()
  expectTypeOf<ResponseOf<typeof getOrder>>().toEqualTypeOf<{ order: ShopOrder }>()
  expectTypeOf(getUnlimitedCode).returns.resolves.toEqualTypeOf<Uint8Array>()
  expectTypeOf(createMenu).toExtend<Endpoint<Menu, void>>()
})

it('an input is asked for only where there is one', () => {
  expectTypeOf(getMenu).parameters.toEqualTypeOf<[client: Caller, input?: undefined]>()
  expectTypeOf(deleteMenu).toBeCallableWith({} as Client)
  expectTypeOf(listFollowers).toBeCallableWith({} as Client)
  expectTypeOf(listFollowers).toBeCallableWith({} as Client, { next_openid: 'o' })
  // @ts-expect-error a menu is needed
  expectTypeOf(createMenu).toBeCallableWith({} as Client)
})

it('what must not be sent does not compile', () => {
  type Message = RequestOf<typeof sendCustomMessage>
  expectTypeOf<{ touser: string; msgtype: 'text'; text: { content: string } }>().toExtend<Message>()
  expectTypeOf<{ touser: string; msgtype: 'text'; image: { media_id: string } }>().not.toExtend<Message>()
  expectTypeOf<{ touser: string; msgtype: 'wxlink' }>().not.toExtend<Message>()
  expectTypeOf<{ checkonly?: 1 }>().not.toExtend<RequestOf<typeof isDraftBoxOn>>()
  expectTypeOf<{ action_name: 'QR_LIMIT_SCENE'; expire_seconds: number; action_info: { scene: { scene_str: string } } }>().not.toExtend<
    RequestOf<typeof createQrCode>
  >()
  expectTypeOf<{ value: number }>().not.toExtend<RequestOf<typeof sendSubscribeMessage>['data'][string]>()
  expectTypeOf<RequestOf<typeof uploadShippingInfo>['logistics_type']>().toEqualTypeOf<1 | 2 | 3 | 4>()
})

it('ids are text; what comes in two shapes has both', () => {
  expectTypeOf<ResponseOf<typeof sendMass>['msg_id']>().toEqualTypeOf<string>()
  expectTypeOf<ResponseOf<typeof addDraft>['media_id']>().toEqualTypeOf<string>()
  expectTypeOf<ResponseOf<typeof getUserSummary>['list'][number]['new_user']>().toEqualTypeOf<number>()
  expectTypeOf<{ content: string; create_time: number }[]>().toExtend<ResponseOf<typeof listComments>['comment'][number]['reply']>()
  expectTypeOf<{ content: string; create_time: number }>().toExtend<ResponseOf<typeof listComments>['comment'][number]['reply']>()
  expectTypeOf<Uint8Array>().toExtend<ResponseOf<typeof getTemporaryMedia>>()
  expectTypeOf<{ title: string; description: string; down_url: string }>().toExtend<ResponseOf<typeof getMaterial>>()
})

it('errors and lists are typed', () => {
  expectTypeOf<WechatError['meaning']>().toEqualTypeOf<{ zh: string; en: string }>()
  expectTypeOf<WechatInputError['reaction']>().toEqualTypeOf<WechatError['reaction']>()
  expectTypeOf(allEndpoints).toEqualTypeOf<readonly ListedEndpoint[]>()
  expectTypeOf(createClient).returns.toEqualTypeOf<Client>()
  expectTypeOf(createClient).toBeCallableWith({ credentials: { appId: 'wx1', appSecret: 's' } })
  // @ts-expect-error neither a secret nor somebody who hands out tokens
  expectTypeOf(createClient).toBeCallableWith({ credentials: { appId: 'wx1' } })
})
