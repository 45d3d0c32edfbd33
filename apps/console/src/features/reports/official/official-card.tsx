/** What WeChat itself reports of an account, day by day, beside what arrived here: totals only, and how far the two are apart. */
import { useNavigate, useSearch } from '@tanstack/react-router'
import { getOfficial, type OfficialMetric, type OfficialReply } from '@wematrix/server/features/reports/schema'
import { urlOf } from '../../../api/client.ts'
import { useRead } from '../../../api/queries.ts'
import { useWords } from '../../../locales/index.tsx'
import type { CarrierSearch } from '../../../search.ts'
import { useBrand } from '../../../shell/brand.ts'
import { useRange } from '../../../shell/range.ts'
import { Card, csvOf } from '../../../ui/card.tsx'
import { Await, Bones, Empty } from '../../../ui/states.tsx'
import { amountOf } from './amount.ts'
import { OfficialDays } from './official-days.tsx'
import './official.css'

export function OfficialCard({ carrierId }: { carrierId: string }) {
  const { t, f, pick } = useWords()
  const brand = useBrand()
  const { from, to } = useRange(brand.timeZone)
  const input = { params: { brandId: brand.id }, query: { from, to, carrier: carrierId } }
  const known = useRead(getOfficial, input)
  // Until the first reading is there it is looked for; afterwards a day changes nothing.
  const query = useRead(getOfficial, input, known.data?.given && !known.data.readAt ? { refetchMs: 5000 } : {})
  const { data } = query
  return (
    <Card
      title={t('official.title')}
      report={data}
      csv={data?.metrics.length ? csvOf(urlOf(getOfficial, input)) : undefined}
      note={
        data && (
          <>
            {pick(data.delay)}
            {data.readAt && ` ${t('official.read', { ago: f.ago(data.readAt, new Date()), day: data.newest ? f.day(data.newest) : '–' })}`}
          </>
        )
      }
    >
      <Await query={query} wait={<Bones height={260} />}>
        {official => (official.metrics.length === 0 ? <Nothing official={official} /> : <Figures official={official} />)}
      </Await>
    </Card>
  )
}

function Nothing({ official }: { official: OfficialReply }) {
  const { t } = useWords()
  if (!official.given) return <Empty title={t('official.none')}>{t('official.none.do')}</Empty>
  return official.readAt ? (
    <Empty title={t('official.range')}>{t('official.range.do')}</Empty>
  ) : (
    <Empty title={t('official.unread')}>{t('official.unread.do')}</Empty>
  )
}

function Figures({ official }: { official: OfficialReply }) {
  const { figure } = useSearch({ strict: false }) as CarrierSearch
  const navigate = useNavigate()
  const chosen =
    official.metrics.find(({ id }) => id === figure) ?? official.metrics.find(({ ours }) => ours !== null) ?? official.metrics[0]
  if (!chosen) return null
  const choose = (id: string) =>
    void navigate({ to: '.', replace: true, resetScroll: false, search: (old: object) => ({ ...old, figure: id }) } as never)
  return (
    <div className="stack loose">
      <ul className="officials">
        {official.metrics.map(metric => (
          <li key={metric.id}>
            <FigureCell metric={metric} chosen={metric.id === chosen.id} choose={() => choose(metric.id)} />
          </li>
        ))}
      </ul>
      <OfficialDays metric={chosen} />
    </div>
  )
}

function FigureCell({ metric, chosen, choose }: { metric: OfficialMetric; chosen: boolean; choose(): void }) {
  const { t, f, pick } = useWords()
  return (
    <button type="button" className="official" aria-pressed={chosen} onClick={choose} data-figure={metric.id}>
      <span className="small muted">
        {pick(metric.name)}
        {metric.over === 'mean' && ` · ${t('official.mean')}`}
      </span>
      <strong className="num">{amountOf(f, metric, metric.value)}</strong>
      <span className="small num">
        {metric.ours === null ? (
          <span className="faint">{t('official.noOwn')}</span>
        ) : (
          <>
            {t('official.ours', { n: amountOf(f, metric, metric.ours) })}{' '}
            <span className={apart(metric) ? 'warn' : 'faint'}>{f.change(metric.difference)}</span>
          </>
        )}
      </span>
    </button>
  )
}

/** More than a tenth apart is worth a look. */
const apart = ({ difference }: OfficialMetric) => difference !== null && Math.abs(difference) > 0.1
