import { Link } from '@tanstack/react-router'
import { listConflicts } from '@wematrix/server/features/persons/schema'
import { useRead } from '../../api/queries.ts'
import { useWords } from '../../locales/index.tsx'
import { useBrand } from '../../shell/brand.ts'
import { Card } from '../../ui/card.tsx'

/** Ids that would join two UnionIDs and therefore join nothing. Absent when there are none. */
export function ConflictsCard() {
  const { t, f } = useWords()
  const brand = useBrand()
  const { data } = useRead(listConflicts, { params: { brandId: brand.id }, query: { open: true, limit: 20 } })
  if (!data || data.conflicts.length === 0) return null
  return (
    <Card title={t('conflict.title', { n: f.int(data.total) })} definition={t('conflict.why')} flush>
      <div className="table-wrap">
        <table className="table">
          <tbody>
            {data.conflicts.map(conflict => (
              <tr key={conflict.id}>
                <td>
                  <strong>{t(`conflict.${conflict.kind}`)}</strong>
                  <div className="small faint mono">{conflict.subject}</div>
                </td>
                <td>
                  <span className="row wrap">
                    {conflict.people.map(id => (
                      <Link key={id} to="/b/$brandId/people/$personId" params={{ brandId: brand.id, personId: id }}>
                        {id}
                      </Link>
                    ))}
                  </span>
                </td>
                <td className="end muted nowrap">{f.date(conflict.foundAt)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  )
}
