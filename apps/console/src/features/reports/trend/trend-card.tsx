/** One metric over time, by carrier if wanted, with the team's notes; a click on a day adds a note or opens the people. */

import { useNavigate, useSearch } from '@tanstack/react-router'
import { getTrend, type TrendMetric } from '@wematrix/server/features/reports/schema'
import { Segmented, Select } from 'antd'
import { useRef, useState } from 'react'
import { urlOf } from '../../../api/client.ts'
import { useRead } from '../../../api/queries.ts'
import { useWords } from '../../../locales/index.tsx'
import { TREND_METRICS } from '../../../search.ts'
import { useBrand } from '../../../shell/brand.ts'
import { daysBetween, useRange } from '../../../shell/range.ts'
import { Card, csvOf } from '../../../ui/card.tsx'
import { Await, Bones, Empty } from '../../../ui/states.tsx'
import { DayNotes } from '../annotations/day-notes.tsx'
import { TrendChart } from './trend-chart.tsx'

export type TrendSearch = { metric?: TrendMetric | undefined; by?: 'none' | undefined }

export function TrendCard() {
  const { t } = useWords()
  const brand = useBrand()
  const { from, to } = useRange(brand.timeZone)
  const search = useSearch({ strict: false }) as TrendSearch
  const navigate = useNavigate()
  const [day, setDay] = useState<string | null>(null)
  const png = useRef<(() => void) | null>(null)
  const metric = search.metric ?? 'people'
  const byCarrier = search.by !== 'none'
  const input = {
    params: { brandId: brand.id },
    query: {
      from,
      to,
      metric,
      by: byCarrier ? ('carrier' as const) : ('none' as const),
      grain: daysBetween(from, to) > 120 ? ('week' as const) : ('day' as const),
    },
  }
  const query = useRead(getTrend, input)
  const set = (part: TrendSearch) => void navigate({ to: '.', search: (old: object) => ({ ...old, ...part }) } as never)
  return (
    <Card
      title={t('trend.title')}
      report={query.data}
      csv={csvOf(urlOf(getTrend, input))}
      png={() => png.current?.()}
      note={t('trend.note')}
      tools={
        <>
          <Select<TrendMetric>
            size="small"
            variant="filled"
            value={metric}
            popupMatchSelectWidth={false}
            aria-label={t('trend.metric')}
            onChange={next => set({ metric: next === 'people' ? undefined : next })}
            options={TREND_METRICS.map(value => ({ value, label: t(`metric.${value}`) }))}
          />
          <Segmented
            size="small"
            value={byCarrier ? 'carrier' : 'none'}
            onChange={by => set({ by: by === 'none' ? 'none' : undefined })}
            options={[
              { value: 'carrier', label: t('trend.byCarrier') },
              { value: 'none', label: t('trend.total') },
            ]}
          />
        </>
      }
    >
      <Await query={query} wait={<Bones height={260} />}>
        {trend => (
          <>
            {trend.series.every(({ points }) => points.every(({ value }) => !value)) ? (
              <Empty title={t('trend.empty')}>{t('trend.empty.do')}</Empty>
            ) : (
              <TrendChart trend={trend} png={png} onDay={setDay} />
            )}
            <DayNotes
              day={day}
              notes={trend.annotations}
              drill={trend.series.flatMap(({ points }) => points).find(point => point.day === day && point.drill)?.drill ?? null}
              close={() => setDay(null)}
            />
          </>
        )}
      </Await>
    </Card>
  )
}
