import { maybeWord, useWords } from '../../locales/index.tsx'

/** An event as people call it; the brand's own events keep their name. */
export function useEventName() {
  const { lang } = useWords()
  return (event: string) => maybeWord(lang, `event.${event}`) ?? event
}
