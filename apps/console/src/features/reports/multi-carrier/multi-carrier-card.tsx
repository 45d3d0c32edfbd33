/** How many people use two and three carriers, and what each combination buys. */
import { getMultiCarrier } from '@wematrix/server/features/reports/schema'
import { urlOf } from '../../../api/client.ts'
import { useRead } from '../../../api/queries.ts'
import { useWords } from '../../../locales/index.tsx'
import { useBrand } from '../../../shell/brand.ts'
import { useRange } from '../../../shell/range.ts'
import { Card, csvOf } from '../../../ui/card.tsx'
import { Drill } from '../../../ui/drill.tsx'
import { CarrierMark, useCarrierName } from '../../../ui/marks.tsx'
import { Await, Bones, Empty } from '../../../ui/states.tsx'
import { Table } from '../../../ui/table.tsx'

export function MultiCarrierCard() {
  const { t, f } = useWords()
  const brand = useBrand()
  const name = useCarrierName()
  const { from, to } = useRange(brand.timeZone)
  const input = { params: { brandId: brand.id }, query: { from, to } }
  const query = useRead(getMultiCarrier, input)
  return (
    <Card title={t('multi.title')} report={query.data} csv={csvOf(urlOf(getMultiCarrier, input))} note={t('multi.note')}>
      <Await query={query} wait={<Bones lines={5} height={30} />}>
        {({ people, atLeast, combinations }) =>
          people === 0 ? (
            <Empty title={t('multi.empty')}>{t('multi.empty.do')}</Empty>
          ) : (
            <div className="stack loose">
              <dl className="figures three">
                {atLeast.map(share => (
                  <div key={share.carriers}>
                    <dt>{t('multi.atLeast', { n: share.carriers })}</dt>
                    <dd>
                      <Drill token={share.drill}>{f.percent(share.rate)}</Drill>
                    </dd>
                    <dd className="small faint num">{f.interval(share.wilson95?.[0], share.wilson95?.[1])}</dd>
                  </div>
                ))}
              </dl>
              <Table head={[t('multi.combination'), { end: t('multi.people') }, { end: t('multi.rate') }]} snug>
                {combinations.map(row => (
                  <tr key={row.carriers.join()}>
                    <td>
                      <span className="row" title={f.list(row.carriers.map(name))}>
                        {row.carriers.map(carrier => (
                          <CarrierMark key={carrier} carrier={carrier} size={22} />
                        ))}
                        {row.carriers.length === 0 ? (
                          <span className="muted">{t('multi.none')}</span>
                        ) : (
                          <span className="visually-hidden">{f.list(row.carriers.map(name))}</span>
                        )}
                      </span>
                    </td>
                    <td className="end">
                      <Drill token={row.drill}>{f.int(row.people)}</Drill>
                    </td>
                    <td className="end" title={f.interval(row.wilson95?.[0], row.wilson95?.[1])}>
                      {f.percent(row.rate)}
                    </td>
                  </tr>
                ))}
              </Table>
            </div>
          )
        }
      </Await>
    </Card>
  )
}
