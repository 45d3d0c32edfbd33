/**
 * The matrix map: three carriers, six directed edges. Width is volume, colour is conversion, the ring at the label is coverage,
 * and a dotted heart marks an edge that is mostly inferred. An edge opens its entries.
 */

import type { Edge, FlowReply } from '@wematrix/server/features/reports/schema'
import { Tooltip } from 'antd'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useWords } from '../../../locales/index.tsx'
import { CARRIERS, carrierPaths, type MapCarrier, useCarrierName } from '../../../ui/marks.tsx'
import { EdgeFacts } from './edge-facts.tsx'
import { arcOf, type Curve, curveOf, type Layout, layoutOf, widthOf } from './geometry.ts'
import './matrix-map.css'

type FlowNode = FlowReply['nodes'][number]
export type EdgeKey = { source: MapCarrier; target: MapCarrier }
type Props = {
  edges: Edge[]
  nodes: FlowNode[]
  chosen: EdgeKey | null
  onEdge(edge: EdgeKey): void
  onNode(node: FlowNode): void
  svgRef?: React.RefObject<SVGSVGElement | null>
}

const isMapCarrier = (name: string): name is MapCarrier => (CARRIERS as readonly string[]).includes(name)
type Drawn = { edge: Edge; key: string; curve: Curve; width: number; heat: number; source: MapCarrier; target: MapCarrier }

export function MatrixMap({ edges, nodes, chosen, onEdge, onNode, svgRef }: Props) {
  const box = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(0)
  const [lit, setLit] = useState<string | null>(null)
  const { t } = useWords()

  useEffect(() => {
    if (!box.current) return
    const observer = new ResizeObserver(([entry]) => entry && setWidth(Math.round(entry.contentRect.width)))
    observer.observe(box.current)
    return () => observer.disconnect()
  }, [])

  const layout = useMemo(() => layoutOf(Math.max(300, width)), [width])
  const drawn = useMemo(() => {
    const most = Math.max(...edges.map(edge => edge.arrivals), 1)
    const best = Math.max(...edges.map(edge => edge.rate ?? 0), 0.0001)
    return edges.flatMap((edge): Drawn[] => {
      const { source, target } = edge
      if (!isMapCarrier(source) || !isMapCarrier(target) || source === target) return []
      const stroke = widthOf(edge.arrivals, most, layout.compact)
      return [
        {
          edge,
          key: `${source}>${target}`,
          curve: curveOf(layout, source, target, stroke),
          width: stroke,
          heat: Math.sqrt((edge.rate ?? 0) / best),
          source,
          target,
        },
      ]
    })
  }, [edges, layout])
  const active = lit ?? (chosen ? `${chosen.source}>${chosen.target}` : null)

  return (
    <div className="map" ref={box}>
      {width > 0 && (
        <svg
          ref={svgRef}
          width={layout.width}
          height={layout.height}
          viewBox={`0 0 ${layout.width} ${layout.height}`}
          className={active ? 'has-active' : ''}
        >
          <title>{t('map.label')}</title>
          {drawn.map(item => (
            <EdgeStroke key={item.key} item={item} active={active === item.key} onLight={setLit} onOpen={onEdge} />
          ))}
          {CARRIERS.map(carrier => (
            <Node key={carrier} carrier={carrier} layout={layout} node={nodes.find(node => node.carrier === carrier)} onOpen={onNode} />
          ))}
          {drawn.map(item => (
            <EdgeLabel key={item.key} item={item} layout={layout} active={active === item.key} onLight={setLit} onOpen={onEdge} />
          ))}
        </svg>
      )}
    </div>
  )
}

type EdgeProps = { item: Drawn; active: boolean; onLight(key: string | null): void; onOpen(edge: EdgeKey): void }

function EdgeStroke({ item, active, onLight, onOpen }: EdgeProps) {
  const { edge, curve, width, heat } = item
  const colour = `color-mix(in oklab, var(--scale-1) ${Math.round(heat * 100)}%, var(--scale-0))`
  const inferred = edge.arrivals > 0 && edge.inferred > edge.arrivals / 2
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the label of the same edge is the button for keyboards
    <g
      className={`edge ${active ? 'active' : ''} ${edge.arrivals === 0 ? 'silent' : ''}`}
      onMouseEnter={() => onLight(item.key)}
      onMouseLeave={() => onLight(null)}
      onClick={() => onOpen(item)}
    >
      <path className="edge-hit" d={curve.path} strokeWidth={Math.max(22, width + 8)} />
      <path className="edge-body" d={curve.path} stroke={colour} strokeWidth={width} />
      <path className="edge-head" d={curve.arrow} fill={colour} />
      {inferred && <path className="edge-inferred" d={curve.path} strokeWidth={Math.max(1.2, width * 0.14)} />}
      {edge.arrivals > 0 && (
        <path
          className="edge-flow"
          d={curve.path}
          strokeWidth={Math.max(1.6, Math.min(4, width * 0.22))}
          style={{ animationDuration: `${(4.2 - heat * 1.8).toFixed(2)}s` }}
        />
      )}
    </g>
  )
}

