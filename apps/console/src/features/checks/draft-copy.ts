/** What of a draft is copy: its texts in Chinese, in order, each with the JSON pointer that findings use. Pure. */
export function copyOf(draft: unknown, path = ''): { path: string; text: string }[] {
  if (typeof draft === 'string') return /\p{Script=Han}/u.test(draft) ? [{ path, text: draft }] : []
  if (draft === null || typeof draft !== 'object') return []
  return Object.entries(draft).flatMap(([key, value]) => copyOf(value, `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`))
}
