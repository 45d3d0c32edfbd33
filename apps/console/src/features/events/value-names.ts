import { maybeWord, useWords } from '../../locales/index.tsx'
import { useEntryName } from '../reports/flow/entry-names.ts'

/** A property's value as people call it: carriers, entries and touches have words, the rest stays. */
export function useValueName() {
  const { lang, t } = useWords()
  const entry = useEntryName()
  return (property: string, value: string) => {
    if (value === '') return t('value.none')
    if (property === 'carrier' || property === 'source') return maybeWord(lang, `carrier.${value}`) ?? value
    if (property === 'entry') return entry(value)
    if (property === 'touch') return maybeWord(lang, `touch.${value}`) ?? value
    return value
  }
}
