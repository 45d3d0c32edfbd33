/** The little we must know of a statement's text: what kind it is, where data begins, which parameters it names. */

export type Statement = { isInsert: boolean; format: string | undefined; params: Set<string> }

/** Reads a statement without understanding it: comments and quoted text are skipped. */
export function readStatement(sql: string): Statement {
  const bare = strip(sql)
  const params = new Set<string>()
  for (const match of bare.matchAll(/\{\s*([A-Za-z_]\w*)\s*:/g)) params.add(match[1]!)
  const isInsert = /^\s*insert\b/i.test(bare)
  const format = (isInsert ? /\bformat\s+(\w+)/i : /\bformat\s+(\w+)\s*(?:settings\b[^]*)?;?\s*$/i).exec(bare)?.[1]
  return { isInsert, format, params }
}

/** The statement with comments gone and quoted text emptied. */
function strip(sql: string): string {
  return sql.replace(/'(?:[^'\\]|\\.|'')*'|`(?:[^`\\]|\\.)*`|"(?:[^"\\]|\\.)*"|--[^\n]*|\/\*[^]*?\*\//g, match =>
    /^['"`]/.test(match) ? match[0]! + match[0]! : ' ',
  )
}
