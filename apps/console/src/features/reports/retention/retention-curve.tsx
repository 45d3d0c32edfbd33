import type { RetentionPoint, RetentionReply } from '@wematrix/server/features/reports/schema'
import { useMemo } from 'react'
import { useWords } from '../../../locales/index.tsx'
import { Chart } from '../../../ui/charts/chart.tsx'
import { look } from '../../../ui/charts/look.ts'
import { Drill } from '../../../ui/drill.tsx'
import { useTheme } from '../../../ui/theme.tsx'

export type Counting = 'exact' | 'rolling' | 'range'
const rateOf = (point: RetentionPoint, count: Counting) =>
  ({ exact: point.exactRate, rolling: point.rollingRate, range: point.rangeRate })[count]

export function RetentionCurve({
  retention,
  count,
  png,
}: {
  retention: RetentionReply
  count: Counting
  png: { current: (() => void) | null }
}) {
  const { t, f } = useWords()
  const { dark } = useTheme()
  const { points } = retention
  // biome-ignore lint/correctness/useExhaustiveDependencies: `dark` decides the palette
  const option = useMemo(() => {
    const style = look()
    const band = count === 'exact'
    return {
      grid: style.grid,
      tooltip: {
        ...style.tooltip,
        trigger: 'axis',
        formatter: (rows: { dataIndex: number }[]) => {
          const point = points[rows[0]?.dataIndex ?? 0]
          if (!point) return ''
          const interval = band
            ? `<br/><span style="opacity:.7">${t('map.interval')} ${f.interval(point.wilson95?.[0], point.wilson95?.[1])}</span>`
            : ''
          return `${t('retention.day', { n: point.n })} <b>${f.percent(rateOf(point, count))}</b><br/><span style="opacity:.7">${f.int(point[count])} / ${f.int(point.eligible)}</span>${interval}`
        },
      },
      xAxis: { ...style.xAxis, boundaryGap: false, data: points.map(({ n }) => t('retention.day', { n })) },
      yAxis: { ...style.yAxis, axisLabel: { ...style.label, formatter: (share: number) => f.percent(share, 0) } },
      series: [
        ...(band
          ? [
              {
                type: 'line',
                stack: 'band',
                silent: true,
                symbol: 'none',
                lineStyle: { opacity: 0 },
                data: points.map(point => point.wilson95?.[0] ?? null),
              },
              {
                type: 'line',
                stack: 'band',
                silent: true,
                symbol: 'none',
                lineStyle: { opacity: 0 },
                areaStyle: { color: style.brand, opacity: 0.16 },
                data: points.map(point => (point.wilson95 ? point.wilson95[1] - point.wilson95[0] : null)),
              },
            ]
          : []),
        {
          type: 'line',
          data: points.map(point => rateOf(point, count)),
          color: style.brand,
          lineStyle: { width: 2.2 },
          symbol: 'circle',
          symbolSize: 5,
          showSymbol: points.length <= 31,
        },
      ],
    }
  }, [points, count, dark, t, f])
  const marked = points.filter(({ n }) => [1, 7, 14, 30].includes(n))
  return (
    <div className="retention-curve">
      <dl className="retention-marks">
        <div>
          <dt>{t('retention.new')}</dt>
          <dd>
            <Drill token={retention.drill}>{f.short(retention.people)}</Drill>
          </dd>
        </div>
        {marked.map(point => (
          <div key={point.n}>
            <dt>{t('retention.mark', { n: point.n })}</dt>
            <dd>
              <Drill token={point.drill}>{f.percent(rateOf(point, count))}</Drill>
            </dd>
            <dd className="small faint num">
              {count === 'exact'
                ? f.interval(point.wilson95?.[0], point.wilson95?.[1])
                : `${f.int(point[count])} / ${f.int(point.eligible)}`}
            </dd>
          </div>
        ))}
      </dl>
      <Chart option={option} height={260} label={t('retention.curve')} png={png} fileName="wematrix-retention" />
    </div>
  )
}
