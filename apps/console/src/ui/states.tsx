/** What a place shows while it has nothing to show: still coming, went wrong, or empty; the last two say what to do. */
import { ReloadOutlined } from '@ant-design/icons'
import { App, Button } from 'antd'
import type { ReactNode } from 'react'
import { Problem } from '../api/client.ts'
import { maybeWord, useWords } from '../locales/index.tsx'

export function Bones({ height = 16, width = '100%', lines = 1 }: { height?: number; width?: number | string; lines?: number }) {
  return (
    <div className="stack tight bones" aria-hidden>
      {Array.from({ length: lines }, (_, line) => `bone-${line}`).map((key, line) => (
        <div key={key} className="skeleton" style={{ height, width: line === lines - 1 && lines > 1 ? '62%' : width }} />
      ))}
    </div>
  )
}

export function Empty({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className="empty">
      <svg className="empty-art" width="56" height="44" viewBox="0 0 56 44" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden>
        <title>{title}</title>
        <circle cx="28" cy="9" r="5.5" />
        <circle cx="11" cy="34" r="5.5" />
        <circle cx="45" cy="34" r="5.5" />
        <path d="M24.5 15.5 15 28.5M31.5 15.5 41 28.5M18.5 34h19" strokeDasharray="3 3" />
      </svg>
      <strong>{title}</strong>
      {children && <p>{children}</p>}
      {action}
    </div>
  )
}

export function Failed({ error, again }: { error: unknown; again?: () => void }) {
  const { t } = useWords()
  const { title, advice } = useProblem(error)
  return (
    <div className="empty" role="alert">
      <strong>{title}</strong>
      <p>{advice}</p>
      {again && (
        <Button icon={<ReloadOutlined />} onClick={again}>
          {t('ui.again')}
        </Button>
      )}
    </div>
  )
}

/** What went wrong with what was just asked for, beside the button that asked. */
export function ProblemLine({ error }: { error: unknown }) {
  const { title, advice } = useProblem(error)
  if (!error) return null
  return (
    <p className="bad problem-line" role="alert">
      {title}: {advice}
    </p>
  )
}

/** A problem in the reader's words: what happened, and what to do about it. */
export function useProblem(error: unknown): { title: string; advice: string } {
  return problemOf(error, useWords())
}

function problemOf(error: unknown, { t, lang }: Pick<ReturnType<typeof useWords>, 't' | 'lang'>): { title: string; advice: string } {
  if (!(error instanceof Problem))
    return { title: t('problem.unexpected'), advice: error instanceof Error ? error.message : t('problem.retry') }
  if (error.status === 0) return { title: t('problem.offline'), advice: t('problem.offline.do') }
  const title = maybeWord(lang, `problem.${error.code}`) ?? (error.title || t('problem.unexpected'))
  // What the server says in the reader's language knows the case; our words for the code go before its English sentence.
  const advice = error.words?.[lang] ?? maybeWord(lang, `problem.${error.code}.do`)
  return { title, advice: advice ?? (error.detail || t('problem.retry')) }
}

/** Says in a passing message what went wrong with an act that has no place of its own for it. */
export function useTell() {
  const { message } = App.useApp()
  const words = useWords()
  return (error: unknown) => {
    const { title, advice } = problemOf(error, words)
    void message.error(`${title}: ${advice}`)
  }
}

type Query<T> = { data: T | undefined; error: unknown; isPending: boolean; isPlaceholderData?: boolean; refetch(): unknown }

/** Shows a query's answer when it is there, and its waiting or its failure until then. */
export function Await<T>({ query, wait, children }: { query: Query<T>; wait?: ReactNode; children: (data: T) => ReactNode }) {
  if (query.data !== undefined) return <div className={`contents ${query.isPlaceholderData ? 'stale' : ''}`}>{children(query.data)}</div>
  if (query.error) return <Failed error={query.error} again={() => void query.refetch()} />
  return wait ?? <Bones lines={4} />
}
