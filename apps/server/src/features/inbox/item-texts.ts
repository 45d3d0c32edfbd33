/** The items of a batch as they were sent, so that what is kept need not be written anew: a third of a batch's cost. */

const [quote, backslash, bracket, brace, bracketEnd, braceEnd] = [34, 92, 91, 123, 93, 125]

/**
 * The text of each item of `[…]` or of `{"batch": […]}`, in order.
 *
 * @param text   JSON that was parsed already, so that its brackets match
 * @param count  how many items parsing gave
 * @returns undefined when the texts are not surely those of the parsed items (an item is no object or array, a key is
 *   escaped, "batch" comes twice) or hold line feeds, which end a line of the inbox: then the items are written anew
 */
export function itemTexts(text: string, count: number): string[] | undefined {
  if (text.includes('\n')) return undefined
  const items: string[] = []
  /** The depth at which the items lie: 1 in an array, 2 in an object; 0 outside of the list. */
  let level = 0
  let found = false
  let depth = 0
  let from = 0
  let key = ''
  const isList = text.trimStart().charCodeAt(0) === bracket
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === quote) {
      const start = i + 1
      let escaped = false
      for (i++; ; i++) {
        const unit = text.charCodeAt(i)
        if (unit === quote) break
        if (unit === backslash) {
          escaped = true
          i++
        }
      }
      if (depth === 1 && !isList) {
        if (escaped) return undefined
        key = text.slice(start, i)
      }
    } else if (code === brace || code === bracket) {
      if (code === bracket && (isList ? depth === 0 : depth === 1 && key === 'batch')) {
        if (found) return undefined
        found = true
        level = depth + 1
      } else if (depth === level && level > 0) from = i
      depth++
    } else if (code === braceEnd || code === bracketEnd) {
      depth--
      if (level > 0) {
        if (depth === level) items.push(text.slice(from, i + 1))
        else if (depth < level) level = 0
      }
    }
  }
  return items.length === count ? items : undefined
}
