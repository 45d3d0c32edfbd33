/**
 * Where the matrix map puts things: Channels (spread) on top, Official Account (stay) left, Mini Program (convert) right,
 * and between each two of them one curve per direction. Pure: pixels in, pixels out.
 */
import type { MapCarrier } from '../../../ui/marks.tsx'

export type Point = { x: number; y: number }
export type Curve = { from: Point; control: Point; to: Point; label: Point; arrow: string; path: string }
export type Layout = { width: number; height: number; compact: boolean; radius: number; nodes: Record<MapCarrier, Point> }

export function layoutOf(width: number): Layout {
  const compact = width < 560
  const radius = compact ? 37 : 50
  const height = compact ? 432 : Math.min(580, Math.max(440, width * 0.72))
  const side = compact ? 46 : Math.max(96, width * 0.135)
  return {
    width,
    height,
    compact,
    radius,
    nodes: {
      channels: { x: width / 2, y: radius + 12 },
      official_account: { x: side, y: height - radius - (compact ? 52 : 62) },
      mini_program: { x: width - side, y: height - radius - (compact ? 52 : 62) },
    },
  }
}

const at = (a: Point, c: Point, b: Point, t: number): Point => ({
  x: (1 - t) ** 2 * a.x + 2 * (1 - t) * t * c.x + t ** 2 * b.x,
  y: (1 - t) ** 2 * a.y + 2 * (1 - t) * t * c.y + t ** 2 * b.y,
})
const toward = (a: Point, b: Point, distance: number): Point => {
  const length = Math.hypot(b.x - a.x, b.y - a.y) || 1
  return { x: a.x + ((b.x - a.x) / length) * distance, y: a.y + ((b.y - a.y) / length) * distance }
}
const round = ({ x, y }: Point) => `${x.toFixed(1)} ${y.toFixed(1)}`

/** The way round that spreads, keeps and converts lies outside; the way back lies inside and bends less. */
const loop = new Set(['channels>official_account', 'official_account>mini_program', 'mini_program>channels'])

/** Where along the curve its label sits, so that the six labels keep clear of each other. */
const labelAt: Record<string, number> = {
  'channels>official_account': 0.5,
  'official_account>channels': 0.36,
  'channels>mini_program': 0.64,
  'mini_program>channels': 0.5,
}

/** The curve of one direction. It bends to its own left, so that the two directions of a pair lie apart. */
export function curveOf(layout: Layout, source: MapCarrier, target: MapCarrier, width: number): Curve {
  const a = layout.nodes[source]
  const b = layout.nodes[target]
  const length = Math.hypot(b.x - a.x, b.y - a.y)
  const outer = loop.has(`${source}>${target}`)
  // On a phone the two labels below each other need the room.
  const inner = layout.compact && source === 'mini_program' ? 0.18 : 0.07
  const bend = length * (outer ? (layout.compact ? 0.19 : 0.21) : inner)
  // The left of the direction of travel, seen on screen, is outside the triangle for ch→oa→mp→ch.
  const control = { x: (a.x + b.x) / 2 + ((b.y - a.y) / length) * -bend, y: (a.y + b.y) / 2 + ((b.x - a.x) / length) * bend }
  const head = 9 + width * 0.62
  const from = toward(a, control, layout.radius + 5)
  const tip = toward(b, control, layout.radius + 5)
  const to = toward(tip, control, head * 0.8)
  const back = toward(tip, control, head)
  const half = width / 2 + 4.5
  const across = { x: ((tip.y - back.y) / head) * half, y: ((back.x - tip.x) / head) * half }
  const left = { x: back.x + across.x, y: back.y + across.y }
  const right = { x: back.x - across.x, y: back.y - across.y }
  const t = layout.compact ? (labelAt[`${source}>${target}`] ?? 0.5) : 0.5
  return {
    from,
    control,
    to,
    label: at(from, control, to, t),
    arrow: `M${round(tip)}L${round(left)}L${round(right)}Z`,
    path: `M${round(from)}Q${round(control)} ${round(to)}`,
  }
}

/** Width of a stroke that shows a volume; the area, not the width, follows the number, so small edges stay visible. */
export const widthOf = (volume: number, most: number, compact: boolean) =>
  volume === 0 ? 1.5 : 2.5 + Math.sqrt(volume / Math.max(1, most)) * (compact ? 11 : 19)

/** An arc from twelve o'clock, clockwise, for the coverage ring. */
export function arcOf(center: Point, radius: number, share: number): string {
  const part = Math.min(0.9999, Math.max(0, share))
  const angle = part * 2 * Math.PI - Math.PI / 2
  const end = { x: center.x + radius * Math.cos(angle), y: center.y + radius * Math.sin(angle) }
  return `M${center.x} ${(center.y - radius).toFixed(2)}A${radius} ${radius} 0 ${part > 0.5 ? 1 : 0} 1 ${end.x.toFixed(2)} ${end.y.toFixed(2)}`
}
