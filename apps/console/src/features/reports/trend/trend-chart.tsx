import type { TrendReply } from '@wematrix/server/features/reports/schema'
import { useMemo } from 'react'
import { maybeWord, useWords } from '../../../locales/index.tsx'
import { brandToday } from '../../../shell/range.ts'
import { Chart } from '../../../ui/charts/chart.tsx'
import { look, safe } from '../../../ui/charts/look.ts'
import { useTheme } from '../../../ui/theme.tsx'

type Hovered = { axisValue: string; seriesName: string; value: number | null; color: string }

/** A dashed line with a dot on each day that has a note. */
const noteLines = (notes: { day: string }[], color: string) => ({
  symbol: ['none', 'circle'],
  symbolSize: 7,
  silent: false,
  lineStyle: { color, type: 'dashed', opacity: 0.7 },
  label: { show: false },
  data: notes.map(note => ({ xAxis: note.day, name: note.day })),
})

/** Days along, the metric up; today is not over and therefore dotted. */
export function TrendChart({ trend, png, onDay }: { trend: TrendReply; png: { current: (() => void) | null }; onDay(day: string): void }) {
  const { t, f, lang } = useWords()
  const { dark } = useTheme()
  // biome-ignore lint/correctness/useExhaustiveDependencies: `dark` decides the palette
  const option = useMemo(() => {
    const style = look()
    const money = trend.metric === 'gmv'
    const value = (n: number | null) => (money ? f.shortMoney(n) : f.int(n))
    const days = trend.series[0]?.points.map(({ day }) => day) ?? []
    const notes = trend.annotations.filter(note => days.includes(note.day))
    const many = trend.series.length > 1
    const seriesName = (key: string) => (many ? (maybeWord(lang, `carrier.${key}`) ?? key) : t(`metric.${trend.metric}`))
    const partial = days.length > 1 && trend.grain === 'day' && days.at(-1) === brandToday(trend.timeZone, new Date())
    return {
      color: style.palette,
      grid: { ...style.grid, top: many ? 40 : 18 },
      legend: many ? style.legend : { show: false },
      tooltip: {
        ...style.tooltip,
        trigger: 'axis',
        formatter: (rows: Hovered[]) => {
          const day = rows[0]?.axisValue ?? ''
          const said = notes
            .filter(note => note.day === day)
            .map(note => `<div style="margin-top:6px;max-width:220px;white-space:normal">✎ ${safe(note.text)}</div>`)
          const known = rows.filter(
            (row, at) => row.value != null && rows.findIndex(other => other.seriesName === row.seriesName && other.value != null) === at,
          )
          const lines = known.map(
            row =>
              `<div style="display:flex;gap:16px;justify-content:space-between"><span><i style="display:inline-block;width:8px;height:8px;border-radius:2px;margin-right:7px;background:${row.color}"></i>${safe(row.seriesName)}</span><b>${value(row.value)}</b></div>`,
          )
          return `<div style="margin-bottom:4px;opacity:.7">${f.longDay(day)}${partial && day === days.at(-1) ? ` · ${t('trend.today')}` : ''}</div>${lines.join('')}${said.join('')}`
        },
      },
      xAxis: {
        ...style.xAxis,
        data: days,
        boundaryGap: false,
        axisLabel: { ...style.xAxis.axisLabel, formatter: (day: string) => f.day(day) },
        triggerEvent: true,
      },
      yAxis: {
        ...style.yAxis,
        minInterval: money ? 100 : 1,
        axisLabel: { ...style.label, formatter: (n: number) => (money ? f.shortMoney(n) : f.short(n)) },
      },
      series: trend.series.flatMap((series, at) => {
        const line = {
          type: 'line',
          name: seriesName(series.key),
          showSymbol: false,
          smooth: 0.15,
          color: many ? style.carrier[series.key] : style.brand,
          emphasis: { disabled: true },
        }
        const values = series.points.map(point => point.value)
        const last = values.length - 1
        const whole = {
          ...line,
          data: partial ? values.map((value, index) => (index === last ? null : value)) : values,
          lineStyle: { width: 2 },
          areaStyle: many ? undefined : { opacity: 0.09 },
          markLine: at === 0 && notes.length ? noteLines(notes, style.info) : undefined,
        }
        const today = {
          ...line,
          data: values.map((value, index) => (index < last - 1 ? null : value)),
          lineStyle: { width: 2, type: 'dotted', opacity: 0.55 },
        }
        return partial ? [whole, today] : [whole]
      }),
    }
  }, [trend, dark, lang, f, t])
  const days = trend.series[0]?.points ?? []
  return (
    <Chart
      option={option}
      height={280}
      label={t('trend.label', { metric: t(`metric.${trend.metric}`) })}
      png={png}
      fileName={`wematrix-${trend.metric}`}
      onAxis={at => {
        const day = days[at]?.day
        if (day) onDay(day)
      }}
    />
  )
}
