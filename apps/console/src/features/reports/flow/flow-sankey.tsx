import type { FlowReply } from '@wematrix/server/features/reports/schema'
import { useMemo } from 'react'
import { useWords } from '../../../locales/index.tsx'
import { Chart } from '../../../ui/charts/chart.tsx'
import { look, safe } from '../../../ui/charts/look.ts'
import { type MapCarrier, useCarrierName } from '../../../ui/marks.tsx'
import { useTheme } from '../../../ui/theme.tsx'
import type { EdgeKey } from './matrix-map.tsx'

type Link = { source: string; target: string; value: number; rate: number | null }

/** The six edges as bands: where people come from on the left, where they arrive on the right. */
export function FlowSankey({ flow, onEdge, png }: { flow: FlowReply; onEdge(edge: EdgeKey): void; png: { current: (() => void) | null } }) {
  const { t, f } = useWords()
  const { dark } = useTheme()
  const name = useCarrierName()
  // biome-ignore lint/correctness/useExhaustiveDependencies: `dark` decides the palette
  const option = useMemo(() => {
    const style = look()
    const label = (id: string) => name(id.slice(2))
    const links: Link[] = flow.edges
      .filter(edge => edge.arrivals > 0)
      .map(edge => ({ source: `a:${edge.source}`, target: `b:${edge.target}`, value: edge.arrivals, rate: edge.rate }))
    const ids = [...new Set(links.flatMap(({ source, target }) => [source, target]))]
    return {
      tooltip: {
        ...style.tooltip,
        formatter: ({ data, dataType }: { data: Link & { name?: string }; dataType: string }) =>
          dataType === 'edge'
            ? `${safe(label(data.source))} → ${safe(label(data.target))}<br/>${t('map.arrivals')} <b>${f.int(data.value)}</b> · ${t('map.conversion')} <b>${f.percent(data.rate)}</b>`
            : safe(label(data.name ?? '')),
      },
      series: [
        {
          type: 'sankey',
          left: 8,
          right: 96,
          top: 12,
          bottom: 12,
          nodeWidth: 14,
          nodeGap: 28,
          draggable: false,
          layoutIterations: 0,
          data: ids.map(id => ({ name: id, itemStyle: { color: style.carrier[id.slice(2)] ?? style.faint, borderWidth: 0 } })),
          links,
          label: { color: style.text, fontSize: 13, fontFamily: style.font, formatter: ({ name: id }: { name: string }) => label(id) },
          lineStyle: { color: 'gradient', opacity: 0.32, curveness: 0.5 },
          emphasis: { focus: 'adjacency', lineStyle: { opacity: 0.55 } },
        },
      ],
    }
  }, [flow, dark, t, f])
  return (
    <Chart
      option={option}
      height={440}
      label={t('map.label')}
      png={png}
      fileName="wematrix-flow"
      onClick={({ data, dataType }) => {
        if (dataType !== 'edge') return
        const { source, target } = data as Link
        onEdge({ source: source.slice(2) as MapCarrier, target: target.slice(2) as MapCarrier })
      }}
    />
  )
}
