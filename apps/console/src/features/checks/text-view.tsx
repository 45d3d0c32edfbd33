/** Paste anything: what would be stopped, where, why, and how to say it instead. Nothing of it is stored, or put in the address. */
import { CloseOutlined, DownOutlined, UndoOutlined, UpOutlined } from '@ant-design/icons'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { type Finding, listRules, type Severity } from '@wematrix/server/features/checks/schema'
import { Button } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { useRead } from '../../api/queries.ts'
import { useWords } from '../../locales/index.tsx'
import type { ChecksSearch } from '../../search.ts'
import { useBrand } from '../../shell/brand.ts'
import { Card } from '../../ui/card.tsx'
import { Counts } from '../../ui/counts.tsx'
import { Bones, Empty, ProblemLine } from '../../ui/states.tsx'
import { type Example, examples } from './examples.ts'
import { FindingRow } from './finding-row.tsx'
import { type EditorHandle, MarkedEditor } from './marked-editor.tsx'
import { OperatorsOnly } from './operators-only.tsx'
import { PlaceChoice } from './place-choice.tsx'
import { isSurface, usualSurfaces } from './places.ts'
import { worst } from './severities.ts'
import { SEVERITIES, SeverityLine } from './severity.tsx'
import { bySeverity, nameOf, stretchOf } from './spans.ts'
import { type Reading, useReview } from './use-review.ts'
import { VerdictBanner } from './verdict-banner.tsx'
import { handOver, written } from './written.ts'

/** What a rewrite changed, so that it can be taken back after the browser's undo is out of reach. */
type Change = { start: number; was: string; is: string; text: string }

export function TextView() {
  const { t } = useWords()
  return (
    <OperatorsOnly title={t('checks.text')}>
      <Desk />
    </OperatorsOnly>
  )
}

function Desk() {
  const { t } = useWords()
  const brand = useBrand()
  const search = useSearch({ strict: false }) as ChecksSearch
  const navigate = useNavigate()
  const carrier = search.carrier ?? 'oa'
  const surface = isSurface(search.surface) ? search.surface : (usualSurfaces[carrier][0] ?? 'article_body')
  const [text, setText] = useState(() => written.get(brand.id) ?? '')
  const [active, setActive] = useState<string | null>(null)
  const [last, setLast] = useState<Change | null>(null)
  const editor = useRef<EditorHandle>(null)
  const reading = useReview({ carrier, surface, text })
  const go = (place: Pick<ChecksSearch, 'carrier' | 'surface'>) =>
    void navigate({ to: '.', replace: true, resetScroll: false, search: (old: object) => ({ ...old, ...place }) } as never)
  const change = (next: string) => {
    written.set(brand.id, next)
    setText(next)
  }
  const use = (finding: Finding, words: string, exact: boolean) => {
    const { start, end } = stretchOf(text, finding, exact)
    editor.current?.replace(start, end, words)
    setLast({ start, was: text.slice(start, end), is: words, text: text.slice(0, start) + words + text.slice(end) })
    setActive(null)
  }
  const takeBack = ({ start, was, is }: Change) => {
    editor.current?.replace(start, start + is.length, was)
    setLast(null)
  }
  // A screenshot pasted or a picture dropped here has a view of its own.
  const takeFile = (event: React.SyntheticEvent, files: DataTransfer) => {
    const [file] = files.files
    if (!file || files.getData('text/plain') !== '') return
    event.preventDefault()
    handOver(brand.id, file)
    void navigate({ to: '.', search: (old: object) => ({ ...old, view: 'media' }) } as never)
  }
  const tryOut = (example: Example) => {
    go({ carrier: example.carrier, surface: example.surface })
    change(example.text)
  }
  return (
    <>
      <PlaceChoice carrier={carrier} surface={surface} go={go} />
      {reading.review && (
        <VerdictBanner verdict={worst(reading.findings.map(({ severity }) => severity))} findings={reading.findings} busy={reading.busy} />
      )}
      <section
        className="check-grid"
        aria-label={t('checks.text')}
        onPasteCapture={event => takeFile(event, event.clipboardData)}
        onDropCapture={event => takeFile(event, event.dataTransfer)}
      >
        <TextCard
          text={text}
          findings={reading.findings}
          active={active}
          change={change}
          choose={finding => setActive(finding ? nameOf(finding) : null)}
          last={last?.text === text ? last : null}
          takeBack={takeBack}
          tryOut={tryOut}
          editor={editor}
        />
        <Findings reading={reading} empty={text.trim() === ''} active={active} show={finding => editor.current?.show(finding)} use={use} />
      </section>
    </>
  )
}

