/** What is being written or looked at, by brand, while other screens are; gone with the window, and never in an address. */
export const written = new Map<string, string>()

/** `no` tells one file from the next of the same name. */
export type Handed = { file: File; no: number }
export const handed = new Map<string, Handed>()

let last = 0
export const handOver = (brand: string, file: File): Handed => {
  const one = { file, no: ++last }
  handed.set(brand, one)
  return one
}
