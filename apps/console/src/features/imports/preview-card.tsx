import type { ImportPreview } from '@wematrix/server/features/imports/schema'
import { useWords } from '../../locales/index.tsx'
import { Card } from '../../ui/card.tsx'
import { Table } from '../../ui/table.tsx'
import { useEventName } from '../events/event-names.ts'
import { BadRows } from './bad-rows.tsx'
import { useImportReason } from './reasons.ts'

type Value = {
  event?: string
  userId?: string
  properties?: Record<string, unknown>
  context?: { wechat?: { openid?: string; unionid?: string } }
}

/** What the file would become: nothing of this is written. */
export function PreviewCard({ preview, file, busy }: { preview: ImportPreview; file: string; busy: boolean }) {
  const { t, f } = useWords()
  const reason = useImportReason()
  const { columns, rows, accepted, rejected, whole, problem, sample, errors } = preview
  return (
    <Card title={t('import.preview')} note={t('import.preview.note')} className={busy ? 'stale' : ''}>
      <div className="stack loose" data-panel="preview">
        <span className="muted ellipsis" title={file}>
          {file}
        </span>
        {problem ? (
          <>
            <p className="suggestion warn" role="status">
              {reason(problem)}
            </p>
            <div className="stack tight">
              <h3>{t('import.columns')}</h3>
              <span className="row wrap">
                {columns.map(column => (
                  <span key={column} className="chip">
                    {column}
                  </span>
                ))}
              </span>
            </div>
          </>
        ) : (
          <dl className="figures three">
            <div>
              <dt>{t(whole ? 'import.rows' : 'import.rows.first')}</dt>
              <dd className="num">{f.int(rows)}</dd>
            </div>
            <div>
              <dt>{t('import.good')}</dt>
              <dd className="num good">{f.int(accepted)}</dd>
            </div>
            <div>
              <dt>{t('import.bad')}</dt>
              <dd className={`num ${rejected ? 'bad' : ''}`}>{f.int(rejected)}</dd>
            </div>
          </dl>
        )}
        {sample.length > 0 && <Sample sample={sample} />}
        {errors.length > 0 && (
          <div className="stack tight">
            <h3>{t('import.bad.title')}</h3>
            <BadRows rows={errors} of={rejected} />
          </div>
        )}
      </div>
    </Card>
  )
}

function Sample({ sample }: { sample: ImportPreview['sample'] }) {
  const { t, f } = useWords()
  const name = useEventName()
  return (
    <div className="stack tight">
      <h3>{t('import.sample')}</h3>
      <Table head={[t('import.field.time'), t('import.field.event'), t('people.person'), t('person.traits')]} snug>
        {sample.map(({ at, value }, row) => {
          const { event = '', userId, properties = {}, context } = value as Value
          const { value_fen: fen, ...rest } = properties
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows of a sample have no other identity than their place
            <tr key={row}>
              <td className="nowrap num">{f.moment(at)}</td>
              <td className="nowrap">
                {name(event)}
                {typeof fen === 'number' && <span className="muted num"> {f.money(fen)}</span>}
              </td>
              <td className="mono small">{userId ?? context?.wechat?.openid ?? context?.wechat?.unionid}</td>
              <td>
                <code className="small faint bad-raw">{Object.keys(rest).length ? JSON.stringify(rest) : '–'}</code>
              </td>
            </tr>
          )
        })}
      </Table>
    </div>
  )
}
