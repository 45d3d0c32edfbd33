/** What WeChat's error codes mean and what to do about them. Source: reference of the global return codes and of each API's page. */

export type Reaction =
  /** Try again with backoff. */
  | 'retry'
  /** Get a new token, try once more. */
  | 'refresh_token'
  /** Wait `waitSeconds`, then try again. */
  | 'wait'
  /** Stop this API until the next natural day, or until an operator clears the quota. */
  | 'quota_stop'
  /** Drop or mark this recipient. */
  | 'drop_recipient'
  /** Hold until the person interacts again. */
  | 'hold'
  /** Our request is wrong: fix it, never retry. */
  | 'fix_request'
  /** A human at the brand must act. */
  | 'tell_operator'
  /** It was done before: treat as done. */
  | 'duplicate'
  /** Send the person through OAuth or login again. */
  | 'restart_oauth'
  /** Nothing to do. */
  | 'ignore'

export type ErrorRow = { reaction: Reaction; meaning: string; waitSeconds?: number }

/** Codes (single or `from-to`), reaction, meaning, seconds to wait. */
const rows: readonly (readonly [codes: string, reaction: Reaction, meaning: string, waitSeconds?: number])[] = [
  ['-1 268487001 268487002', 'retry', 'WeChat is busy or failed inside'],
  ['40001', 'refresh_token', 'access token invalid or replaced'],
  ['40014', 'refresh_token', 'access token invalid'],
  ['42001', 'refresh_token', 'access token expired'],
  ['40002', 'fix_request', 'grant_type invalid'],
  ['40003 49003', 'drop_recipient', 'openid invalid or of another account'],
  ['40004-40012', 'fix_request', 'media type, file type or size wrong, or media_id invalid'],
  ['40013', 'tell_operator', 'appid invalid'],
  ['40015-40028', 'fix_request', 'menu structure invalid'],
  ['40029', 'restart_oauth', 'code invalid'],
  ['40030 41003 42002', 'restart_oauth', 'refresh_token invalid, missing or expired'],
  ['40163', 'restart_oauth', 'code already used'],
  ['42003', 'restart_oauth', 'code expired'],
  ['42007', 'restart_oauth', 'person changed the password: OAuth tokens are void'],
  ['40031 40032', 'fix_request', 'openid list invalid or too long'],
  ['40033', 'fix_request', 'illegal characters, such as \\uXXXX escapes'],
  ['40035 40038 47001 44002', 'fix_request', 'parameter, format or body can’t be read'],
  ['40037', 'fix_request', 'template_id invalid'],
  ['40039 45005 45006', 'fix_request', 'url too long'],
  ['40050 40051 40117 45016-45018', 'fix_request', 'old group API'],
  ['40052 40053', 'fix_request', 'QR action invalid'],
  ['40054 40055', 'fix_request', 'menu url domain not allowed'],
  ['40058', 'fix_request', 'a parameter is wrong or too long'],
  ['40059 40060 40065', 'fix_request', 'mass message, url or article index invalid'],
  ['40066 40225', 'fix_request', 'page_url or title invalid'],
  ['40097 41028 41030', 'fix_request', 'arguments invalid, or page not released'],
  ['40114', 'fix_request', 'article index invalid'],
  ['40118-40121', 'fix_request', 'media_id size, button type or media type invalid'],
  ['40125', 'tell_operator', 'AppSecret invalid'],
  ['40129 40169', 'fix_request', 'scene invalid or too long'],
  ['40130', 'fix_request', 'mass message needs at least two openids'],
  ['40132', 'fix_request', 'WeChat id invalid'],
  ['40137', 'fix_request', 'image format not supported'],
  ['40152', 'fix_request', 'mass message parameters'],
  ['40155', 'fix_request', 'link to another account’s home page not allowed'],
  ['40159 40165 40212', 'fix_request', 'path or query invalid'],
  ['40164', 'tell_operator', 'this server’s IP is not in the whitelist; stop all calls'],
  ['40200', 'tell_operator', 'account type not supported'],
  ['40201-40203', 'tell_operator', 'callback address not set, or check parameters invalid'],
  ['40204', 'fix_request', 'mass type not supported'],
  ['40226', 'drop_recipient', 'person blocked as high risk'],
  ['40243', 'tell_operator', 'AppSecret frozen'],
  ['40246 40247 40249', 'tell_operator', 'template keyword, old template or marketing content'],
  ['41001 41002 41004-41009', 'fix_request', 'a required parameter is missing'],
  ['41039', 'fix_request', 'content_source_url invalid'],
  ['42010', 'wait', 'mass sends follow each other too quickly', 300],
  ['43001-43003', 'fix_request', 'wrong method, or HTTPS needed'],
  ['43004 50005', 'drop_recipient', 'person does not follow'],
  ['43005', 'drop_recipient', 'friendship needed'],
  ['43019', 'drop_recipient', 'person is in our blacklist'],
  ['43101', 'drop_recipient', 'no consent left for this template'],
  ['43104', 'fix_request', 'openid or account type does not fit'],
  ['43107', 'tell_operator', 'template or capability banned'],
  ['43108', 'wait', 'two messages to one person at once', 5],
  ['43116', 'tell_operator', 'template forbidden for its content'],
  ['44001 44003 44004', 'fix_request', 'media, news or text is empty'],
  ['44990 44991', 'wait', 'too many calls a second or minute', 60],
  ['45001-45004 45007 45008', 'fix_request', 'file, content, title, voice or article count over the limit'],
  ['45009', 'quota_stop', 'daily quota of this API used up'],
  ['45010', 'fix_request', 'too many menus'],
  ['45011', 'wait', 'calls too frequent', 60],
  ['45015', 'hold', 'outside the 48 h window, or the person left'],
  ['45028', 'quota_stop', 'mass quota used up'],
  ['45029', 'quota_stop', 'limit of codes reached'],
  ['45047', 'hold', 'allowance of this window used up'],
  ['45056 45058 45059 45157-45159', 'fix_request', 'tag: too many, name, system tag or bad id'],
  ['45062 45083 45084 45162', 'fix_request', 'mass message parameters'],
  ['45065', 'duplicate', 'same clientmsgid was sent before'],
  ['45066', 'wait', 'same clientmsgid within a minute', 60],
  ['45067', 'fix_request', 'clientmsgid too long'],
  ['45072 45080 45081', 'ignore', 'typing: bad command, no interaction, or already typing'],
  ['45086', 'fix_request', 'bad attribute in a link of a text message'],
  ['45113', 'fix_request', 'card mass messages no longer exist'],
  ['45166', 'fix_request', 'article content invalid'],
  ['45168', 'fix_request', 'sensitive words'],
  ['45169', 'retry', 'this openid is being tagged by another call'],
  ['45171', 'drop_recipient', 'some openids failed (fail_openid_list)'],
  ['46001 46002 46004', 'fix_request', 'media, menu version or person does not exist'],
  ['46003', 'ignore', 'there is no menu'],
  ['47003', 'fix_request', 'template data invalid; errmsg names the field'],
  ['48001', 'tell_operator', 'API not granted to this account'],
  ['48002', 'drop_recipient', 'person switched messages off'],
  ['48003 48004', 'tell_operator', 'token type wrong, or API blocked as a punishment'],
  ['48005', 'fix_request', 'material is in use by a menu or reply'],
  ['48006', 'tell_operator', 'clearing of quota used up for this month'],
  ['48008 48021 48022', 'tell_operator', 'no permission for this message type'],
  ['50001', 'drop_recipient', 'person did not authorise this API'],
  ['50002', 'drop_recipient', 'person is limited'],
  ['50004 50007', 'tell_operator', 'account forbidden or banned'],
  ['53404 53406', 'tell_operator', 'account may not sell'],
  ['53405 53600', 'fix_request', 'product or article_id invalid'],
  ['53503-53505', 'tell_operator', 'draft fails the check or must be handled in the console'],
  ['61003 61007', 'tell_operator', 'the brand did not authorise this platform or API'],
  ['61004', 'tell_operator', 'caller’s IP is not registered'],
  ['61005 61006', 'wait', 'component ticket expired or invalid', 600],
  ['61009-61011', 'fix_request', 'authorisation code or component invalid'],
  ['61010', 'hold', 'person was not active within 2 h'],
  ['61023', 'tell_operator', 'the brand must authorise again'],
  ['61080 61081', 'fix_request', 'risk rank parameters'],
  ['61450', 'retry', 'customer service: system error'],
  ['61451-61457', 'fix_request', 'customer service: parameters'],
  ['61500 61501', 'fix_request', 'statistics: date format or span'],
  ['61503 61504', 'wait', 'statistics not ready yet', 3600],
  ['65301-65320', 'fix_request', 'conditional menu invalid'],
  ['65400', 'tell_operator', 'customer service is off'],
  ['65416 65417', 'fix_request', 'customer service parameters'],
  ['70000', 'drop_recipient', 'protection of minors'],
  ['76001-76004 76021 76022', 'fix_request', 'diagnosis: rid or cgi_path'],
  ['85079', 'tell_operator', 'mini program not released'],
  ['85096', 'fix_request', 'scancode_time is reserved'],
  ['85400', 'quota_stop', 'permanent short links used up'],
  ['85401-85403 85405 85407 85408', 'fix_request', 'link expiry or link invalid'],
  ['85406', 'quota_stop', 'daily opens of links used up'],
  ['87007-87009', 'restart_oauth', 'session or signature invalid'],
  ['87014', 'tell_operator', 'content risky'],
  ['87020', 'duplicate', 'media is already being checked'],
  ['88000', 'tell_operator', 'no comment privilege'],
  ['89000', 'tell_operator', 'account already bound to an Open Platform account'],
  ['89001', 'tell_operator', 'subjects differ'],
  ['89002', 'tell_operator', 'not bound to an Open Platform account'],
  ['89003 89036', 'tell_operator', 'Open Platform account was not made by API'],
  ['89004', 'tell_operator', 'limit of bindings reached'],
  ['89300', 'fix_request', 'order invalid'],
  ['89503-89507', 'tell_operator', 'administrator must confirm, or refused'],
  ['93000', 'tell_operator', 'webhook address invalid'],
  ['100000', 'tell_operator', 'no permission for this Channels account'],
  ['100002', 'fix_request', 'order not found'],
  ['100008', 'tell_operator', 'subjects of mini program and Channels differ'],
  ['200011 200013 200100', 'tell_operator', 'subscription templates: account or template banned'],
  ['200012', 'tell_operator', 'limit of own templates reached'],
  ['200014 200016-200021', 'fix_request', 'subscription templates: parameters'],
  ['200022', 'duplicate', 'same template exists'],
  ['6060456 10080000 10080001', 'tell_operator', 'shop closing or closed'],
  ['9001001-9001036', 'fix_request', 'retired product'],
  ['9410010-9410012', 'fix_request', 'short key: expiry, length or key'],
  ['9800003 9800007-9800009', 'fix_request', 'NFC scheme parameters'],
  ['10060001-10060031', 'fix_request', 'shipping information'],
]

/** Error code → what it means and what to do. */
export const errorTable: ReadonlyMap<number, ErrorRow> = new Map(
  rows.flatMap(([codes, reaction, meaning, waitSeconds]) =>
    codes
      .split(' ')
      .flatMap(expand)
      .map(code => [code, { reaction, meaning, ...(waitSeconds !== undefined && { waitSeconds }) }] as const),
  ),
)

function expand(range: string): number[] {
  const [, first = '', last] = /^(-?\d+)(?:-(\d+))?$/.exec(range) ?? []
  const from = Number(first)
  return Array.from({ length: Number(last ?? first) - from + 1 }, (_, at) => from + at)
}

/** The row of a code. Unknown codes go to the operator: retrying what we do not understand harms. */
export function reactionTo(errcode: number): ErrorRow {
  return errorTable.get(errcode) ?? { reaction: 'tell_operator', meaning: 'code not in our table' }
}
