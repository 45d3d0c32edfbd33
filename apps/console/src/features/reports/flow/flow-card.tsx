/** The signature picture in its card: the matrix map, or the same edges as a Sankey; a click opens an edge. */

import { useNavigate, useSearch } from '@tanstack/react-router'
import { type Edge, type FlowReply, getFlow } from '@wematrix/server/features/reports/schema'
import { Segmented } from 'antd'
import { useRef } from 'react'
import { urlOf } from '../../../api/client.ts'
import { useRead } from '../../../api/queries.ts'
import { useWords } from '../../../locales/index.tsx'
import { useBrand } from '../../../shell/brand.ts'
import { useRange } from '../../../shell/range.ts'
import { Card, csvOf } from '../../../ui/card.tsx'
import { saveSvg } from '../../../ui/charts/save.ts'
import { CARRIERS, type MapCarrier } from '../../../ui/marks.tsx'
import { Await, Bones, Empty } from '../../../ui/states.tsx'
import { cssVar } from '../../../ui/theme.tsx'
import { EdgePanel } from './edge-panel.tsx'
import { FlowSankey } from './flow-sankey.tsx'
import { type EdgeKey, MatrixMap } from './matrix-map.tsx'

export type FlowSearch = { edge?: string | undefined; view?: 'sankey' | undefined }

const carrier = (text: string | undefined): MapCarrier | undefined => CARRIERS.find(known => known === text)
const edgeKey = (text: string | undefined): EdgeKey | null => {
  const [source, target] = (text ?? '').split('>').map(carrier)
  return source && target ? { source, target } : null
}
const same = (edge: Edge, key: EdgeKey | null) => edge.source === key?.source && edge.target === key.target

export function FlowCard() {
  const { t, pick } = useWords()
  const brand = useBrand()
  const { from, to } = useRange(brand.timeZone)
  const search = useSearch({ strict: false }) as FlowSearch
  const navigate = useNavigate()
  const svg = useRef<SVGSVGElement>(null)
  const sankeyPng = useRef<(() => void) | null>(null)
  const input = { params: { brandId: brand.id }, query: { from, to } }
  const query = useRead(getFlow, input)
  const chosen = edgeKey(search.edge)
  const sankey = search.view === 'sankey'
  const set = (part: FlowSearch) => void navigate({ to: '.', search: (old: object) => ({ ...old, ...part }) } as never)
  const open = ({ source, target }: EdgeKey) => set({ edge: `${source}>${target}` })
  const png = () =>
    sankey ? sankeyPng.current?.() : svg.current && void saveSvg(svg.current, `wematrix-map-${from}-${to}`, cssVar('--surface'))

  return (
    <Card
      title={t('map.title')}
      report={query.data}
      csv={csvOf(urlOf(getFlow, input))}
      png={png}
      className="flow-card"
      tools={
        <Segmented
          size="small"
          value={sankey ? 'sankey' : 'map'}
          onChange={view => set({ view: view === 'sankey' ? 'sankey' : undefined })}
          options={[
            { value: 'map', label: t('map.view.map') },
            { value: 'sankey', label: t('map.view.sankey') },
          ]}
        />
      }
    >
      <Await query={query} wait={<Bones height={440} />}>
        {flow => (
          <>
            {flow.suggestion && <p className="suggestion">{pick(flow.suggestion)}</p>}
            {flow.nodes.every(node => node.people === 0) ? (
              <Empty title={t('map.empty')}>{t('map.empty.do')}</Empty>
            ) : sankey ? (
              <FlowSankey flow={flow} onEdge={open} png={sankeyPng} />
            ) : (
              <MatrixMap
                edges={flow.edges}
                nodes={flow.nodes}
                chosen={chosen}
                onEdge={open}
                svgRef={svg}
                onNode={node =>
                  node.drill && void navigate({ to: '/b/$brandId/people', params: { brandId: brand.id }, search: { drill: node.drill } })
                }
              />
            )}
            {flow.nodes.some(node => node.people > 0) && <Legend flow={flow} />}
            <EdgePanel edge={chosen} facts={flow.edges.find(edge => same(edge, chosen))} close={() => set({ edge: undefined })} />
          </>
        )}
      </Await>
    </Card>
  )
}

function Legend({ flow }: { flow: FlowReply }) {
  const { t, f } = useWords()
  const best = Math.max(...flow.edges.map(edge => edge.rate ?? 0))
  return (
    <div className="map-legend">
      <span>
        <svg width="34" height="12" aria-hidden>
          <title>{t('map.legend.width')}</title>
          <path d="M1 6 33 1v10z" fill="var(--scale-0)" />
        </svg>
        {t('map.legend.width')}
      </span>
      <span>
        <i className="ramp" />
        {t('map.legend.colour', { best: f.percent(best, 0) })}
      </span>
      <span>
        <svg width="14" height="14" viewBox="0 0 14 14" fill="none" strokeWidth="3" aria-hidden>
          <title>{t('map.legend.ring')}</title>
          <circle cx="7" cy="7" r="5" stroke="var(--track)" />
          <path d="M7 2a5 5 0 1 1-5 5" stroke="var(--info)" />
        </svg>
        {t('map.legend.ring')}
      </span>
      <span>
        <svg width="30" height="10" aria-hidden>
          <title>{t('map.legend.dash')}</title>
          <path d="M0 5h30" stroke="var(--scale-0)" strokeWidth="8" />
          <path d="M0 5h30" stroke="var(--surface)" strokeWidth="1.5" strokeDasharray="5 5" />
        </svg>
        {t('map.legend.dash')}
      </span>
    </div>
  )
}
