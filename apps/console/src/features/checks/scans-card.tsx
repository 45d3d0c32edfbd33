/** Every reading of what is live: why it began, how far it came, what it changed. */
import { listScans, type Scan, startScan } from '@wematrix/server/features/checks/packs-schema'
import { App, Button } from 'antd'
import { useAct, useRead } from '../../api/queries.ts'
import { useWords } from '../../locales/index.tsx'
import { useBrandParams, useMay } from '../../shell/brand.ts'
import { Card } from '../../ui/card.tsx'
import { Await, Empty, useTell } from '../../ui/states.tsx'
import { Table } from '../../ui/table.tsx'

const refreshMs = 5000

export function ScansCard({ show }: { show(scan: string): void }) {
  const { t } = useWords()
  const params = useBrandParams()
  const may = useMay('operator')
  const tell = useTell()
  const { message } = App.useApp()
  const query = useRead(listScans, { params }, { refetchMs: refreshMs })
  const start = useAct(startScan, [listScans])
  const begin = async (fetch: boolean) => {
    show((await start.mutateAsync({ params, body: { fetch } })).id)
    if (fetch) void message.info(t('scans.fetching'))
  }
  const some = (query.data?.scans.length ?? 0) > 0
  const tools = may && (
    <span className="row wrap">
      <Button onClick={() => void begin(true).catch(tell)} loading={start.isPending}>
        {t('scans.fetch')}
      </Button>
      {some && (
        <Button onClick={() => void begin(false).catch(tell)} loading={start.isPending}>
          {t('scans.start')}
        </Button>
      )}
    </span>
  )
  return (
    <Card className="check-list" title={t('scans.title')} definition={t('scans.why')} flush={some} tools={some && tools}>
      <Await query={query}>
        {({ scans }) =>
          scans.length === 0 ? (
            <Empty title={t('scans.none')} action={tools}>
              {t('scans.none.do')}
            </Empty>
          ) : (
            <Table
              head={[
                t('scans.at'),
                t('scans.cause'),
                t('scans.state'),
                { end: t('scan.worse') },
                { end: t('scan.better') },
                { end: t('scan.tasks') },
                '',
              ]}
            >
              {scans.map(scan => (
                <Row key={scan.id} scan={scan} show={() => show(scan.id)} />
              ))}
            </Table>
          )
        }
      </Await>
    </Card>
  )
}

function Row({ scan, show }: { scan: Scan; show(): void }) {
  const { t, f } = useWords()
  return (
    <tr>
      <td className="nowrap">
        <div>{f.moment(scan.startedAt)}</div>
        <span className="small faint">{scan.by.name}</span>
      </td>
      <td>
        {t(`scans.cause.${scan.cause}`, { pack: scan.pack ?? '' })}{' '}
        {scan.kind === 'preview' && <span className="chip outline">{t('scans.kind.preview')}</span>}
      </td>
      <td className="nowrap muted">
        {scan.state === 'failed' ? t('scan.failed') : t('scan.running', { done: f.int(scan.done), total: f.int(scan.total) })}
      </td>
      <td className={`end num ${scan.worse > 0 ? 'bad' : ''}`}>{f.int(scan.worse)}</td>
      <td className="end num">{f.int(scan.better)}</td>
      <td className="end num">{f.int(scan.tasksOpened)}</td>
      <td className="end">
        <Button size="small" type="text" onClick={show}>
          {t('scans.open')}
        </Button>
      </td>
    </tr>
  )
}
