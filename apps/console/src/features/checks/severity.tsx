/** How severe, said with colour, a line of its own style and a word. */
import type { Severity } from '@wematrix/server/features/checks/schema'
import { useWords } from '../../locales/index.tsx'

export const SEVERITIES = ['block', 'warn', 'info'] as const
const chips = { block: 'bad', warn: 'warn', info: 'info' } as const

/** The line that marks it in a text. */
export function SeverityLine({ severity }: { severity: Severity }) {
  return (
    <svg className={`severity-line ${severity}`} width="16" height="8" viewBox="0 0 16 8" fill="none" stroke="currentColor" aria-hidden>
      <title>{severity}</title>
      <path d="M1 4h14" strokeWidth="2.5" strokeLinecap="round" />
    </svg>
  )
}

/** Null: switched off. */
export function SeverityChip({ severity }: { severity: Severity | null }) {
  const { t } = useWords()
  if (severity === null) return <span className="chip outline">{t('checks.severity.off')}</span>
  return (
    <span className={`chip ${chips[severity]}`}>
      <SeverityLine severity={severity} />
      {t(`checks.severity.${severity}`)}
    </span>
  )
}
