import { type AnyEndpoint, type EndpointRow, endpoint } from '../endpoint.ts'

/** Calls that a direct account proves by AppSecret have another address behind a third-party platform, which has its own proof. */
const paths: Readonly<Record<string, string>> = {
  '/sns/jscode2session': '/sns/component/jscode2session',
  '/sns/oauth2/access_token': '/sns/oauth2/component/access_token',
  '/sns/oauth2/refresh_token': '/sns/oauth2/component/refresh_token',
  '/cgi-bin/clear_quota/v2': '/cgi-bin/component/clear_quota/v2',
}

const made = new Map<string, AnyEndpoint>()

/** The same call as a third-party platform makes it; undefined when it is the same for both. */
export function componentVariant<Given extends { readonly row: EndpointRow }>(given: Given): Given | undefined {
  const path = paths[given.row.path]
  if (!path) return undefined
  let variant = made.get(path)
  if (!variant) {
    const { secretField: _secretField, ...row } = given.row
    const query = row.method === 'POST' ? { query: ['component_access_token'] } : {}
    variant = endpoint({ ...row, path, auth: 'none', ...query })
    made.set(path, variant)
  }
  return variant as Given
}

/** The direct path behind a platform's, for the sandbox. */
export function directPath(componentPath: string): string | undefined {
  return Object.keys(paths).find(path => paths[path] === componentPath)
}
