/** Of first buyers, who buys again within 30, 60, 90 days; by month of the first order below. */
import { getRepurchase } from '@wematrix/server/features/reports/schema'
import { urlOf } from '../../../api/client.ts'
import { useRead } from '../../../api/queries.ts'
import { useWords } from '../../../locales/index.tsx'
import { useBrand } from '../../../shell/brand.ts'
import { useRange } from '../../../shell/range.ts'
import { Card, csvOf } from '../../../ui/card.tsx'
import { Drill } from '../../../ui/drill.tsx'
import { Await, Bones, Empty } from '../../../ui/states.tsx'

export function RepurchaseCard() {
  const { t, f } = useWords()
  const brand = useBrand()
  const { from, to } = useRange(brand.timeZone)
  const input = { params: { brandId: brand.id }, query: { from, to, n: '7,30,60,90', grain: 'month' as const } }
  const query = useRead(getRepurchase, input)
  return (
    <Card title={t('repurchase.title')} report={query.data} csv={csvOf(urlOf(getRepurchase, input))}>
      <Await query={query} wait={<Bones lines={5} height={30} />}>
        {({ points, period, cohorts }) =>
          period.buyers === 0 && points.every(point => point.buyers === 0) ? (
            <Empty title={t('repurchase.empty')}>{t('repurchase.empty.do')}</Empty>
          ) : (
            <div className="stack loose">
              <ul className="entries">
                {points.map(point => (
                  <li className="entry" key={point.n}>
                    <div className="row between">
                      <span>{t('repurchase.within', { n: point.n })}</span>
                      <strong>
                        <Drill token={point.drill}>{f.percent(point.rate)}</Drill>
                      </strong>
                    </div>
                    <div className="meter">
                      <i style={{ width: `${(point.rate ?? 0) * 100}%` }} />
                    </div>
                    <div className="row between small faint num">
                      {point.buyers === 0 ? (
                        <span>{t('repurchase.tooEarly', { n: point.n })}</span>
                      ) : (
                        <Drill token={point.buyersDrill}>
                          {t('lifecycle.of', { n: f.int(point.repurchased), of: f.int(point.buyers) })}
                        </Drill>
                      )}
                      <span>{f.interval(point.wilson95?.[0], point.wilson95?.[1])}</span>
                    </div>
                  </li>
                ))}
              </ul>
              <p className="small muted">
                <Drill token={period.drill}>
                  {t('repurchase.period', {
                    buyers: f.int(period.buyers),
                    again: f.int(period.buyersTwoDays),
                    rate: f.percent(period.rateDays),
                  })}
                </Drill>
              </p>
              {cohorts.length > 1 && (
                <p className="small faint">
                  {cohorts.map(({ cohort, buyers }) => t('repurchase.cohort', { month: cohort.slice(0, 7), n: f.int(buyers) })).join(' · ')}
                </p>
              )}
            </div>
          )
        }
      </Await>
    </Card>
  )
}