function EdgeLabel({ item, layout, active, onLight, onOpen }: EdgeProps & { layout: Layout }) {
  const { t, f } = useWords()
  const name = useCarrierName()
  const { edge, curve } = item
  const { compact } = layout
  const volume = f.short(edge.arrivals)
  const rate = f.percent(edge.rate)
  const w = compact ? 64 : 40 + Math.max(46, volume.length * 9.5) + 46
  const h = compact ? 38 : 32
  const x = Math.min(Math.max(curve.label.x, w / 2 + 2), layout.width - w / 2 - 2)
  const y = Math.min(Math.max(curve.label.y, h / 2 + 2), layout.height - h / 2 - 2)
  const ring = compact ? { x: x - w / 2 + 12, y: y - 8 } : { x: x - w / 2 + 17, y }
  const said = t('map.edge.label', {
    from: name(item.source),
    to: name(item.target),
    n: f.int(edge.arrivals),
    rate,
    coverage: f.percent(edge.coverage, 0),
  })
  return (
    <Tooltip title={<EdgeFacts edge={edge} />} mouseEnterDelay={0.15} styles={{ container: { width: 268 } }}>
      {/* biome-ignore lint/a11y/useSemanticElements: an SVG has no button element */}
      <g
        className={`edge-label ${active ? 'active' : ''} ${edge.arrivals === 0 ? 'silent' : ''}`}
        role="button"
        tabIndex={0}
        aria-label={said}
        data-edge={item.key}
        onMouseEnter={() => onLight(item.key)}
        onMouseLeave={() => onLight(null)}
        onFocus={() => onLight(item.key)}
        onBlur={() => onLight(null)}
        onClick={() => onOpen(item)}
        onKeyDown={event => {
          if (event.key !== 'Enter' && event.key !== ' ') return
          event.preventDefault()
          onOpen(item)
        }}
      >
        <rect className="pill" x={x - w / 2} y={y - h / 2} width={w} height={h} rx={compact ? 10 : 16} />
        <circle className="ring-track" cx={ring.x} cy={ring.y} r={compact ? 5 : 7} />
        {edge.coverage !== null && edge.coverage > 0 && <path className="ring" d={arcOf(ring, compact ? 5 : 7, edge.coverage)} />}
        {compact ? (
          <>
            <text className="volume" x={x - w / 2 + 22} y={y - 4} textAnchor="start">
              {volume}
            </text>
            <text className="rate" x={x - w / 2 + 8} y={y + 12} textAnchor="start">
              {rate}
            </text>
          </>
        ) : (
          <>
            <text className="volume" x={x - w / 2 + 30} y={y + 5} textAnchor="start">
              {volume}
            </text>
            <text className="rate" x={x + w / 2 - 12} y={y + 4.5} textAnchor="end">
              {rate}
            </text>
          </>
        )}
      </g>
    </Tooltip>
  )
}

function Node({
  carrier,
  layout,
  node,
  onOpen,
}: {
  carrier: MapCarrier
  layout: Layout
  node: FlowNode | undefined
  onOpen(node: FlowNode): void
}) {
  const { t, f } = useWords()
  const name = useCarrierName()
  const { x, y } = layout.nodes[carrier]
  const r = layout.radius
  const below = carrier !== 'channels'
  const open = () => node && onOpen(node)
  const caption = { x: below ? x : x + r + 14, y: below ? y + r + 22 : y - 3, anchor: below ? ('middle' as const) : ('start' as const) }
  return (
    // biome-ignore lint/a11y/useSemanticElements: an SVG has no button element
    <g
      className={`node ${carrier}`}
      role="button"
      tabIndex={0}
      aria-label={t('map.node.label', { carrier: name(carrier), n: f.int(node?.people) })}
      onClick={open}
      onKeyDown={event => event.key === 'Enter' && open()}
    >
      <circle className="node-halo" cx={x} cy={y} r={r + 5} />
      <circle className="node-disc" cx={x} cy={y} r={r} />
      <g transform={`translate(${x - r * 0.5} ${y - r * 0.5}) scale(${(r / 24).toFixed(3)})`}>
        <path className="node-sign" d={carrierPaths[carrier]} />
      </g>
      <text className="node-name" x={caption.x} y={caption.y} textAnchor={caption.anchor}>
        {name(carrier)}
      </text>
      <text className="node-people" x={caption.x} y={caption.y + (layout.compact ? 17 : 20)} textAnchor={caption.anchor}>
        {t('map.node.people', { n: f.short(node?.people) })}
      </text>
    </g>
  )
}