type TextCardProps = {
  text: string
  findings: Finding[]
  active: string | null
  last: Change | null
  editor: React.RefObject<EditorHandle | null>
  change(text: string): void
  choose(finding: Finding | undefined): void
  takeBack(last: Change): void
  tryOut(example: Example): void
}

function TextCard({ text, findings, active, last, editor, change, choose, takeBack, tryOut }: TextCardProps) {
  const { t, f } = useWords()
  const placed = findings.filter(({ start, end }) => start < end).sort((a, b) => a.start - b.start || a.end - b.end)
  const at = placed.findIndex(finding => nameOf(finding) === active)
  return (
    <Card
      className="check-text"
      title={t('checks.text')}
      definition={t('checks.text.why')}
      flush
      tools={
        placed.length > 0 && (
          <>
            <span className="small faint num">{at < 0 ? placed.length : t('checks.where', { at: at + 1, of: placed.length })}</span>
            <button type="button" className="icon-button" aria-label={t('checks.previous')} onClick={() => editor.current?.step(-1)}>
              <UpOutlined />
            </button>
            <button type="button" className="icon-button" aria-label={t('checks.next')} onClick={() => editor.current?.step(1)}>
              <DownOutlined />
            </button>
          </>
        )
      }
    >
      <MarkedEditor handle={editor} text={text} findings={findings} active={active} change={change} choose={choose} />
      {text === '' && (
        <div className="check-examples">
          <span className="small faint">{t('checks.examples')}</span>
          {examples.map(example => (
            <Button key={example.word} size="small" onClick={() => tryOut(example)}>
              {t(example.word)}
            </Button>
          ))}
        </div>
      )}
      {text !== '' && (
        <div className="check-foot small">
          <span className="faint num">{t('checks.chars', { n: f.int([...text].length) })}</span>
          {last && (
            <span className="row grow" role="status">
              <span className="ellipsis">
                {last.is === '' ? t('checks.removed', { text: last.was }) : t('checks.redone', { text: last.is })}
              </span>
              <Button size="small" type="link" icon={<UndoOutlined />} onClick={() => takeBack(last)}>
                {t('checks.undo')}
              </Button>
            </span>
          )}
          <Button size="small" type="text" icon={<CloseOutlined />} onClick={() => change('')} className="check-clear">
            {t('checks.clear')}
          </Button>
        </div>
      )}
    </Card>
  )
}

type FindingsProps = {
  reading: Reading
  empty: boolean
  active: string | null
  show(finding: Finding): void
  use(finding: Finding, words: string, exact: boolean): void
}

function Findings({ reading, empty, active, show, use }: FindingsProps) {
  const { t } = useWords()
  const brand = useBrand()
  const rules = useRead(listRules, { params: { brandId: brand.id } })
  const [only, setOnly] = useState<Severity | undefined>()
  const list = useRef<HTMLUListElement>(null)
  useEffect(() => {
    if (!active) return
    list.current?.querySelector(`[data-finding="${CSS.escape(active)}"]`)?.scrollIntoView({ block: 'nearest' })
  }, [active])
  const { findings } = reading
  const shown = findings.filter(({ severity }) => only === undefined || severity === only).sort(bySeverity)
  return (
    <Card
      title={t('finding.list')}
      className="check-findings"
      flush
      tools={
        findings.length > 0 && (
          <Counts<Severity>
            label={t('checks.severity.label')}
            all={t('checks.severity.all')}
            value={only}
            choose={setOnly}
            counts={SEVERITIES.map(key => ({
              key,
              name: t(`checks.severity.${key}`),
              n: findings.filter(({ severity }) => severity === key).length,
              sign: <SeverityLine severity={key} />,
            }))}
          />
        )
      }
    >
      {reading.error && <ProblemLine error={reading.error} />}
      {empty && <Empty title={t('checks.empty')}>{t('checks.empty.do')}</Empty>}
      {!empty && !reading.review && !reading.error && <Bones lines={5} height={40} />}
      {reading.review && shown.length === 0 && <Empty title={t(findings.length > 0 ? 'finding.none' : 'verdict.pass.what')} />}
      <ul ref={list} className="findings">
        {shown.map(finding => {
          const rule = rules.data?.rules.find(({ id }) => id === finding.rule)
          return (
            <FindingRow
              key={nameOf(finding)}
              finding={finding}
              rule={rule}
              active={nameOf(finding) === active}
              show={() => show(finding)}
              use={words => use(finding, words, rule?.pack === 'brand')}
            />
          )
        })}
      </ul>
    </Card>
  )
}
