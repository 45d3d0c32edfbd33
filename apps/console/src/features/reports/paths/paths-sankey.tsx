import type { PathsReply } from '@wematrix/server/features/reports/schema'
import { useMemo } from 'react'
import { useWords } from '../../../locales/index.tsx'
import { Chart } from '../../../ui/charts/chart.tsx'
import { look, safe } from '../../../ui/charts/look.ts'
import { useCarrierName } from '../../../ui/marks.tsx'
import { useTheme } from '../../../ui/theme.tsx'
import { useEventName } from '../../events/event-names.ts'
import { useEntryName } from '../flow/entry-names.ts'

/** A place on a way in the reader's words. */
export function usePlaceName(of: string) {
  const carrier = useCarrierName()
  const entry = useEntryName()
  const event = useEventName()
  return (step: string) => (of === 'carrier' ? carrier(step) : of === 'entry' ? entry(step) : event(step))
}

/** Steps of the listed ways, summed: node = place at a step, band = people who went from one to the next. */
export function linksOf(paths: PathsReply): { source: string; target: string; value: number }[] {
  const sums = new Map<string, { source: string; target: string; value: number }>()
  for (const { steps, people } of paths.paths) {
    for (const [at, step] of steps.entries()) {
      const next = steps[at + 1]
      if (next === undefined) continue
      const link = { source: `${at}:${step}`, target: `${at + 1}:${next}` }
      const key = `${link.source}>${link.target}`
      sums.set(key, { ...link, value: (sums.get(key)?.value ?? 0) + people })
    }
  }
  return [...sums.values()]
}

export function PathsSankey({ paths, png }: { paths: PathsReply; png: { current: (() => void) | null } }) {
  const { t, f } = useWords()
  const { dark } = useTheme()
  const place = usePlaceName(paths.of)
  // biome-ignore lint/correctness/useExhaustiveDependencies: `dark` decides the palette
  const option = useMemo(() => {
    const style = look()
    const links = linksOf(paths)
    const ids = [...new Set(links.flatMap(({ source, target }) => [source, target]))]
    const step = (id: string) => id.slice(id.indexOf(':') + 1)
    const kinds = [...new Set(ids.map(step))]
    const colour = (id: string) => style.carrier[step(id)] ?? style.palette[kinds.indexOf(step(id)) % style.palette.length]
    return {
      tooltip: {
        ...style.tooltip,
        formatter: ({
          data,
          dataType,
          value,
        }: {
          data: { source: string; target: string; name?: string }
          dataType: string
          value: number
        }) =>
          dataType === 'edge'
            ? `${safe(place(step(data.source)))} → ${safe(place(step(data.target)))} <b>${f.int(value)}</b>`
            : `${safe(place(step(data.name ?? '')))} <b>${f.int(value)}</b>`,
      },
      series: [
        {
          type: 'sankey',
          left: 4,
          right: 132,
          top: 8,
          bottom: 8,
          nodeWidth: 10,
          nodeGap: 14,
          draggable: false,
          data: ids.map(id => ({ name: id, itemStyle: { color: colour(id), borderWidth: 0 } })),
          links,
          label: {
            color: style.text,
            fontSize: 12,
            fontFamily: style.font,
            formatter: ({ name }: { name: string }) => place(step(name)),
            overflow: 'truncate',
            width: 120,
          },
          lineStyle: { color: 'gradient', opacity: 0.26, curveness: 0.5 },
          emphasis: { focus: 'adjacency', lineStyle: { opacity: 0.5 } },
        },
      ],
    }
  }, [paths, dark, f])
  return (
    <div className="wide-scroll">
      <div style={{ minWidth: paths.length * 150 }}>
        <Chart option={option} height={380} label={t('paths.flow')} png={png} fileName="wematrix-paths" />
      </div>
    </div>
  )
}
