/** Parts of a draft that say what it is about to the engine, and to people nothing. */
const silent = /^(tags|target)$/

/** What of a draft is copy: its texts in Chinese, in order, each with the JSON pointer that findings use. Pure. */
export function copyOf(draft: unknown, path = ''): { path: string; text: string }[] {
  if (typeof draft === 'string') return /\p{Script=Han}/u.test(draft) ? [{ path, text: draft }] : []
  if (draft === null || typeof draft !== 'object') return []
  return Object.entries(draft).flatMap(([key, value]) =>
    silent.test(key) ? [] : copyOf(value, `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`),
  )
}

/** What a field is called, the most exact first: `/prizes/0/name` may be known as `prizes.name` or as `name`. */
export function fieldNames(path: string): string[] {
  const keys = path.split('/').filter(key => key !== '' && !/^\d+$/.test(key))
  return keys.map((_, at) => keys.slice(at).join('.'))
}
