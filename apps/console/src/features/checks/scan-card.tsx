/** One reading of everything live: how far it is, what it changed, and which things. */
import { CloseOutlined } from '@ant-design/icons'
import { useQueryClient } from '@tanstack/react-query'
import { getScan, listTasks, type Scan, type ScanChange } from '@wematrix/server/features/checks/packs-schema'
import { listRules } from '@wematrix/server/features/checks/schema'
import { Progress } from 'antd'
import { useEffect } from 'react'
import { useRead } from '../../api/queries.ts'
import { useWords } from '../../locales/index.tsx'
import { useBrandParams } from '../../shell/brand.ts'
import { Card } from '../../ui/card.tsx'
import { Await, Bones, Empty } from '../../ui/states.tsx'
import { Table } from '../../ui/table.tsx'
import { ArtefactName, VerdictChip } from './artefacts.tsx'

const lookMs = 1000

/** Looked at closely while it runs. What it opened is read again when it is done. */
function useScan(id: string) {
  const params = { ...useBrandParams(), id }
  const client = useQueryClient()
  const known = useRead(getScan, { params })
  const running = known.data?.scan.state === 'running'
  const query = useRead(getScan, { params }, { fresh: true, ...(running ? { refetchMs: lookMs } : {}) })
  const state = query.data?.scan.state
  useEffect(() => {
    if (state && state !== 'running') for (const { path } of [listTasks, listRules]) void client.invalidateQueries({ queryKey: [path] })
  }, [state, client])
  return query
}

export function ScanCard({ id, close }: { id: string; close(): void }) {
  const { t } = useWords()
  return (
    <Card
      title={t('scan.title')}
      tools={
        <button type="button" className="icon-button" aria-label={t('scan.close')} onClick={close}>
          <CloseOutlined />
        </button>
      }
    >
      <ScanFacts id={id} />
    </Card>
  )
}

export function ScanFacts({ id }: { id: string }) {
  const query = useScan(id)
  return (
    <Await query={query} wait={<Bones lines={3} height={28} />}>
      {({ scan, changes }) => (
        <div className="stack" data-scan={scan.id} data-state={scan.state}>
          <Numbers scan={scan} />
          <Changes scan={scan} changes={changes} />
        </div>
      )}
    </Await>
  )
}

function Numbers({ scan }: { scan: Scan }) {
  const { t, f } = useWords()
  const share = scan.total === 0 ? 1 : Math.min(1, scan.done / scan.total)
  const took = scan.finishedAt ? f.duration(new Date(scan.finishedAt).getTime() - new Date(scan.startedAt).getTime()) : ''
  const status = { running: 'active', done: 'success', failed: 'exception', replaced: 'normal' } as const
  const said = {
    running: t('scan.running', { done: f.int(scan.done), total: f.int(scan.total) }),
    done: t('scan.done', { total: f.int(scan.done), took }),
    failed: `${t('scan.failed')} ${scan.problem ?? ''}`,
    replaced: t('scan.replaced'),
  }
  return (
    <>
      {scan.kind === 'preview' && <h3>{t('scan.preview')}</h3>}
      <div className="row wrap" role="status">
        <Progress
          percent={Math.round((scan.state === 'done' ? 1 : share) * 100)}
          size="small"
          status={status[scan.state]}
          aria-label={t('scan.progress')}
          style={{ flex: '1 1 200px', margin: 0 }}
        />
        <span className="small muted">{said[scan.state]}</span>
      </div>
      <dl className="figures">
        {(
          [
            ['changed', scan.changed],
            ['worse', scan.worse],
            ['better', scan.better],
            ['tasks', scan.tasksOpened],
          ] as const
        ).map(([kind, n]) => (
          <div key={kind} data-count={kind}>
            <dt>{t(`scan.${kind}`)}</dt>
            <dd className={`num ${kind === 'worse' && n > 0 ? 'bad' : ''}`}>{f.int(n)}</dd>
          </div>
        ))}
      </dl>
    </>
  )
}

function Changes({ scan, changes }: { scan: Scan; changes: ScanChange[] }) {
  const { t } = useWords()
  if (changes.length === 0)
    return scan.state === 'done' ? <Empty title={t('scan.none')}>{scan.total === 0 && t('scan.none.do')}</Empty> : null
  return (
    <Table snug head={[t('artefact.name'), t('scan.was'), t('scan.becomes'), t('scan.rules')]}>
      {changes.map(({ reviewId, artefact, was, becomes, added, gone }) => (
        <tr key={reviewId} data-change={artefact.id}>
          <td>
            <ArtefactName artefact={artefact} />
          </td>
          <td>
            <VerdictChip verdict={was} />
          </td>
          <td>
            <VerdictChip verdict={becomes} />
          </td>
          <td className="mono small">
            {added.map(rule => (
              <div key={rule} className="bad">
                + {rule}
              </div>
            ))}
            {gone.map(rule => (
              <div key={rule} className="good">
                − {rule}
              </div>
            ))}
          </td>
        </tr>
      ))}
    </Table>
  )
}
