import { expect, it } from 'vitest'
import { heardAccount, listener } from '../testing/worlds.ts'

const { sandbox, calls, heard } = await heardAccount('service')
const lin = sandbox.person('lin')
const control = async (path: string, body: unknown) => {
  const answer = await fetch(`${sandbox.control}/${path}`, { method: 'POST', body: JSON.stringify(body) })
  return { status: answer.status, value: (await answer.json()) as { error?: string } }
}
const act = async (name: string, options: Record<string, unknown> = {}) => {
  const result = await sandbox.act(name, 'lin', options)
  await sandbox.callbacks.settled()
  return result
}

it('tells a verified service account where a follower is, and no other account', async () => {
  await expect(act('location')).rejects.toThrow('lin does not follow "service".')
  await lin.follow('service')
  await act('location', { latitude: 31.2304, longitude: 121.4737 })
  expect(heard.events('LOCATION')).toMatchObject([{ Latitude: '31.230400', Longitude: '121.473700', Precision: '40.000000' }])
  await expect(act('location', { account: 'subscription' })).rejects.toThrow('only verified service accounts are')
})

it('pushes what a person changed, took back or closed, with the data it is about', async () => {
  await lin.follow('service')
  for (const event of ['modify', 'revoke', 'cancel']) await act('privacy', { account: 'service', event, data: 8 })
  const about = { OpenID: lin.openids.service, UnionID: lin.unionid, AppID: sandbox.realm.account('service').spec.appId }
  expect(heard.events('user_info_modified')).toMatchObject([{ ...about, RevokeInfo: '8' }])
  expect(heard.events('user_authorization_revoke')).toMatchObject([{ ...about, RevokeInfo: '8' }])
  const [closed] = heard.events('user_authorization_cancellation')
  expect(closed).toMatchObject(about)
  expect(closed).not.toHaveProperty('RevokeInfo')
  await expect(act('privacy', { data: 9 })).rejects.toThrow('RevokeInfo 9 names no data')
})

it('tells a Mini Program the openid and never the UnionID, and ends OAuth agreements', async () => {
  const mini = await listener(sandbox, 'mini-program')
  await act('privacy', { data: 6 })
  const [event] = mini.events('user_authorization_revoke')
  expect(event).toMatchObject({ FromUserName: lin.openids.mini_program, OpenID: lin.openids.mini_program, RevokeInfo: '6' })
  expect(event).not.toHaveProperty('UnionID')
  await mini.close()
  const { appId, appSecret } = sandbox.realm.account('service').spec
  const { code } = await act('agree', { scope: 'userinfo' })
  const query = `appid=${appId}&secret=${appSecret}&code=${code}&grant_type=authorization_code`
  const token = (await (await fetch(`${sandbox.url}/sns/oauth2/access_token?${query}`)).json()) as Record<string, string>
  const check = () =>
    fetch(`${sandbox.url}/sns/auth?access_token=${token.access_token}&openid=${token.openid}`).then(answer => answer.json())
  expect(await check()).toMatchObject({ errcode: 0 })
  await act('privacy', { account: 'service' })
  expect(await check()).toMatchObject({ errcode: 40001 })
})

it('puts up a menu of the web console: the API reads it, phones get what it sends, and only openings are pushed', async () => {
  const menu = [
    { name: '地址', type: 'text', value: '杭州市上城区' },
    {
      name: '更多',
      sub_button: {
        list: [
          { name: '官网', type: 'view', url: 'https://tea.example/' },
          { name: '上新', type: 'news', value: 'M_1', news_info: { list: [{ title: '谷雨茶', digest: '到店' }] } },
        ],
      },
    },
  ]
  expect((await control('account', { account: 'service', menu })).status).toBe(200)
  expect(await calls.get('/cgi-bin/get_current_selfmenu_info')).toEqual({ is_menu_open: 1, selfmenu_info: { button: menu } })
  expect(await calls.get('/cgi-bin/menu/get')).toMatchObject({ errcode: 46003 })
  await lin.follow('service')
  expect(await lin.menu('地址')).toMatchObject({ pushed: false })
  await lin.menu('上新')
  await lin.menu('官网')
  expect(lin.received().map(({ by, content }) => [by, content.msgtype])).toEqual([
    ['auto', 'text'],
    ['auto', 'news'],
  ])
  expect(heard.product.callbacks.map(({ fields }) => fields.Event)).toEqual(['subscribe', 'VIEW'])
  expect(heard.events('VIEW')).toMatchObject([{ EventKey: 'https://tea.example/' }])
  await calls.post('/cgi-bin/menu/create', { button: [{ type: 'click', name: '喝茶', key: 'K' }] })
  expect(await calls.get('/cgi-bin/get_current_selfmenu_info')).toMatchObject({ selfmenu_info: { button: [{ type: 'click', key: 'K' }] } })
  await control('account', { account: 'service', menu: null })
  expect(await calls.get('/cgi-bin/get_current_selfmenu_info')).toEqual({ is_menu_open: 0 })
  const wrong = await control('account', { account: 'service', menu: [{ name: '点', type: 'click', key: 'K' }] })
  expect(wrong.value.error).toMatch(/^"点" is of type text, img, photo/)
})
