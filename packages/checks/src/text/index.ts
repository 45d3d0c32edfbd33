import type { Hit, Surface, TextInput } from '../types.ts'

export type Reader = { read(input: TextInput): Hit[] }

/** Words of a brand or pack, by rule id. */
export type BrandWords = { rule: string; words: string[]; unless?: string[]; surfaces?: Surface[] }

/** Until the reader of relations stands here: literal words of brands alone. */
export function createReader(brandWords: BrandWords[] = []): Reader {
  return {
    read: ({ text, surface }) =>
      brandWords
        .filter(({ surfaces, unless = [] }) => (surfaces?.includes(surface) ?? true) && !unless.some(word => text.includes(word)))
        .flatMap(({ rule, words }) => words.map(word => ({ rule, start: text.indexOf(word), end: text.indexOf(word) + word.length })))
        .filter(hit => hit.start >= 0),
  }
}
