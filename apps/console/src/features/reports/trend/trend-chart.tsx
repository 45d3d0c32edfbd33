import type { TrendReply } from '@wematrix/server/features/reports/schema'
import { useMemo } from 'react'
import { maybeWord, useWords } from '../../../locales/index.tsx'
import { Chart } from '../../../ui/charts/chart.tsx'
import { look, safe } from '../../../ui/charts/look.ts'
import { useTheme } from '../../../ui/theme.tsx'

type Hovered = { axisValue: string; seriesName: string; value: number; color: string }

export function TrendChart({ trend, png, onDay }: { trend: TrendReply; png: { current: (() => void) | null }; onDay(day: string): void }) {
  const { t, f, lang } = useWords()
  const { dark } = useTheme()
  // biome-ignore lint/correctness/useExhaustiveDependencies: `dark` decides the palette
  const option = useMemo(() => {
    const style = look()
    const money = trend.metric === 'gmv'
    const value = (n: number) => (money ? f.shortMoney(n) : f.int(n))
    const days = trend.series[0]?.points.map(({ day }) => day) ?? []
    const notes = trend.annotations.filter(note => days.includes(note.day))
    const many = trend.series.length > 1
    const seriesName = (key: string) => (many ? (maybeWord(lang, `carrier.${key}`) ?? key) : t(`metric.${trend.metric}`))
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
          const lines = rows.map(
            row =>
              `<div style="display:flex;gap:16px;justify-content:space-between"><span><i style="display:inline-block;width:8px;height:8px;border-radius:2px;margin-right:7px;background:${row.color}"></i>${safe(row.seriesName)}</span><b>${value(row.value)}</b></div>`,
          )
          return `<div style="margin-bottom:4px;opacity:.7">${f.longDay(day)}</div>${lines.join('')}${said.join('')}`
        },
      },
      xAxis: {
        ...style.xAxis,
        data: days,
        boundaryGap: false,
        axisLabel: { ...style.xAxis.axisLabel, formatter: (day: string) => f.day(day) },
        triggerEvent: true,
      },
      yAxis: { ...style.yAxis, axisLabel: { ...style.label, formatter: (n: number) => (money ? f.shortMoney(n) : f.short(n)) } },
      series: trend.series.map((series, at) => ({
        type: 'line',
        name: seriesName(series.key),
        data: series.points.map(point => point.value),
        showSymbol: false,
        symbolSize: 7,
        triggerLineEvent: true,
        smooth: 0.15,
        lineStyle: { width: 2 },
        color: many ? style.carrier[series.key] : style.brand,
        areaStyle: many ? undefined : { opacity: 0.09 },
        emphasis: { disabled: true },
        markLine:
          at === 0 && notes.length
            ? {
                symbol: ['none', 'circle'],
                symbolSize: 7,
                silent: false,
                lineStyle: { color: style.info, type: 'dashed', opacity: 0.7 },
                label: { show: false },
                data: notes.map(note => ({ xAxis: note.day, name: note.day })),
              }
            : undefined,
      })),
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
