/** Expected values of a topic and the rule by which a result equals them; for tests and for checking an installation. */
export type Expected = { expect: unknown; rtol?: number; atol?: number }

/**
 * Where a result differs from what is expected, as readable lines; empty when it matches. Only what `expect` names
 * counts; numbers pass within atol + rtol * |expect|; lists element by element.
 */
export function differences(got: unknown, { expect, rtol = 0, atol = 0 }: Expected, path = ''): string[] {
  if (typeof expect === 'number') {
    const close = typeof got === 'number' && Math.abs(got - expect) <= atol + rtol * Math.abs(expect)
    return close ? [] : [`${path || 'value'}: ${JSON.stringify(got)} instead of ${expect}`]
  }
  if (Array.isArray(expect)) {
    if (!Array.isArray(got) || got.length !== expect.length) {
      return [`${path || 'value'}: a list of ${Array.isArray(got) ? got.length : typeof got} instead of ${expect.length}`]
    }
    return expect.flatMap((item: unknown, i) => differences(got[i], { expect: item, rtol, atol }, `${path}[${i}]`))
  }
  if (typeof expect === 'object' && expect !== null) {
    if (typeof got !== 'object' || got === null) return [`${path || 'value'}: ${JSON.stringify(got)} instead of an object`]
    return Object.entries(expect).flatMap(([key, item]) =>
      differences((got as Record<string, unknown>)[key], { expect: item, rtol, atol }, path ? `${path}.${key}` : key),
    )
  }
  return Object.is(got, expect) ? [] : [`${path || 'value'}: ${JSON.stringify(got)} instead of ${JSON.stringify(expect)}`]
}
