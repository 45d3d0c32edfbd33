import type { Checks } from '../client/checks.ts'
import { endpointsOf } from '../endpoint.ts'
import { openPlatform } from './sources.ts'

const platform = endpointsOf({ method: 'POST', auth: 'access_token', accounts: ['open_platform'], source: openPlatform('openapi') })
const openAppid: Checks = [{ at: 'open_appid', required: true }]

/** Makes an Open Platform account for the subject and binds this account to it; keep `open_appid` for good. 89000 already bound. Source: doc/oplatform/openApi */
export const createOpenAccount = platform<{ appid?: string }, { open_appid: string }>('/cgi-bin/open/create')

/** Binds the account to an Open Platform account of the same subject. 89001 other subject, 89003 not made by API, 89004 limit. Source: doc/oplatform/openApi */
export const bindOpenAccount = platform<{ appid?: string; open_appid: string }, void>('/cgi-bin/open/bind', { checks: openAppid })

/** Unbinds; only accounts that were made by API. 89002 not bound. Source: doc/oplatform/openApi */
export const unbindOpenAccount = platform<{ appid?: string; open_appid: string }, void>('/cgi-bin/open/unbind', { checks: openAppid })

/** The Open Platform account this account is bound to: equal for two carriers = their UnionIDs are equal. 89002 not bound. Source: doc/oplatform/openApi */
export const getOpenAccount = platform<{ appid?: string }, { open_appid: string }>('/cgi-bin/open/get')

/** Is the account bound at all? Source: doc/oplatform/openApi */
export const hasOpenAccount = platform<undefined, { have_open: boolean }>('/cgi-bin/open/have')

/** Is the mini program of the same subject as the third-party platform? Source: doc/oplatform/openApi */
export const isSameEntity = platform<undefined, { same_entity: boolean }>('/cgi-bin/open/sameentity', { method: 'GET' })
