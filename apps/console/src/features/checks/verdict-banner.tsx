/** What happens now: the verdict in plain words. */
import { CheckCircleFilled, CloseCircleFilled, ExclamationCircleFilled } from '@ant-design/icons'
import type { Finding, Verdict } from '@wematrix/server/features/checks/schema'
import { useWords } from '../../locales/index.tsx'

const signs = { block: <CloseCircleFilled />, warn: <ExclamationCircleFilled />, pass: <CheckCircleFilled /> }

export function VerdictBanner({ verdict, findings, busy }: { verdict: Verdict; findings: Finding[]; busy: boolean }) {
  const { t } = useWords()
  const count = (severity: string) => findings.filter(finding => finding.severity === severity).length
  const notes = count('info')
  const what =
    verdict === 'pass'
      ? notes > 0
        ? t('verdict.pass.info', { n: notes })
        : t('verdict.pass.what')
      : t(`verdict.${verdict}.what`, { n: count(verdict) })
  return (
    <div className={`verdict ${verdict}`} role="status" data-verdict={verdict} aria-busy={busy}>
      {signs[verdict]}
      <div className="grow">
        <strong>{t(`verdict.${verdict}`)}</strong>
        <p>{what}</p>
      </div>
      {busy && <span className="small verdict-busy">{t('checks.reading')}</span>}
    </div>
  )
}
