/** How axes, tooltips and series look, from the palette of the theme in force. Build options inside `useMemo` on `dark`. */
import { cssVar } from '../theme.tsx'

export function look() {
  const v = cssVar
  const text = { color: v('--text-3'), fontSize: 11, fontFamily: v('--font') }
  return {
    palette: [v('--brand-bright'), v('--oa'), v('--ch'), v('--mp'), v('--info'), v('--warn')],
    carrier: { official_account: v('--oa'), mini_program: v('--mp'), channels: v('--ch'), other: v('--text-3') } as Record<string, string>,
    text: v('--text'),
    faint: v('--text-3'),
    line: v('--line'),
    surface: v('--surface'),
    track: v('--track'),
    brand: v('--brand-bright'),
    bad: v('--bad'),
    info: v('--info'),
    font: v('--font'),
    label: text,
    xAxis: {
      type: 'category' as const,
      axisLine: { lineStyle: { color: v('--line-2') } },
      axisTick: { show: false },
      axisLabel: { ...text, hideOverlap: true },
      splitLine: { show: false },
    },
    yAxis: {
      type: 'value' as const,
      splitNumber: 4,
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: text,
      splitLine: { lineStyle: { color: v('--line') } },
    },
    tooltip: {
      backgroundColor: v('--raised'),
      borderColor: v('--line'),
      borderWidth: 1,
      padding: [8, 12],
      textStyle: { color: v('--text'), fontSize: 12, fontFamily: v('--font') },
      extraCssText: 'border-radius:8px;box-shadow:var(--shadow-2)',
      confine: true,
    },
    legend: {
      type: 'scroll' as const,
      icon: 'roundRect',
      itemWidth: 10,
      itemHeight: 10,
      itemGap: 16,
      textStyle: { ...text, color: v('--text-2'), fontSize: 12 },
      top: 0,
      left: 0,
    },
    grid: { left: 4, right: 8, top: 16, bottom: 2, containLabel: true },
  }
}

/** Text that came from outside, safe inside a tooltip's HTML. */
export const safe = (text: string) => text.replace(/[&<>"']/g, sign => `&#${sign.charCodeAt(0)};`)
