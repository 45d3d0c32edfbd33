/** Which accounts an authorisation page offers: 1 Official Accounts, 2 Mini Programs, 3 both, 4 promoters, 5 Channels, 6 all, 8 talent. */
export type AuthType = 1 | 2 | 3 | 4 | 5 | 6 | 8

export type AuthorisationLink = {
  /** https; comes back with `auth_code` and `expires_in`. The link must be clicked on a page of the domain that the platform registered. */
  redirectUri: string
  authType?: AuthType
  /** Only this account; wins over `authType`. */
  bizAppId?: string
  /** Permission set ids to ask for. Default: all that the platform published. */
  sets?: readonly number[]
}

/** The page with a QR code, for a computer. */
export function scanLink(componentAppId: string, preAuthCode: string, link: AuthorisationLink): string {
  return `https://mp.weixin.qq.com/cgi-bin/componentloginpage?${parameters(componentAppId, preAuthCode, link)}`
}

/** The page for a phone inside WeChat. */
export function phoneLink(componentAppId: string, preAuthCode: string, link: AuthorisationLink): string {
  const query = parameters(componentAppId, preAuthCode, link)
  return `https://open.weixin.qq.com/wxaopen/safe/bindcomponent?action=bindcomponent&no_scan=1&${query}#wechat_redirect`
}

function parameters(componentAppId: string, preAuthCode: string, { redirectUri, authType, bizAppId, sets }: AuthorisationLink): string {
  const query = new URLSearchParams({ component_appid: componentAppId, pre_auth_code: preAuthCode, redirect_uri: redirectUri })
  if (authType !== undefined) query.set('auth_type', String(authType))
  if (bizAppId !== undefined) query.set('biz_appid', bizAppId)
  if (sets) query.set('category_id_list', sets.join('|'))
  return query.toString()
}
