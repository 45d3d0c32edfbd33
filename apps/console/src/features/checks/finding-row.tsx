/** One finding: which rule, where, why, what it costs, on whose word, and what to say instead. */
import { CheckOutlined, CopyOutlined, SwapOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import type { Finding, RuleInForce } from '@wematrix/server/features/checks/schema'
import { Button, Tooltip } from 'antd'
import { useState } from 'react'
import { maybeWord, useWords } from '../../locales/index.tsx'
import { useBrand } from '../../shell/brand.ts'
import { SeverityChip } from './severity.tsx'
import { nameOf, replacementOf } from './spans.ts'

type Props = {
  finding: Finding
  rule: RuleInForce | undefined
  active: boolean
  show(): void
  use?(words: string): void
}

export function FindingRow({ finding, rule, active, show, use }: Props) {
  const { t, pick } = useWords()
  const brand = useBrand()
  const words = replacementOf(finding)
  const placed = finding.start < finding.end
  return (
    <li
      className={`finding ${active ? 'active' : ''}`}
      data-severity={finding.severity}
      data-finding={nameOf(finding)}
      data-rule={finding.rule}
    >
      <div className="finding-head">
        <SeverityChip severity={finding.severity} />
        <strong>{rule ? pick(rule.name) : finding.rule}</strong>
        <Link
          to="/b/$brandId/checks/rules/$ruleId"
          params={{ brandId: brand.id, ruleId: finding.rule }}
          className="mono small faint finding-id"
        >
          {rule?.pack === 'brand' ? t('family.brand') : finding.rule}
        </Link>
        {finding.learned && (
          <Tooltip title={t('finding.learned.why')}>
            <span className="chip outline">{t('finding.learned')}</span>
          </Tooltip>
        )}
        {finding.doubted && (
          <Tooltip title={t('finding.doubted.why')}>
            <span className="chip outline">{t('finding.doubted')}</span>
          </Tooltip>
        )}
        {finding.waived && (
          <Tooltip title={t('finding.waived.why')}>
            <span className="chip outline">{t('finding.waived')}</span>
          </Tooltip>
        )}
      </div>
      <button
        type="button"
        className="plain finding-quote"
        onClick={show}
        disabled={!placed}
        aria-label={t('finding.show', { quote: finding.quote })}
      >
        {finding.quote || t(finding.path === '/file' ? 'finding.file' : 'finding.whole')}
      </button>
      <p>{pick(finding.reason)}</p>
      <div className="finding-rewrite">
        <div className="grow">
          <span className="small faint">{t('finding.rewrite')}</span>
          <p>{pick(finding.rewrite)}</p>
        </div>
        <div className="row">
          {placed && use && (
            <Button size="small" icon={<SwapOutlined />} onClick={() => use(words)} title={words}>
              {t(words === '' ? 'finding.remove' : 'finding.use')}
            </Button>
          )}
          {words !== '' && <Copy text={words} />}
        </div>
      </div>
      {rule && (
        <dl className="finding-facts small">
          <dt>{t('finding.penalty')}</dt>
          <dd>{pick(rule.penalty)}</dd>
          <dt>{t('finding.source')}</dt>
          <dd>
            {rule.source} <Grade grade={rule.grade} />
          </dd>
        </dl>
      )}
    </li>
  )
}

/** What the evidence of a rule is worth. */
export function Grade({ grade }: { grade: string }) {
  const { t, lang } = useWords()
  return (
    <Tooltip title={maybeWord(lang, `grade.${grade}`)}>
      <span className="grade">{t('grade.short', { grade })}</span>
    </Tooltip>
  )
}

function Copy({ text }: { text: string }) {
  const { t } = useWords()
  const [copied, setCopied] = useState(false)
  const copy = () =>
    navigator.clipboard.writeText(text).then(() => {
      setCopied(true)
      setTimeout(() => setCopied(false), 1600)
    })
  return (
    <button
      type="button"
      className="icon-button"
      aria-label={t(copied ? 'finding.copied' : 'finding.copy')}
      onClick={() => void copy().catch(() => {})}
    >
      {copied ? <CheckOutlined className="good" /> : <CopyOutlined />}
    </button>
  )
}
