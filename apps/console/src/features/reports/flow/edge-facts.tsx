import type { Edge } from '@wematrix/server/features/reports/schema'
import { useWords } from '../../../locales/index.tsx'
import { useCarrierName } from '../../../ui/marks.tsx'

/** What is known about one edge: shown on hover of the map. */
export function EdgeFacts({ edge }: { edge: Edge }) {
  const { t, f } = useWords()
  const name = useCarrierName()
  const rows: [string, string][] = [
    [t('map.arrivals'), f.int(edge.arrivals)],
    [t('map.people'), f.int(edge.people)],
    [t('map.conversion'), f.percent(edge.rate)],
    [t('map.interval'), f.interval(edge.wilson95?.[0], edge.wilson95?.[1])],
    [t('map.coverage'), f.percent(edge.coverage, 0)],
    [t('map.named'), f.int(edge.named)],
    [t('map.inferred'), f.int(edge.inferred)],
    [t('map.gap'), f.duration(edge.medianGapSeconds === null ? null : edge.medianGapSeconds * 1000)],
  ]
  return (
    <div className="edge-facts">
      <strong>{t('map.edge', { from: name(edge.source), to: name(edge.target) })}</strong>
      <dl>
        {rows.map(([label, value]) => (
          <div key={label} style={{ display: 'contents' }}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}
