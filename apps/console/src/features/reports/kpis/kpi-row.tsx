/** The overview's figures: value, change against the period before, how sure, and who is behind it. */
import { getKpis, type Kpi } from '@wematrix/server/features/reports/schema'
import { useRead } from '../../../api/queries.ts'
import type { Format } from '../../../locales/format.ts'
import { useWords } from '../../../locales/index.tsx'
import { useBrand } from '../../../shell/brand.ts'
import { useRange } from '../../../shell/range.ts'
import { Drill } from '../../../ui/drill.tsx'
import { Definition, Honesty } from '../../../ui/marks.tsx'
import { Await, Bones } from '../../../ui/states.tsx'
import './kpis.css'

export function KpiRow() {
  const brand = useBrand()
  const { from, to } = useRange(brand.timeZone)
  const query = useRead(getKpis, { params: { brandId: brand.id }, query: { from, to } })
  return (
    <section className="card kpis" data-report="kpis">
      <Await query={query} wait={<KpiBones />}>
        {({ kpis, previousFrom, previousTo }) => kpis.map(kpi => <KpiCell key={kpi.id} kpi={kpi} before={[previousFrom, previousTo]} />)}
      </Await>
    </section>
  )
}

function KpiBones() {
  return Array.from({ length: 8 }, (_, at) => `kpi-${at}`).map(key => (
    <div className="kpi" key={key}>
      <Bones width={80} height={12} />
      <Bones width={120} height={26} />
      <Bones width={90} height={12} />
    </div>
  ))
}

const shown = (kpi: Kpi, f: Format) => {
  if (kpi.unit === 'share') return f.percent(kpi.value)
  return kpi.unit === 'fen' ? f.shortMoney(kpi.value) : f.short(kpi.value)
}
const exact = (kpi: Kpi, f: Format) =>
  kpi.unit === 'share' ? f.percent(kpi.value, 2) : kpi.unit === 'fen' ? f.money(kpi.value) : f.int(kpi.value)

function KpiCell({ kpi, before }: { kpi: Kpi; before: [string, string] }) {
  const { t, f, pick } = useWords()
  return (
    <div className="kpi" data-kpi={kpi.id}>
      <div className="kpi-name">
        <span className="ellipsis">{pick(kpi.name)}</span>
        <Definition text={kpi.definition} honesty={kpi.honesty} metric={kpi.id}>
          <dl className="kv small">
            <dt>{t('kpi.exact')}</dt>
            <dd className="num">{exact(kpi, f)}</dd>
            {kpi.denominator !== undefined && (
              <>
                <dt>{t('kpi.parts')}</dt>
                <dd className="num">
                  {f.int(kpi.numerator)} / {f.int(kpi.denominator)}
                </dd>
              </>
            )}
            {kpi.wilson95 && (
              <>
                <dt>{t('map.interval')}</dt>
                <dd className="num">{f.interval(kpi.wilson95[0], kpi.wilson95[1])}</dd>
              </>
            )}
            <dt>{t('kpi.before')}</dt>
            <dd className="num">
              {f.day(before[0])} – {f.day(before[1])}
            </dd>
          </dl>
        </Definition>
      </div>
      <Drill token={kpi.drill} className="kpi-value">
        {shown(kpi, f)}
      </Drill>
      <div className="kpi-foot">
        <Change kpi={kpi} />
        <Honesty mark={kpi.honesty} />
      </div>
    </div>
  )
}

/** Shares change in percentage points, everything else in percent. Unknown before is said, not shown as growth. */
function Change({ kpi }: { kpi: Kpi }) {
  const { t, f } = useWords()
  if (kpi.value === null) return <span className="faint">{t('kpi.notYet')}</span>
  if (kpi.previous === null || (kpi.previous === 0 && kpi.unit !== 'share')) return <span className="faint">{t('kpi.noBefore')}</span>
  const difference = kpi.unit === 'share' ? kpi.value - kpi.previous : kpi.value / kpi.previous - 1
  const flat = Math.abs(difference) < 0.0005
  const text = kpi.unit === 'share' ? t('kpi.points', { n: f.points(difference) }) : f.change(difference)
  return (
    <span className={`num ${flat ? 'faint' : difference > 0 ? 'good' : 'bad'}`}>
      {flat ? '' : difference > 0 ? '↑ ' : '↓ '}
      {text}
    </span>
  )
}
