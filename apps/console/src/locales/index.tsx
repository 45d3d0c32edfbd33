/**
 * Words of the console. Chinese is the source and the default; a missing English word fails the type check.
 * `{name}` is filled in; `{n|one|many}` picks by the language's plural rule.
 */
import dayjs from 'dayjs'
import 'dayjs/locale/zh-cn'
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import { en } from './en.ts'
import { type Format, makeFormat } from './format.ts'
import { zh } from './zh.ts'

export type Lang = 'zh' | 'en'
export type Word = keyof typeof zh
export type Both = { zh: string; en: string }
export type Say = (word: Word, values?: Record<string, string | number>) => string
type Words = { lang: Lang; choose(lang: Lang): void; t: Say; pick(both: Both | undefined): string; f: Format }

const catalogues: Record<Lang, Record<Word, string>> = { zh, en }
const plurals = new Intl.PluralRules('en')

/** Fills `{name}` and `{n|one|many}` of a catalogue's sentence. */
export function fill(sentence: string, values: Record<string, string | number>): string {
  return sentence.replace(/\{(\w+)(?:\|([^|}]*)\|([^}]*))?\}/g, (whole, name: string, one?: string, many?: string) => {
    const value = values[name]
    if (value === undefined) return whole
    if (one === undefined || many === undefined) return String(value)
    return plurals.select(Number(String(value).replace(/,/g, ''))) === 'one' ? one : many
  })
}

/** The words of one language without React: for tests and for pictures drawn off screen. */
export function wordsOf(lang: Lang): Say {
  return (word, values) => (values ? fill(catalogues[lang][word], values) : catalogues[lang][word])
}

/** A word whose key is put together at run time (a kind, a reason); undefined when the catalogue does not know it. */
export function maybeWord(lang: Lang, key: string): string | undefined {
  return (catalogues[lang] as Record<string, string>)[key]
}

const WordsContext = createContext<Words | null>(null)

/** `t` says a word, `pick` takes this language's half of `{zh, en}`, `f` formats numbers and dates. */
export function useWords(): Words {
  const words = useContext(WordsContext)
  if (!words) throw new Error('useWords outside WordsProvider')
  return words
}

export function WordsProvider({ children }: { children: ReactNode }) {
  const [lang, choose] = useState<Lang>(() => (localStorage.getItem('wm-lang') === 'en' ? 'en' : 'zh'))
  useEffect(() => {
    localStorage.setItem('wm-lang', lang)
    document.documentElement.lang = lang === 'zh' ? 'zh-CN' : 'en'
  }, [lang])
  const words = useMemo<Words>(() => {
    dayjs.locale(lang === 'zh' ? 'zh-cn' : 'en')
    return { lang, choose, t: wordsOf(lang), pick: both => both?.[lang] ?? '', f: makeFormat(lang) }
  }, [lang])
  return <WordsContext value={words}>{children}</WordsContext>
}
