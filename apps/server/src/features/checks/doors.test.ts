/** No path to WeChat or to a person without a kept verdict: the server's own text is held to the list of doors. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { allEndpoints } from '@wematrix/wechat'
import { expect, it } from 'vitest'
import { doors } from './doors.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** Rows that only ask or take away: nobody reads anything new because of them. */
const asks = /^(get|list|count|query|is|has|find|search|check|read|try|delete|remove|decode|hide|clear|code2)/

/** Rows that change something and carry no copy to anybody, each for a reason. */
const silent: Readonly<Record<string, readonly string[]>> = {
  'labels of our own about people': ['updateRemark', 'createTag', 'updateTag', 'tagUsers', 'untagUsers', 'blockUsers', 'unblockUsers'],
  'ids and keys': ['changeOpenids', 'refreshOAuthToken', 'resetSessionKey'],
  'codes and links without words': [
    ...['createQrCode', 'createShortKey', 'addQrCodeJump', 'publishQrCodeJump', 'createSquareCode'],
    ...['generateScheme', 'generateUrlLink', 'generateNfcScheme'],
  ],
  'signs without words': ['showTyping', 'showTypingInMiniProgram', 'openServiceSession', 'closeServiceSession'],
  'staff of the brand': ['inviteServiceWorker', 'bindWecomService', 'unbindWecomService'],
  'switches and orders': [
    ...['setIndustry', 'setMassSpeed', 'openComments', 'closeComments', 'electComment', 'unelectComment'],
    ...['reorderShopWindow', 'topShopProduct', 'addWindowProduct', 'setShippingPage', 'markSpecialOrder', 'askToConfirmReceipt'],
  ],
  'notes of the shop about orders': ['updateOrderNotes'],
  'which accounts belong together': [
    ...['bindOpenAccount', 'createOpenAccount', 'unbindOpenAccount', 'linkMiniProgram', 'unlinkMiniProgram', 'setShownAccount'],
  ],
}

const speaking = new Set(doors.flatMap(door => door.endpoints))

it('knows of every endpoint of WeChat whether it carries copy, and by which door', () => {
  const quiet = new Set(Object.values(silent).flat())
  const names = allEndpoints.map(({ name }) => name)
  expect(
    [...speaking, ...quiet].filter(name => !names.includes(name)),
    'rows that are gone',
  ).toEqual([])
  expect(
    [...speaking].filter(name => quiet.has(name)),
    'both',
  ).toEqual([])
  const unknown = names.filter(name => !asks.test(name) && !speaking.has(name) && !quiet.has(name))
  expect(unknown, 'a new row: give it a door, or say why it is silent').toEqual([])
  const twice = doors.flatMap(door => door.endpoints).filter((name, i, all) => all.indexOf(name) !== i)
  expect(twice, 'one row, one door').toEqual([])
})

type Source = { file: string; text: string }

function sources(folder = root): Source[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return sources(path)
    const isOurs = entry.name.endsWith('.ts') && !entry.name.endsWith('.test.ts') && !relative(root, path).startsWith('testing')
    return isOurs ? [{ file: relative(root, path), text: readFileSync(path, 'utf8') }] : []
  })
}

/** Names that a file takes from WeChat's packages; `*` when it takes them all. */
export function taken(text: string): string[] {
  const imports = [...text.matchAll(/(?:import|export)\s+(type\s+)?([^;'"]*?)\s+from\s+'@wematrix\/wechat[^']*'/g)]
  const dynamic = /import\(\s*'@wematrix\/wechat/.test(text) ? ['*'] : []
  return [
    ...dynamic,
    ...imports.flatMap(([, type, names]) =>
      type
        ? []
        : names!.includes('*')
          ? ['*']
          : names!
              .replace(/[{}]/g, '')
              .split(',')
              .map(name => name.trim().split(/\s+as\s+/)[0]!)
              .filter(name => name !== '' && !name.startsWith('type ')),
    ),
  ]
}

/** What is wrong with a file's ways to WeChat; empty: nothing. */
function breaches({ file, text }: Source): string[] {
  const names = taken(text)
  const found = names.includes('*') ? [`${file} takes all of @wematrix/wechat: name what it needs`] : []
  for (const name of names.filter(name => speaking.has(name))) {
    const door = doors.find(({ endpoints }) => endpoints.includes(name))!
    if (!door.files.includes(file)) found.push(`${file} calls ${name} and is not at the door "${door.id}"`)
    else if (!new RegExp(`leave\\([^;]{0,120}'${door.id}'`).test(text))
      found.push(`${file} calls ${name} without leave(…, '${door.id}', …)`)
  }
  return found
}

it('lets no file of the server call such an endpoint but at its door, where it asks first', () => {
  expect(sources().flatMap(breaches)).toEqual([])
  const stale = doors.flatMap(door =>
    door.files.filter(file => !taken(readFileSync(join(root, file), 'utf8')).some(name => door.endpoints.includes(name))),
  )
  expect(stale, 'files that no longer call').toEqual([])
})

it('sees a file that goes around the doors, whatever way it imports', () => {
  const says = (text: string, file = 'features/x.ts') => breaches({ file, text })
  expect(says(`import { createMenu } from '@wematrix/wechat'`)).toEqual(['features/x.ts calls createMenu and is not at the door "menu"'])
  expect(says(`import { createMenu as put, getMenu } from '@wematrix/wechat/endpoints'`)).toHaveLength(1)
  expect(says(`import {\n  type Caller,\n  sendMass,\n} from '@wematrix/wechat'`)).toHaveLength(1)
  expect(says(`import * as w from '@wematrix/wechat'`)).toHaveLength(1)
  expect(says(`await import('@wematrix/wechat')`)).toHaveLength(1)
  expect(says(`import type { Menu } from '@wematrix/wechat'`)).toEqual([])
  const door = doors.find(({ files }) => files.length > 0)!
  expect(says(`import { ${door.endpoints[0]} } from '@wematrix/wechat'`, door.files[0])).toEqual([
    `${door.files[0]} calls ${door.endpoints[0]} without leave(…, '${door.id}', …)`,
  ])
})

it('answers callbacks and slots with nothing yet: whoever begins to must come by a door', () => {
  const start = readFileSync(join(root, 'start.ts'), 'utf8')
  expect(start).not.toMatch(/answer:/)
  expect(doors.filter(({ id }) => id === 'callback-answer' || id === 'sdk-slot').flatMap(({ files }) => files)).toEqual([])
})

it('has no address of such an endpoint written out in the server', () => {
  const paths = allEndpoints.filter(({ name }) => speaking.has(name)).map(({ endpoint }) => endpoint.row.path)
  // Tables that only name endpoints.
  const tables = ['features/carriers/endpoint-limits.ts', 'features/carriers/endpoint-names.ts', 'features/carriers/capabilities.ts']
  const found = sources()
    .filter(({ file }) => !tables.includes(file))
    .flatMap(({ file, text }) => paths.filter(path => text.includes(`'${path}'`)).map(path => `${file} ${path}`))
  expect(found).toEqual([])
})
