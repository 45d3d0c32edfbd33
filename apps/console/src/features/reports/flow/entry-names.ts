import { maybeWord, useWords } from '../../../locales/index.tsx'

/** A sentence of the server in which entries stand by their id between quotes, with their names instead. */
export function useNamedEntries() {
  const name = useEntryName()
  return (sentence: string) =>
    sentence.replace(/([「“"])([a-z]{2,}(?:-[a-z]+)+)([」”"])/g, (_, open, entry, close) => `${open}${name(entry)}${close}`)
}

/** An entry as people call it. Unknown entries are shown as they are; an empty name says so. */
export function useEntryName() {
  const { lang, t } = useWords()
  return (entry: string) => {
    if (!entry) return t('entry.unknown')
    const known = maybeWord(lang, `entry.${entry}`)
    if (known) return known
    if (entry.startsWith('oa-follow-'))
      return `${t('entry.oa-follow')} · ${maybeWord(lang, `follow.${entry.slice(10)}`) ?? entry.slice(10)}`
    return entry
  }
}
