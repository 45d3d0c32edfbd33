import type { TriangleReply, TriangleRow } from '@wematrix/server/features/reports/schema'
import { useWords } from '../../../locales/index.tsx'
import { Drill } from '../../../ui/drill.tsx'

const short = { day: 'retention.day', week: 'retention.week', month: 'retention.month' } as const

/** Cohorts down, time after across; the shade is the share still active. Each cell opens its people. */
export function RetentionTriangle({ triangle }: { triangle: TriangleReply }) {
  const { t, f } = useWords()
  const columns = Math.max(...triangle.rows.map(row => row.active.length), 0)
  const heads = Array.from({ length: columns }, (_, n) => n)
  const later = triangle.rows.flatMap(row => row.active.slice(1).map(active => (row.size ? active / row.size : 0)))
  const top = Math.max(...later, 0.01)
  const name = (cohort: string) =>
    triangle.grain === 'day' ? f.longDay(cohort) : triangle.grain === 'month' ? cohort.slice(0, 7) : f.day(cohort)
  return (
    <div className="table-wrap triangle-wrap" data-report="triangle">
      <table className="triangle">
        <thead>
          <tr>
            <th className="cohort">{t(`retention.cohort.${triangle.grain}`)}</th>
            <th className="size">{t('retention.size')}</th>
            {heads.map(n => (
              <th key={n}>{t(short[triangle.grain], { n })}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          <MeanRow triangle={triangle} heads={heads} top={top} />
          {triangle.rows.map(row => (
            <tr key={row.cohort}>
              <th className="cohort" scope="row">
                {name(row.cohort)}
              </th>
              <td className="size">
                <Drill token={row.drill}>{f.int(row.size)}</Drill>
              </td>
              {heads.map(n => (
                <Cell key={n} row={row} n={n} top={top} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const shade = (share: number, top: number) =>
  `color-mix(in srgb, var(--brand-bright) ${Math.round(Math.min(1, share / top) * 58)}%, transparent)`

function Cell({ row, n, top }: { row: TriangleRow; n: number; top: number }) {
  const { t, f } = useWords()
  const active = row.active[n]
  if (active === undefined || row.size === 0) return <td className="void" />
  const share = active / row.size
  return (
    <td
      style={{ background: n === 0 ? 'var(--track)' : shade(share, top) }}
      title={t('retention.cell', { n: f.int(active), of: f.int(row.size) })}
    >
      <Drill token={row.drills[n]}>{f.percent(share, n === 0 ? 0 : 1)}</Drill>
    </td>
  )
}

/** All cohorts that can be observed that long, weighted by their size. */
function MeanRow({ triangle, heads, top }: { triangle: TriangleReply; heads: number[]; top: number }) {
  const { t, f } = useWords()
  const mean = (n: number) => {
    const seen = triangle.rows.filter(row => row.active[n] !== undefined)
    const size = seen.reduce((sum, row) => sum + row.size, 0)
    return size ? seen.reduce((sum, row) => sum + (row.active[n] ?? 0), 0) / size : null
  }
  return (
    <tr className="mean">
      <th className="cohort" scope="row">
        {t('retention.mean')}
      </th>
      <td className="size num">{f.int(triangle.rows.reduce((sum, row) => sum + row.size, 0))}</td>
      {heads.map(n => {
        const share = mean(n)
        return share === null ? (
          <td key={n} className="void" />
        ) : (
          <td key={n} style={{ background: n === 0 ? 'var(--track)' : shade(share, top) }}>
            {f.percent(share, n === 0 ? 0 : 1)}
          </td>
        )
      })}
    </tr>
  )
}
