import type { OfficialMetric } from '@wematrix/server/features/reports/schema'
import { useMemo } from 'react'
import { useWords } from '../../../locales/index.tsx'
import { Chart } from '../../../ui/charts/chart.tsx'
import { look } from '../../../ui/charts/look.ts'
import { Table } from '../../../ui/table.tsx'
import { useTheme } from '../../../ui/theme.tsx'
import { amountOf } from './amount.ts'

/** One figure day by day: WeChat's as bars, ours as a line; then the parts that WeChat names, and the days as a table. */
export function OfficialDays({ metric }: { metric: OfficialMetric }) {
  const { t, f, pick } = useWords()
  const most = metric.parts[0]?.value ?? 1
  return (
    <div className={metric.parts.length ? 'official-days' : undefined}>
      <div className="stack grow">
        <DaysChart metric={metric} />
        {metric.oursIs && <p className="small faint">{t('official.compare', { what: pick(metric.oursIs) })}</p>}
        <details>
          <summary className="small">{t('official.table')}</summary>
          <Table
            head={[t('official.day'), { end: t('official.wechat') }, { end: t('official.own') }, { end: t('official.difference') }]}
            snug
          >
            {[...metric.days].reverse().map(({ day, value, ours }) => (
              <tr key={day}>
                <td className="num">{f.longDay(day)}</td>
                <td className="end">
                  {value === null ? <span className="faint">{t('official.notGiven')}</span> : amountOf(f, metric, value, true)}
                </td>
                <td className="end">{amountOf(f, metric, ours, true)}</td>
                <td className="end muted">{value ? f.change(ours === null ? null : ours / value - 1) : '–'}</td>
              </tr>
            ))}
          </Table>
        </details>
      </div>
      {metric.parts.length > 0 && (
        <div className="stack tight official-parts">
          <h3>{t(metric.id.startsWith('ch.') ? 'figures.parts' : 'official.parts')}</h3>
          <ul>
            {metric.parts.slice(0, 12).map(part => (
              <li key={part.name.en} className="official-part">
                <span className="ellipsis" title={pick(part.name)}>
                  {pick(part.name)}
                </span>
                <span className="meter">
                  <i style={{ width: `${(part.value / most) * 100}%` }} />
                </span>
                <span className="num">{amountOf(f, metric, part.value)}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  )
}

function DaysChart({ metric }: { metric: OfficialMetric }) {
  const { t, f, pick } = useWords()
  const { dark } = useTheme()
  // biome-ignore lint/correctness/useExhaustiveDependencies: `dark` decides the palette
  const option = useMemo(() => {
    const style = look()
    return {
      grid: { ...style.grid, top: 36 },
      legend: metric.ours === null ? { show: false } : style.legend,
      tooltip: {
        ...style.tooltip,
        trigger: 'axis',
        valueFormatter: (n: number | null) => (n === null ? t('official.notGiven') : amountOf(f, metric, n, true)),
      },
      xAxis: {
        ...style.xAxis,
        data: metric.days.map(({ day }) => day),
        axisLabel: { ...style.xAxis.axisLabel, formatter: (day: string) => f.day(day) },
      },
      yAxis: {
        ...style.yAxis,
        ...(metric.unit === 'count' ? { minInterval: 1 } : {}),
        scale: metric.over === 'last',
        axisLabel: { ...style.label, formatter: (n: number) => (metric.unit === 'share' ? f.percent(n, 0) : f.short(n)) },
      },
      series: [
        {
          type: metric.over === 'last' ? 'line' : 'bar',
          name: t('official.wechat'),
          data: metric.days.map(({ value }) => value),
          color: style.info,
          barMaxWidth: 18,
          showSymbol: false,
          itemStyle: { borderRadius: [3, 3, 0, 0], opacity: 0.55 },
        },
        ...(metric.ours === null
          ? []
          : [
              {
                type: 'line',
                name: t('official.own'),
                data: metric.days.map(({ ours }) => ours),
                color: style.brand,
                showSymbol: false,
                lineStyle: { width: 2 },
              },
            ]),
      ],
    }
  }, [metric, dark, f, t])
  return <Chart option={option} height={240} label={`${t('official.title')}: ${pick(metric.name)}`} />
}
