/** Every endpoint we know, as one list: the sandbox serves it, the docs print it. */
import { type AnyEndpoint, isEndpoint } from '../endpoint.ts'
import * as access from './access.ts'
import * as articles from './articles.ts'
import * as channels from './channels.ts'
import * as menu from './menu.ts'
import * as messages from './messages.ts'
import * as miniProgram from './mini-program.ts'
import * as oauth from './oauth.ts'
import * as openPlatform from './open-platform.ts'
import * as qrcodes from './qrcodes.ts'
import * as shop from './shop.ts'
import * as statisticsMiniProgram from './statistics-mini-program.ts'
import * as statisticsOfficialAccount from './statistics-official-account.ts'
import * as users from './users.ts'

export * from './access.ts'
export * from './articles.ts'
export * from './channels.ts'
export * from './menu.ts'
export * from './messages.ts'
export * from './mini-program.ts'
export * from './oauth.ts'
export * from './open-platform.ts'
export * from './qrcodes.ts'
export * from './shop.ts'
export * from './statistics-mini-program.ts'
export * from './statistics-official-account.ts'
export * from './users.ts'

const groups: Record<string, Record<string, unknown>> = {
  access,
  menu,
  users,
  qrcodes,
  messages,
  articles,
  'statistics-official-account': statisticsOfficialAccount,
  'mini-program': miniProgram,
  'statistics-mini-program': statisticsMiniProgram,
  channels,
  shop,
  'open-platform': openPlatform,
  oauth,
}

/** An endpoint with the name it is exported under and the file it stands in. */
export type ListedEndpoint = { name: string; group: string; endpoint: AnyEndpoint }

export const allEndpoints: readonly ListedEndpoint[] = Object.entries(groups).flatMap(([group, rows]) =>
  Object.entries(rows).flatMap(([name, value]) => (isEndpoint(value) ? [{ name, group, endpoint: value }] : [])),
)

const byAddress = new Map(allEndpoints.map(listed => [`${listed.endpoint.row.method} ${listed.endpoint.row.path}`, listed]))

/** The endpoint behind a method and a path, as the sandbox needs it. */
export function findEndpoint(method: string, path: string): ListedEndpoint | undefined {
  return byAddress.get(`${method} ${path}`)
}
