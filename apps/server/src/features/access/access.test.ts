import { beforeAll, describe, expect, it } from 'vitest'
import { type TestApp, testApp, testPassword } from '../../testing/app.ts'

let t: TestApp
beforeAll(async () => {
  t = await testApp({ owner: false, setupToken: 'printed-at-start' })
})

const owner = { email: 'Owner@Example.com', password: 'a long password', name: '李', brandName: '茶铺' }

describe('the first run', () => {
  it('asks for the printed token when the server listens beyond this machine', async () => {
    expect((await t.call('GET', '/api/setup-state', { as: null })).body).toMatchObject({ ownerExists: false, needsToken: true })
    expect(await t.call('POST', '/api/owner', { as: null, body: owner })).toMatchObject({
      status: 403,
      body: { code: 'setup_token_wrong' },
    })
    expect(await t.call('POST', '/api/owner', { as: null, body: { ...owner, token: 'guess' } })).toMatchObject({ status: 403 })
  })

  it('makes one owner of five that come at once, with the first brand', async () => {
    t.clock.advance(600_000)
    const answers = await Promise.all(
      Array.from({ length: 5 }, (_, i) =>
        t.call('POST', '/api/owner', { as: null, body: { ...owner, email: `o${i}@example.com`, token: 'printed-at-start' } }),
      ),
    )
    expect(answers.map(answer => answer.status).sort()).toEqual([201, 409, 409, 409, 409])
    expect(await t.db.query('select 1 from users')).toHaveLength(1)
    expect(await t.db.query('select 1 from brands')).toHaveLength(1)
    const won = answers.find(answer => answer.status === 201)!
    expect(won.body).toMatchObject({ brands: [{ name: '茶铺', role: 'owner', timeZone: 'Asia/Shanghai' }] })
    const cookie = won.headers.get('set-cookie')!
    expect(cookie).toMatch(/^wm_session=.+; Path=\/; HttpOnly; SameSite=Lax$/)
    expect((await t.call('GET', '/api/session', { as: cookie.split(';')[0]! })).status).toBe(200)
    expect((await t.call('GET', '/api/setup-state', { as: null })).body).toMatchObject({ ownerExists: true, needsToken: false })
  })
})

describe('sessions', () => {
  async function signUp(email: string): Promise<{ cookie: string; brandId: string }> {
    const { brandId, ownerId, cookie } = await t.brand('B')
    await t.db.query('update users set email = :email where id = :ownerId', { email, ownerId })
    return { cookie, brandId }
  }

  it('begin with the right password and end at sign-out', async () => {
    await signUp('lin@example.com')
    const signIn = await t.call('POST', '/api/session', { as: null, body: { email: 'LIN@example.com', password: testPassword } })
    expect(signIn).toMatchObject({ status: 201, body: { user: { email: 'lin@example.com' } } })
    const cookie = signIn.headers.get('set-cookie')!.split(';')[0]!
    expect((await t.call('GET', '/api/session', { as: cookie })).status).toBe(200)
    expect((await t.call('DELETE', '/api/session', { as: cookie })).status).toBe(204)
    expect((await t.call('GET', '/api/session', { as: cookie })).status).toBe(401)
  })

  it('end after fourteen days without use, and use prolongs them', async () => {
    const { cookie } = await signUp('idle@example.com')
    const days = (n: number) => t.clock.advance(n * 24 * 3_600_000)
    days(10)
    expect((await t.call('GET', '/api/session', { as: cookie })).headers.get('set-cookie')).toContain('wm_session=')
    days(10)
    expect((await t.call('GET', '/api/session', { as: cookie })).status).toBe(200)
    days(15)
    expect((await t.call('GET', '/api/session', { as: cookie })).status).toBe(401)
  })

  it('are kept as hashes only', async () => {
    const { cookie } = await signUp('hash@example.com')
    const dump = JSON.stringify(await t.db.query(`select encode(token_hash, 'escape') as h, s.* from sessions s`))
    expect(dump).not.toContain(cookie.slice('wm_session='.length))
  })

  it('throttle guessing, the same for known and unknown addresses', async () => {
    await signUp('guess@example.com')
    for (const email of ['guess@example.com', 'nobody@example.com']) {
      const statuses: number[] = []
      for (let i = 0; i < 7; i++)
        statuses.push((await t.call('POST', '/api/session', { as: null, body: { email, password: 'wrong' } })).status)
      expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429])
    }
    t.clock.advance(600_000)
    expect((await t.call('POST', '/api/session', { as: null, body: { email: 'guess@example.com', password: testPassword } })).status).toBe(
      201,
    )
  })

  it('of other browsers end with a new password', async () => {
    const { cookie } = await signUp('change@example.com')
    const second = await t.call('POST', '/api/session', { as: null, body: { email: 'change@example.com', password: testPassword } })
    const other = second.headers.get('set-cookie')!.split(';')[0]!
    expect(
      (await t.call('PUT', '/api/session/password', { as: cookie, body: { current: 'wrong', next: 'another long one' } })).status,
    ).toBe(401)
    expect(
      (await t.call('PUT', '/api/session/password', { as: cookie, body: { current: testPassword, next: 'another long one' } })).status,
    ).toBe(204)
    expect((await t.call('GET', '/api/session', { as: other })).status).toBe(401)
    expect((await t.call('GET', '/api/session', { as: cookie })).status).toBe(200)
  })
})

