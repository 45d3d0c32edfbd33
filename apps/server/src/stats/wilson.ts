/** 97.5 % quantile of the normal distribution, for 95 % intervals. */
export const z95 = 1.959963984540054

/**
 * Wilson score interval of a share, 95 % unless `z` says otherwise: honest for small numbers and for shares near 0 or 1.
 *
 * @returns lower and upper bound within [0, 1], or null when `of` is 0
 */
export function wilson(successes: number, of: number, z = z95): [number, number] | null {
  if (!(of > 0)) return null
  const share = successes / of
  const z2 = z * z
  const scale = 1 / (1 + z2 / of)
  const centre = (share + z2 / (2 * of)) * scale
  const half = z * Math.sqrt((share * (1 - share)) / of + z2 / (4 * of * of)) * scale
  // At the ends the bound is known exactly; rounding would leave 1e-18.
  return [successes <= 0 ? 0 : Math.max(0, centre - half), successes >= of ? 1 : Math.min(1, centre + half)]
}

/** A share, or null when there is nothing to divide by. */
export function share(part: number, of: number): number | null {
  return of > 0 ? part / of : null
}
