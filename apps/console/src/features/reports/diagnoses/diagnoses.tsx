/** Three ways in which a carrier fails alone, each with its threshold, what was measured, and what to do. */
import { type Diagnosis, getDiagnoses } from '@wematrix/server/features/reports/schema'
import { useRead } from '../../../api/queries.ts'
import { useWords } from '../../../locales/index.tsx'
import { useBrand } from '../../../shell/brand.ts'
import { useRange } from '../../../shell/range.ts'
import { Card } from '../../../ui/card.tsx'
import { Drill } from '../../../ui/drill.tsx'
import { CarrierMark, Definition, useCarrierName } from '../../../ui/marks.tsx'
import { Await } from '../../../ui/states.tsx'
import './diagnoses.css'

const tone = { failing: 'bad', ok: 'good', unsure: 'warn', 'too-few': '' } as const

export function Diagnoses() {
  const { t } = useWords()
  const brand = useBrand()
  const { from, to } = useRange(brand.timeZone)
  const query = useRead(getDiagnoses, { params: { brandId: brand.id }, query: { from, to } })
  return (
    <Card title={t('diagnosis.title')} report={query.data} flush>
      <Await query={query}>
        {({ diagnoses }) => (
          <ul className="diagnoses">
            {diagnoses.map(diagnosis => (
              <DiagnosisRow key={`${diagnosis.id}-${diagnosis.carrier}`} diagnosis={diagnosis} />
            ))}
          </ul>
        )}
      </Await>
    </Card>
  )
}

function DiagnosisRow({ diagnosis }: { diagnosis: Diagnosis }) {
  const { t, f, pick } = useWords()
  const name = useCarrierName()
  const { measured, threshold, verdict } = diagnosis
  const top = Math.max(threshold * 1.6, (measured.wilson95?.[1] ?? measured.rate ?? 0) * 1.15, 0.01)
  const place = (share: number) => `${Math.min(100, (share / top) * 100)}%`
  return (
    <li className="diagnosis">
      <div className="row between">
        <span className="row">
          <CarrierMark carrier={diagnosis.carrier} size={22} />
          <strong>{pick(diagnosis.name)}</strong>
          <Definition text={diagnosis.definition} />
        </span>
        <span className={`chip ${tone[verdict]}`}>{t(`diagnosis.${verdict}`)}</span>
      </div>
      <div className="gauge" role="img" aria-label={`${f.percent(measured.rate)} / ${f.percent(threshold)}`}>
        {measured.wilson95 && (
          <i
            className={`gauge-band ${tone[verdict]}`}
            style={{ left: place(measured.wilson95[0]), right: `calc(100% - ${place(measured.wilson95[1])})` }}
          />
        )}
        {measured.rate !== null && <i className={`gauge-dot ${tone[verdict]}`} style={{ left: place(measured.rate) }} />}
        <i className="gauge-mark" style={{ left: place(threshold) }} />
      </div>
      <div className="row between small">
        <span className="muted">
          {name(diagnosis.carrier)} <Drill token={measured.drill}>{f.percent(measured.rate)}</Drill>
          <span className="faint">
            {' '}
            {f.int(measured.people)} / {f.int(measured.of)}
          </span>
        </span>
        <span className="faint num">{t('diagnosis.threshold', { n: f.percent(threshold, 0) })}</span>
      </div>
      {verdict !== 'ok' && <p className="small muted">{pick(diagnosis.advice)}</p>}
    </li>
  )
}
