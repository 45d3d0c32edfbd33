/** Every endpoint we know, as one list: the sandbox serves it, the docs print it. */
import { type AnyEndpoint, isEndpoint } from '../endpoint.ts'
import * as access from './access.ts'
import * as articles from './articles.ts'
import * as autoReplies from './auto-replies.ts'
import * as carrierLinks from './carrier-links.ts'
import * as channels from './channels.ts'
import * as channelsLeads from './channels-leads.ts'
import * as codesLinks from './codes-links.ts'
import * as comments from './comments.ts'
import * as contentSecurity from './content-security.ts'
import * as customerService from './customer-service.ts'
import * as mass from './mass.ts'
import * as materials from './materials.ts'
import * as menu from './menu.ts'
import * as messages from './messages.ts'
import * as miniProgram from './mini-program.ts'
import * as oauth from './oauth.ts'
import * as openPlatform from './open-platform.ts'
import * as qrcodes from './qrcodes.ts'
import * as shipping from './shipping.ts'
import * as shop from './shop.ts'
import * as shopCompass from './shop-compass.ts'
import * as shopCoupons from './shop-coupons.ts'
import * as shopLinks from './shop-links.ts'
import * as statisticsArticlesOld from './statistics-articles-old.ts'
import * as statisticsMessages from './statistics-messages.ts'
import * as statisticsMiniProgram from './statistics-mini-program.ts'
import * as statisticsOfficialAccount from './statistics-official-account.ts'
import * as subscribeMessages from './subscribe-messages.ts'
import * as talent from './talent.ts'
import * as templates from './templates.ts'
import * as users from './users.ts'

const groups: Record<string, Record<string, unknown>> = {
  access,
  menu,
  users,
  qrcodes,
  messages,
  'customer-service': customerService,
  templates,
  'subscribe-messages': subscribeMessages,
  'auto-replies': autoReplies,
  articles,
  materials,
  mass,
  comments,
  'statistics-official-account': statisticsOfficialAccount,
  'statistics-messages': statisticsMessages,
  'statistics-articles-old': statisticsArticlesOld,
  'mini-program': miniProgram,
  'codes-links': codesLinks,
  'content-security': contentSecurity,
  shipping,
  'statistics-mini-program': statisticsMiniProgram,
  channels,
  'channels-leads': channelsLeads,
  shop,
  'shop-coupons': shopCoupons,
  'shop-links': shopLinks,
  'shop-compass': shopCompass,
  talent,
  'open-platform': openPlatform,
  'carrier-links': carrierLinks,
  oauth,
}

/** An endpoint with the name it is exported under and the file it stands in. */
export type ListedEndpoint = { name: string; group: string; endpoint: AnyEndpoint }

export const allEndpoints: readonly ListedEndpoint[] = Object.entries(groups).flatMap(([group, rows]) =>
  Object.entries(rows).flatMap(([name, value]) => (isEndpoint(value) ? [{ name, group, endpoint: value }] : [])),
)

let byAddress: Map<string, ListedEndpoint> | undefined

/** The endpoint behind a method and a path, as the sandbox needs it. */
export function findEndpoint(method: string, path: string): ListedEndpoint | undefined {
  byAddress ??= new Map(allEndpoints.map(listed => [`${listed.endpoint.row.method} ${listed.endpoint.row.path}`, listed]))
  return byAddress.get(`${method} ${path}`)
}
