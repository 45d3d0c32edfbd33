/** What a table would become: its first rows, what would be replaced, and the cells that cannot be read. Nothing of this is written. */
import { channelsFigures, type FilePreview } from '@wematrix/server/features/statistics/schema'
import { useWords } from '../../locales/index.tsx'
import { Card } from '../../ui/card.tsx'
import { Honesty } from '../../ui/marks.tsx'
import { Table } from '../../ui/table.tsx'
import { amountOf } from '../reports/official/amount.ts'

export function FilePreviewCard({ preview, file, busy }: { preview: FilePreview; file: string; busy: boolean }) {
  const { t, f, pick } = useWords()
  const { problem, rows, fresh, changed, same, rejected } = preview
  return (
    <Card
      title={t('import.preview')}
      tools={<Honesty mark="aggregate-only" />}
      note={t('import.preview.note')}
      className={busy ? 'stale' : ''}
    >
      <div className="stack loose" data-panel="figures-preview">
        <span className="muted ellipsis" title={file}>
          {file} · {t('figures.head', { n: preview.headLine })}
        </span>
        {problem ? (
          <p className="suggestion warn" role="status">
            {pick(problem)}
          </p>
        ) : (
          <dl className="figures three">
            <Count name={t('figures.rows')} n={rows} />
            <Count name={t('figures.fresh')} n={fresh} tone="good" />
            <Count name={t('figures.changed')} n={changed} tone={changed ? 'warn' : ''} />
            <Count name={t('figures.same')} n={same} />
            <Count name={t('figures.rejected')} n={rejected} tone={rejected ? 'bad' : ''} />
          </dl>
        )}
        {preview.sample.length > 0 && <Sample preview={preview} />}
        {preview.changes.length > 0 && (
          <div className="stack tight">
            <h3>{t('figures.changes')}</h3>
            <Changes changes={preview.changes} />
            <p className="small faint">
              {t('figures.changes.kept')}{' '}
              {changed > preview.changes.length && t('figures.more', { n: f.int(changed - preview.changes.length) })}
            </p>
          </div>
        )}
        {preview.errors.length > 0 && <Errors errors={preview.errors} />}
      </div>
    </Card>
  )
}

function Count({ name, n, tone = '' }: { name: string; n: number; tone?: string }) {
  const { f } = useWords()
  return (
    <div>
      <dt>{name}</dt>
      <dd className={`num ${tone}`}>{f.int(n)}</dd>
    </div>
  )
}

const shownFigure = (metric: string) =>
  channelsFigures[metric] ?? { name: { zh: metric, en: metric }, over: 'sum' as const, unit: 'count' as const }

function Sample({ preview }: { preview: FilePreview }) {
  const { t, f, pick } = useWords()
  const contents = preview.sample.some(row => row.content !== '')
  const metrics = Object.keys(channelsFigures).filter(metric => metric in preview.mapping.figures)
  const head = [
    t('figures.day'),
    ...(contents ? [t('figures.content')] : []),
    ...metrics.map(metric => ({ end: pick(shownFigure(metric).name) })),
  ]
  return (
    <div className="stack tight">
      <h3>{t('figures.sample')}</h3>
      <Table head={head} snug>
        {preview.sample.map(row => (
          <tr key={row.line}>
            <td className="nowrap num">{f.day(row.day)}</td>
            {contents && (
              <td>
                <span className="bad-raw" title={row.content}>
                  {row.title || row.content}
                </span>
              </td>
            )}
            {metrics.map(metric => (
              <td key={metric} className="end num">
                {amountOf(f, shownFigure(metric), row.values.find(value => value.metric === metric)?.value ?? null, true)}
              </td>
            ))}
          </tr>
        ))}
      </Table>
    </div>
  )
}

export function Changes({ changes }: { changes: FilePreview['changes'] }) {
  const { t, f, pick } = useWords()
  const contents = changes.some(change => change.content !== '')
  const head = [
    t('figures.day'),
    ...(contents ? [t('figures.content')] : []),
    t('figures.figure'),
    { end: t('figures.was') },
    { end: t('figures.becomes') },
  ]
  return (
    <Table head={head} snug>
      {changes.map(({ day, content, metric, was, becomes }) => (
        <tr key={`${day} ${content} ${metric}`}>
          <td className="nowrap num">{f.day(day)}</td>
          {contents && (
            <td>
              <span className="bad-raw">{content}</span>
            </td>
          )}
          <td className="nowrap">{pick(shownFigure(metric).name)}</td>
          <td className="end num muted">{amountOf(f, shownFigure(metric), was, true)}</td>
          <td className="end num">{amountOf(f, shownFigure(metric), becomes, true)}</td>
        </tr>
      ))}
    </Table>
  )
}

function Errors({ errors }: { errors: FilePreview['errors'] }) {
  const { t, pick } = useWords()
  return (
    <div className="stack tight">
      <h3>{t('figures.errors')}</h3>
      <Table head={[t('figures.cell'), t('figures.text'), t('figures.reason')]} snug>
        {errors.map(error => (
          <tr key={`${error.cell} ${error.reason.en}`}>
            <td className="mono">{error.cell}</td>
            <td>
              <span className="bad-raw">{error.text || '–'}</span>
            </td>
            <td>{pick(error.reason)}</td>
          </tr>
        ))}
      </Table>
    </div>
  )
}
