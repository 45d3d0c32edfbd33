/**
 * The text of an object inside a line of JSON, without writing it anew: `"name":{…}`, found by its name and its braces.
 * Inside a text every quote is escaped, so `"name":` can only be a key; undefined when there is more than one such key
 * or its value is no object.
 */
export function rawObject(line: string, name: string): string | undefined {
  const key = `"${name}":`
  const at = line.indexOf(key)
  if (at < 0 || line.indexOf(key, at + key.length) >= 0) return undefined
  const from = at + key.length
  if (line.charCodeAt(from) !== 123) return undefined
  let depth = 0
  let inText = false
  for (let i = from; i < line.length; i++) {
    const code = line.charCodeAt(i)
    if (inText) {
      if (code === 92) i++
      else if (code === 34) inText = false
    } else if (code === 34) inText = true
    else if (code === 123) depth++
    else if (code === 125 && --depth === 0) return line.slice(from, i + 1)
  }
  return undefined
}
