import { entryName } from '@wematrix/server/features/entries/schema'
import { useWords } from '../../../locales/index.tsx'

/** An entry as people call it. One of the brand's own is shown as it is; an empty name says so. */
export function useEntryName() {
  const { t, pick } = useWords()
  return (entry: string) => (entry ? pick(entryName(entry)) : t('entry.unknown'))
}