describe('keys', () => {
  it('are shown once, work, and stop working when revoked', async () => {
    const { brandId, cookie } = await t.brand('Keys')
    const keys = `/api/brands/${brandId}/keys`
    const made = await t.call<{ id: string; key: string; prefix: string }>('POST', keys, {
      as: cookie,
      body: { kind: 'secret', name: 'server' },
    })
    expect(made).toMatchObject({ status: 201, body: { kind: 'secret', key: expect.stringMatching(/^sk_[\w-]{43}$/) } })
    const { id, key, prefix } = made.body
    expect(key.startsWith(prefix)).toBe(true)
    expect((await t.call('GET', `/api/brands/${brandId}/carriers`, { as: key })).status).toBe(200)
    const list = await t.call('GET', keys, { as: cookie })
    expect(list.text).toContain(id)
    expect(list.text).not.toContain(key)
    expect((await t.call('DELETE', `${keys}/${id}`, { as: cookie })).status).toBe(204)
    expect((await t.call('DELETE', `${keys}/${id}`, { as: cookie })).status).toBe(404)
    expect((await t.call('GET', `/api/brands/${brandId}/carriers`, { as: key })).status).toBe(401)
    expect(t.logged()).not.toContain(key)
  })

  it('cannot be bound to another tenant’s carrier', async () => {
    const { brandId, cookie } = await t.brand('Mine')
    const theirs = await t.brand('Theirs')
    const carrier = await t.call<{ carrier: { id: string } }>('POST', `/api/brands/${theirs.brandId}/carriers`, {
      as: theirs.cookie,
      body: { kind: 'mini_program', name: 'MP', appId: 'wx1234567890' },
    })
    const bind = { kind: 'write', name: 'x', carrierId: carrier.body.carrier.id }
    expect((await t.call('POST', `/api/brands/${brandId}/keys`, { as: cookie, body: bind })).status).toBe(404)
    expect((await t.call('POST', `/api/brands/${theirs.brandId}/keys`, { as: theirs.cookie, body: bind })).status).toBe(201)
  })
})

describe('members', () => {
  it('come in with a first password, change role, and leave; the last owner stays', async () => {
    const { brandId, cookie, ownerId } = await t.brand('Members')
    const members = `/api/brands/${brandId}/members`
    const added = await t.call<{ member: { userId: string }; password: string }>('POST', members, {
      as: cookie,
      body: { email: 'op@example.com', role: 'operator' },
    })
    expect(added.status).toBe(201)
    t.clock.advance(600_000)
    const signIn = await t.call('POST', '/api/session', { as: null, body: { email: 'op@example.com', password: added.body.password } })
    expect(signIn).toMatchObject({ status: 201, body: { brands: [{ id: brandId, role: 'operator' }] } })
    expect((await t.call('POST', members, { as: cookie, body: { email: 'op@example.com', role: 'viewer' } })).status).toBe(409)
    expect(await t.call('PATCH', `${members}/${ownerId}`, { as: cookie, body: { role: 'viewer' } })).toMatchObject({
      status: 409,
      body: { code: 'last_owner' },
    })
    expect((await t.call('DELETE', `${members}/${ownerId}`, { as: cookie })).status).toBe(409)
    expect((await t.call('PATCH', `${members}/${added.body.member.userId}`, { as: cookie, body: { role: 'owner' } })).status).toBe(200)
    expect((await t.call('DELETE', `${members}/${ownerId}`, { as: cookie })).status).toBe(204)
    expect((await t.call('GET', members, { as: cookie })).status).toBe(404)
  })

  it('who were only let in do not create brands', async () => {
    const { brandId } = await t.brand('Closed')
    const operator = await t.member('operator', brandId)
    expect((await t.call('POST', '/api/brands', { as: operator, body: { name: 'Own' } })).status).toBe(403)
  })
})
