import type { Import } from '@wematrix/server/features/imports/schema'
import { useWords } from '../../locales/index.tsx'
import { Table } from '../../ui/table.tsx'
import { useImportReason } from './reasons.ts'

/** Rows that are no events, by line with the reason. `of`: how many there are in all. */
export function BadRows({ rows, of }: { rows: Import['errors']; of: number }) {
  const { t, f } = useWords()
  const reason = useImportReason()
  return (
    <div className="bad-rows">
      <Table head={[t('import.bad.line'), t('import.bad.reason'), t('import.bad.raw')]} snug>
        {rows.map(row => (
          <tr key={row.line}>
            <td className="num">{f.int(row.line)}</td>
            <td>{reason(row.reason)}</td>
            <td>
              <code className="small faint bad-raw" title={row.raw}>
                {row.raw}
              </code>
            </td>
          </tr>
        ))}
      </Table>
      {of > rows.length && <p className="small faint">{t('import.bad.more', { n: f.int(of - rows.length) })}</p>}
    </div>
  )
}
