/** Every measure of the product, defined once: what it counts, its unit, how sure it is, and where it is shown. */
import { SearchOutlined } from '@ant-design/icons'
import { Link, useLocation } from '@tanstack/react-router'
import { getMetrics, type Metric } from '@wematrix/server/features/reports/schema'
import { Input } from 'antd'
import { useEffect, useState } from 'react'
import { urlOf } from '../../../api/client.ts'
import { useRead } from '../../../api/queries.ts'
import { useWords } from '../../../locales/index.tsx'
import { useBrand } from '../../../shell/brand.ts'
import { Page } from '../../../shell/page.tsx'
import { screens } from '../../../shell/screens.ts'
import { Card, csvOf } from '../../../ui/card.tsx'
import { Honesty } from '../../../ui/marks.tsx'
import { Await, Bones, Empty } from '../../../ui/states.tsx'
import './metrics.css'

/** The screen that shows a report, by the first word of its route. */
const screenOf: Record<string, string> = {
  kpis: 'overview',
  flow: 'overview',
  trend: 'overview',
  lifecycle: 'overview',
  diagnoses: 'overview',
  funnel: 'funnel',
  retention: 'retention',
  repurchase: 'retention',
  'multi-carrier': 'retention',
  paths: 'paths',
  timeline: 'people',
  official: 'carriers',
}
const placeOf = (metric: Metric) => screenOf[metric.report.split('/')[0] ?? ''] ?? 'overview'

export default function MetricsScreen() {
  const { t, pick } = useWords()
  const brand = useBrand()
  const { hash } = useLocation()
  const [text, setText] = useState('')
  const input = { params: { brandId: brand.id } }
  const query = useRead(getMetrics, input)
  const loaded = query.data !== undefined
  useEffect(() => {
    if (loaded && hash) document.getElementById(hash)?.scrollIntoView({ block: 'center' })
  }, [loaded, hash])
  const wanted = text.trim().toLowerCase()
  const fits = (metric: Metric) =>
    [metric.id, metric.name.zh, metric.name.en, pick(metric.definition)].some(said => said.toLowerCase().includes(wanted))
  return (
    <Page title={t('nav.metrics')}>
      <p className="muted metrics-lead">{t('metrics.lead')}</p>
      <span data-search>
        <Input
          allowClear
          prefix={<SearchOutlined className="faint" />}
          placeholder={t('metrics.search')}
          aria-label={t('metrics.search')}
          value={text}
          onChange={({ target }) => setText(target.value)}
          style={{ maxWidth: 420 }}
        />
      </span>
      <Await query={query} wait={<Bones lines={6} height={64} />}>
        {({ metrics }) => {
          const found = metrics.filter(fits)
          if (found.length === 0) return <Empty title={t('metrics.none')}>{t('metrics.none.do')}</Empty>
          return screens
            .map(screen => ({ screen, list: found.filter(metric => placeOf(metric) === screen.path) }))
            .filter(({ list }) => list.length > 0)
            .map(({ screen, list }) => (
              <Card
                key={screen.path}
                title={
                  <Link
                    to={`/b/$brandId/${screen.path}` as '/b/$brandId/overview'}
                    params={{ brandId: brand.id }}
                    className="metrics-place"
                  >
                    <screen.icon /> {t(screen.word)}
                  </Link>
                }
                csv={screen.path === 'overview' ? csvOf(urlOf(getMetrics, input)) : undefined}
              >
                <dl className="metrics">
                  {list.map(metric => (
                    <MetricEntry key={metric.id} metric={metric} chosen={metric.id === hash} />
                  ))}
                </dl>
              </Card>
            ))
        }}
      </Await>
    </Page>
  )
}

function MetricEntry({ metric, chosen }: { metric: Metric; chosen: boolean }) {
  const { t, lang } = useWords()
  return (
    <div className={`metric ${chosen ? 'chosen' : ''}`} id={metric.id}>
      <dt className="stack tight">
        <strong>{metric.name[lang]}</strong>
        <span className="row wrap small faint">
          <Honesty mark={metric.honesty} />
          <span>{t(`unit.${metric.unit}`)}</span>
        </span>
      </dt>
      <dd>
        {metric.definition[lang]}
        <code className="small faint metric-route">GET …/{metric.report}</code>
      </dd>
    </div>
  )
}
