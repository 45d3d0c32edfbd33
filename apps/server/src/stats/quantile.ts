/**
 * Quantile with linear interpolation between neighbours (type 7 of Hyndman and Fan); 0.5 is the ordinary median.
 *
 * @returns null for an empty list
 */
export function quantile(values: readonly number[], q: number): number | null {
  if (values.length === 0) return null
  const sorted = Float64Array.from(values).sort()
  const at = (sorted.length - 1) * Math.min(1, Math.max(0, q))
  const low = Math.floor(at)
  const below = sorted[low]!
  const above = sorted[Math.min(low + 1, sorted.length - 1)]!
  return below + (above - below) * (at - low)
}

export function median(values: readonly number[]): number | null {
  return quantile(values, 0.5)
}
