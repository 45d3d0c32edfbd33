/** Batches that could not be processed, with their error and the way back in. Absent when there are none. */
import { getParked, replayParkedBatch } from '@wematrix/server/features/inbox/schema'
import { App, Button } from 'antd'
import { useAct, useRead } from '../../api/queries.ts'
import { useWords } from '../../locales/index.tsx'
import { useBrandParams, useMay } from '../../shell/brand.ts'
import { Card } from '../../ui/card.tsx'
import { useTell } from '../../ui/states.tsx'
import { Table } from '../../ui/table.tsx'
import { useReason } from './arrival-row.tsx'

export function Parked() {
  const { t, f } = useWords()
  const params = useBrandParams()
  const may = useMay('operator')
  const reason = useReason()
  const { message } = App.useApp()
  const tell = useTell()
  const { data } = useRead(getParked, { params }, { refetchMs: 30_000 })
  const replay = useAct(replayParkedBatch, [getParked])
  const waiting = data?.parked ?? []
  if (waiting.length === 0) return null
  const again = (id: number) =>
    replay.mutate(
      { params: { ...params, id } },
      {
        onSuccess: () => void message.success(t('parked.replayed')),
        onError: tell,
      },
    )
  return (
    <Card title={t('parked.title', { n: f.int(waiting.length) })} definition={t('parked.why')} flush>
      <Table head={[t('parked.error'), { end: t('parked.items') }, { end: t('timeline.received') }, { end: t('parked.deleted') }, '']}>
        {waiting.map(batch => (
          <tr key={batch.id}>
            <td>
              <strong>{reason(batch.error)}</strong>
              {batch.detail && <div className="small faint mono">{batch.detail.slice(0, 240)}</div>}
            </td>
            <td className="end">{f.int(batch.items)}</td>
            <td className="end muted nowrap">{f.moment(batch.receivedAt)}</td>
            <td className="end muted nowrap">{batch.deletedAt ? f.moment(batch.deletedAt) : '–'}</td>
            <td className="end">
              {batch.replayedAt ? (
                <span className="chip">{t('parked.done')}</span>
              ) : (
                <Button
                  size="small"
                  disabled={!may}
                  loading={replay.isPending && replay.variables?.params.id === batch.id}
                  onClick={() => again(batch.id)}
                >
                  {t('parked.replay')}
                </Button>
              )}
            </td>
          </tr>
        ))}
      </Table>
    </Card>
  )
}
