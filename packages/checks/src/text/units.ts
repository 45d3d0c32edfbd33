/** 1 for every UTF-16 unit of `chars`, 0 for the others: a set that is asked once for each unit of a text. */
export function unitsOf(chars: string): Uint8Array {
  const units = new Uint8Array(65536)
  for (let i = 0; i < chars.length; i++) units[chars.charCodeAt(i)] = 1
  return units
}
