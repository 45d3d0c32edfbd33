/** A share with its Wilson interval at 95 %. */
export type Share = { hits: number; of: number; rate: number; low: number; high: number }

export function ratio(a: number, b: number): number {
  return b === 0 ? 0 : a / b
}

export function share(hits: number, of: number): Share {
  if (of === 0) return { hits, of, rate: 0, low: 0, high: 1 }
  const z = 1.959963984540054
  const p = hits / of
  const middle = (p + (z * z) / (2 * of)) / (1 + (z * z) / of)
  const half = (z / (1 + (z * z) / of)) * Math.sqrt((p * (1 - p)) / of + (z * z) / (4 * of * of))
  return { hits, of, rate: p, low: middle - half, high: middle + half }
}
