/** Edges as numbers: grouping millions of rows by two words costs as much as reading them. */

export const carrierNames = ['mini_program', 'official_account', 'channels'] as const

/** 4 * from + to of the six edges; the carriers are numbered from 1. */
export const edgeCodes = [1, 2, 3].flatMap(from => [1, 2, 3].filter(to => to !== from).map(to => 4 * from + to))

/** The number of the carrier that a column names; 0 is another one. */
export const carrierCode = (column: string) => `transform(${column}, [${carrierNames.map(name => `'${name}'`).join(', ')}], [1, 2, 3], 0)`

export function edgeOf(code: number): { source: string; target: string } {
  return { source: carrierNames[(code >> 2) - 1]!, target: carrierNames[(code & 3) - 1]! }
}
