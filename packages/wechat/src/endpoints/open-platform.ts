import { type AccountKind, endpoint } from '../endpoint.ts'
import { openPlatform } from './sources.ts'

const accounts: readonly AccountKind[] = ['open_platform']
const row = { method: 'POST', auth: 'access_token', accounts, source: openPlatform('openapi') } as const

/** Makes an Open Platform account for the subject and binds this account to it; keep `open_appid` for good. 89000 already bound. Source: doc/oplatform/openApi */
export const createOpenAccount = endpoint<{ appid?: string }, { open_appid: string }>({ ...row, path: '/cgi-bin/open/create' })

/** Binds the account to an Open Platform account of the same subject. 89001 other subject, 89003 not made by API, 89004 limit. Source: doc/oplatform/openApi */
export const bindOpenAccount = endpoint<{ appid?: string; open_appid: string }, void>({ ...row, path: '/cgi-bin/open/bind' })

/** Unbinds; only accounts that were made by API. 89002 not bound. Source: doc/oplatform/openApi */
export const unbindOpenAccount = endpoint<{ appid?: string; open_appid: string }, void>({ ...row, path: '/cgi-bin/open/unbind' })

/** The Open Platform account this account is bound to: equal for two carriers = their UnionIDs are equal. 89002 not bound. Source: doc/oplatform/openApi */
export const getOpenAccount = endpoint<{ appid?: string }, { open_appid: string }>({ ...row, path: '/cgi-bin/open/get' })

/** Is the account bound at all? Source: doc/oplatform/openApi */
export const hasOpenAccount = endpoint<undefined, { have_open: boolean }>({ ...row, path: '/cgi-bin/open/have' })
