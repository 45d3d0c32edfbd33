/** Packs of rules: which version holds, which wait; a new one is uploaded here. */
import { InboxOutlined, UploadOutlined } from '@ant-design/icons'
import { listPacks, listScans, type PackLine, unforcePack, uploadPack } from '@wematrix/server/features/checks/packs-schema'
import { App, Button, Modal, Tooltip, Upload } from 'antd'
import { useState } from 'react'
import { Problem } from '../../api/client.ts'
import { useAct, useRead } from '../../api/queries.ts'
import { useWords } from '../../locales/index.tsx'
import { useBrandParams, useMay } from '../../shell/brand.ts'
import { Card } from '../../ui/card.tsx'
import { Await, ProblemLine, useTell } from '../../ui/states.tsx'
import { Table } from '../../ui/table.tsx'
import type { Uploaded } from './pack-difference.tsx'
import { afterChange, useForce } from './pack-force.tsx'
import '../imports/imports.css'

type Props = { uploaded(uploaded: Uploaded): void; forced(scan: string): void }

const looks = { in_force: 'good', waiting: 'info', planned: 'info', replaced: '' } as const

export function PacksCard({ uploaded, forced }: Props) {
  const { t, f, pick } = useWords()
  const params = useBrandParams()
  const may = useMay('operator')
  const [open, setOpen] = useState(false)
  const query = useRead(listPacks, { params })
  return (
    <Card
      className="check-list"
      title={t('packs.title')}
      definition={t('packs.why')}
      flush
      tools={
        may && (
          <Button icon={<UploadOutlined />} onClick={() => setOpen(true)}>
            {t('packs.upload')}
          </Button>
        )
      }
    >
      <Await query={query}>
        {({ packs }) => (
          <Table
            head={[
              t('packs.name'),
              t('packs.version'),
              t('packs.from'),
              { end: t('packs.rules') },
              t('packs.origin'),
              t('packs.state'),
              '',
            ]}
          >
            {packs.map(pack => (
              <tr key={`${pack.id}@${pack.version}`} data-pack={`${pack.id}@${pack.version}`}>
                <td>
                  <strong>{pick(pack.name)}</strong> <span className="mono small faint">{pack.id}</span>
                </td>
                <td className="mono nowrap">{pack.version}</td>
                <td className="nowrap muted">{pack.from}</td>
                <td className="end num">{f.int(pack.rules)}</td>
                <td className="muted">
                  {pack.uploaded
                    ? t('packs.uploaded', { name: pack.uploaded.by.name, date: f.date(pack.uploaded.at) })
                    : t('packs.built_in')}
                </td>
                <td>
                  <span className={`chip ${looks[pack.state]}`}>{t(`packs.${pack.state}`)}</span>{' '}
                  {pack.forced?.despite && (
                    <Tooltip title={t('packs.despite.why', { name: pack.forced.by.name, reason: pack.forced.despite })}>
                      <span className="chip warn">{t('packs.despite')}</span>
                    </Tooltip>
                  )}
                </td>
                <td className="end">{may && pack.source === 'uploaded' && <Act pack={pack} forced={forced} />}</td>
              </tr>
            ))}
          </Table>
        )}
      </Await>
      <Modal open={open} onCancel={() => setOpen(false)} footer={null} title={t('packs.upload')} destroyOnHidden>
        <Drop
          done={one => {
            setOpen(false)
            uploaded(one)
          }}
        />
      </Modal>
    </Card>
  )
}

function Act({ pack, forced }: { pack: PackLine; forced(scan: string): void }) {
  const { t } = useWords()
  const params = { ...useBrandParams(), packId: pack.id, version: pack.version }
  const name = `${pack.id}@${pack.version}`
  const { modal, message } = App.useApp()
  const tell = useTell()
  const force = useForce(forced)
  const unforce = useAct(unforcePack, afterChange)
  if (pack.state === 'waiting' || pack.state === 'replaced') {
    return (
      <Button size="small" onClick={() => force(pack)}>
        {t('packs.force')}
      </Button>
    )
  }
  const back = async () => {
    const { scan } = await unforce.mutateAsync({ params })
    void message.success(t('packs.unforced'))
    forced(scan.id)
  }
  const ask = () =>
    void modal.confirm({
      title: t('packs.unforce.ask', { pack: name }),
      content: t('packs.unforce.what'),
      okText: t('packs.unforce'),
      onOk: () => back().catch(tell),
    })
  return (
    <Button size="small" onClick={ask}>
      {t('packs.unforce')}
    </Button>
  )
}

function Drop({ done }: { done(uploaded: Uploaded): void }) {
  const { t } = useWords()
  const params = useBrandParams()
  const upload = useAct(uploadPack, [listPacks, listScans])
  const [wrong, setWrong] = useState<Problem | null>(null)
  const send = async (file: File) => {
    setWrong(null)
    const pack = await file
      .text()
      .then(text => JSON.parse(text) as Record<string, unknown>)
      .catch(() => undefined)
    if (pack === undefined) return setWrong(new Problem(400, 'packs', t('packs.notJson'), t('packs.notJson.do')))
    done({ ...(await upload.mutateAsync({ params, body: { pack } })), body: pack })
  }
  return (
    <>
      <Upload.Dragger
        accept=".json,application/json"
        showUploadList={false}
        disabled={upload.isPending}
        beforeUpload={file => {
          void send(file).catch(() => {})
          return false
        }}
      >
        <p className="import-drop">
          <InboxOutlined />
        </p>
        <p>{t('packs.drop')}</p>
        <p className="small faint">{t('packs.format')}</p>
      </Upload.Dragger>
      <ProblemLine error={wrong ?? upload.error} />
    </>
  )
}
