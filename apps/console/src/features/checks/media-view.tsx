/** A picture or video before it leaves: what is in it, what its place takes, and what to do. It is looked into and kept nowhere. */
import { DeleteOutlined, InboxOutlined, SwapOutlined } from '@ant-design/icons'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { listRules } from '@wematrix/server/features/checks/schema'
import { Button, Progress } from 'antd'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useRead } from '../../api/queries.ts'
import { useWords } from '../../locales/index.tsx'
import type { ChecksSearch } from '../../search.ts'
import { useBrand, useBrandParams } from '../../shell/brand.ts'
import { Card } from '../../ui/card.tsx'
import { Bones, Empty, ProblemLine } from '../../ui/states.tsx'
import { FindingRow } from './finding-row.tsx'
import { MediaFacts } from './media-facts.tsx'
import { isMediaPlace, placeFor, usualMediaPlaces } from './media-places.ts'
import { MediaPreview } from './media-preview.tsx'
import { OperatorsOnly } from './operators-only.tsx'
import { MediaPlaceChoice } from './place-choice.tsx'
import { bySeverity } from './spans.ts'
import { type MediaReading, useMediaReview } from './use-media-review.ts'
import { VerdictBanner } from './verdict-banner.tsx'
import { handed, handOver } from './written.ts'
import './media.css'

export function MediaView() {
  const { t } = useWords()
  return (
    <OperatorsOnly title={t('media.file')}>
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
  const place = isMediaPlace(search.place) ? search.place : usualMediaPlaces[carrier][0]
  const [current, setCurrent] = useState(() => handed.get(brand.id) ?? null)
  const reading = useMediaReview(current, { carrier, surface: place })
  const picker = useRef<HTMLInputElement>(null)
  const go = (next: Pick<ChecksSearch, 'carrier' | 'place'>) =>
    void navigate({ to: '.', replace: true, resetScroll: false, search: (old: object) => ({ ...old, ...next }) } as never)
  const take = (file: File | undefined) => {
    if (!file) return
    setCurrent(handOver(brand.id, file))
    const fits = placeFor(file.type, carrier, place)
    if (fits !== place) go({ carrier, place: fits })
  }
  const drop = () => {
    handed.delete(brand.id)
    setCurrent(null)
  }
  const over = useFilesOfWindow(take)
  return (
    <>
      <MediaPlaceChoice carrier={carrier} place={place} go={go} />
      {reading.review && <VerdictBanner verdict={reading.review.verdict} findings={reading.review.findings} busy={false} />}
      <input
        ref={picker}
        type="file"
        accept="image/*,video/mp4"
        className="visually-hidden"
        aria-label={t('media.choose')}
        tabIndex={-1}
        onChange={event => {
          take(event.target.files?.[0])
          event.target.value = ''
        }}
      />
      <div className="check-grid" data-over={over || undefined}>
        <Card
          className="media-card"
          title={t('media.file')}
          definition={t('media.file.why')}
          tools={
            current && (
              <>
                <Button size="small" icon={<SwapOutlined />} onClick={() => picker.current?.click()}>
                  {t('media.other')}
                </Button>
                <button type="button" className="icon-button" aria-label={t('media.remove')} onClick={drop}>
                  <DeleteOutlined />
                </button>
              </>
            )
          }
        >
          {current ? (
            <MediaPreview key={current.no} file={current.file} review={reading.review} />
          ) : (
            <button type="button" className="media-drop" onClick={() => picker.current?.click()}>
              <InboxOutlined />
              <strong>{t('media.drop')}</strong>
              <span className="small muted">{t('media.formats')}</span>
              <span className="small faint">{t('media.paste')}</span>
            </button>
          )}
          <Way reading={reading} />
          <MediaFacts place={place} review={reading.review} size={current?.file.size ?? null} />
        </Card>
        <Findings reading={reading} empty={current === null} />
      </div>
    </>
  )
}

/** What is dropped anywhere on the page, or pasted. @returns whether files are being held over it */
function useFilesOfWindow(take: (file: File | undefined) => void): boolean {
  const [over, setOver] = useState(false)
  const latest = useRef(take)
  latest.current = take
  const hold = useCallback((event: DragEvent) => {
    if (!event.dataTransfer?.types.includes('Files')) return
    event.preventDefault()
    setOver(event.type === 'dragover')
    if (event.type === 'drop') latest.current(event.dataTransfer.files[0])
  }, [])
  useEffect(() => {
    const paste = (event: ClipboardEvent) => latest.current(event.clipboardData?.files[0])
    const leave = (event: DragEvent) => event.relatedTarget === null && setOver(false)
    window.addEventListener('paste', paste)
    window.addEventListener('dragover', hold)
    window.addEventListener('drop', hold)
    window.addEventListener('dragleave', leave)
    return () => {
      window.removeEventListener('paste', paste)
      window.removeEventListener('dragover', hold)
      window.removeEventListener('drop', hold)
      window.removeEventListener('dragleave', leave)
    }
  }, [hold])
  return over
}

/** How far it is, or why not. */
function Way({ reading: { share, error, again } }: { reading: MediaReading }) {
  const { t, f } = useWords()
  if (share !== null) {
    return (
      <div className="media-way" role="status">
        <span className="nowrap">{share < 1 ? t('media.sending', { share: f.percent(share, 0) }) : t('media.looking')}</span>
        <Progress percent={Math.round(share * 100)} size="small" status="active" showInfo={false} aria-hidden />
      </div>
    )
  }
  if (!error) return null
  const retry = error.status === 0 || error.status === 429 || error.status >= 500
  return (
    <div className="media-way" data-refused={error.code}>
      <ProblemLine error={error} />
      {retry && (
        <Button size="small" onClick={again}>
          {t('ui.again')}
        </Button>
      )}
    </div>
  )
}

function Findings({ reading: { review, share, error }, empty }: { reading: MediaReading; empty: boolean }) {
  const { t } = useWords()
  const params = useBrandParams()
  const rules = useRead(listRules, { params })
  return (
    <Card title={t('finding.list')} className="check-findings" flush>
      {empty && <Empty title={t('checks.empty')}>{t('media.empty.do')}</Empty>}
      {share !== null && <Bones lines={4} height={40} />}
      {error && !empty && <Empty title={t('media.refused')}>{t('media.refused.do')}</Empty>}
      {review?.findings.length === 0 && <Empty title={t('verdict.pass.what')} />}
      <ul className="findings">
        {[...(review?.findings ?? [])].sort(bySeverity).map(finding => (
          <FindingRow
            key={`${finding.rule} ${finding.quote} ${finding.reason.en}`}
            finding={finding}
            rule={rules.data?.rules.find(({ id }) => id === finding.rule)}
            active={false}
            show={() => {}}
          />
        ))}
      </ul>
    </Card>
  )
}
