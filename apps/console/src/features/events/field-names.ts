import { maybeWord, useWords } from '../../locales/index.tsx'

/** Columns of an event in words; the brand's own properties keep their names. */
export function useFieldName() {
  const { lang } = useWords()
  return (field: string) => maybeWord(lang, `field.${field}`) ?? field.replace(/^props\./, '')
}
