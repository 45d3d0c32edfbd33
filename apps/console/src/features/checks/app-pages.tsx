/** Which pages the brand's Mini Programs have: given as app.json, so that a path that leads nowhere is told. */
import { InboxOutlined } from '@ant-design/icons'
import { type AppPages as App, forgetPages, listPages, setPages } from '@wematrix/server/features/checks/pages-schema'
import { listReviews } from '@wematrix/server/features/checks/schema'
import { App as Antd, Button, Input, Modal, Upload } from 'antd'
import { useState } from 'react'
import { Problem } from '../../api/client.ts'
import { useAct, useRead } from '../../api/queries.ts'
import { useWords } from '../../locales/index.tsx'
import { useBrandParams, useMay } from '../../shell/brand.ts'
import { Card } from '../../ui/card.tsx'
import { Await, Empty, ProblemLine, useTell } from '../../ui/states.tsx'
import { Table } from '../../ui/table.tsx'
import '../imports/imports.css'

const afterChange = [listPages, listReviews]

export function AppPages() {
  const { t, f } = useWords()
  const params = useBrandParams()
  const may = useMay('operator')
  const query = useRead(listPages, { params })
  const [asked, setAsked] = useState<App | null>(null)
  const apps = query.data?.apps ?? []
  const some = apps.length > 0
  const partly = some && apps.some(({ known }) => known) && apps.some(({ known }) => !known)
  return (
    <Card
      className="check-list"
      title={t('appPages.title')}
      definition={t('appPages.why')}
      flush={some}
      note={partly ? t('appPages.partly') : undefined}
    >
      <Await query={query}>
        {({ apps }) =>
          apps.length === 0 ? (
            <Empty title={t('appPages.none')}>{t('appPages.none.do')}</Empty>
          ) : (
            <Table head={[t('appPages.app'), { end: t('appPages.pages') }, t('appPages.given'), '']}>
              {apps.map(app => (
                <tr key={app.carrierId} data-app={app.carrierId}>
                  <td>
                    <strong>{app.name}</strong>
                  </td>
                  <td className="end num">{app.known ? f.int(app.known.pages.length) : '–'}</td>
                  <td className="muted">
                    {app.known ? t('appPages.by', { name: app.known.by.name, date: f.date(app.known.at) }) : t('appPages.unknown')}
                  </td>
                  <td className="end">
                    {may && (
                      <>
                        <Button size="small" type="text" onClick={() => setAsked(app)}>
                          {t(app.known ? 'appPages.renew' : 'appPages.give')}
                        </Button>
                        {app.known && <Forget app={app} />}
                      </>
                    )}
                  </td>
                </tr>
              ))}
            </Table>
          )
        }
      </Await>
      <Modal
        open={asked !== null}
        onCancel={() => setAsked(null)}
        footer={null}
        title={t('appPages.ask', { name: asked?.name ?? '' })}
        destroyOnHidden
      >
        {asked && <Give app={asked} done={() => setAsked(null)} />}
      </Modal>
    </Card>
  )
}

function Give({ app, done }: { app: App; done(): void }) {
  const { t } = useWords()
  const params = { ...useBrandParams(), carrierId: app.carrierId }
  const { message } = Antd.useApp()
  const give = useAct(setPages, afterChange)
  const [text, setText] = useState('')
  const [wrong, setWrong] = useState<Problem | null>(null)
  const send = async (said: string) => {
    setWrong(null)
    const json = parsed(said)
    if (!json) return setWrong(new Problem(400, 'not_json', t('appPages.notJson'), t('appPages.notJson.do')))
    const { known } = await give.mutateAsync({ params, body: { app: json } })
    void message.success(t('appPages.kept', { n: known?.pages.length ?? 0 }))
    done()
  }
  return (
    <div className="stack">
      <Upload.Dragger
        accept=".json,application/json"
        showUploadList={false}
        disabled={give.isPending}
        beforeUpload={file => {
          void file
            .text()
            .then(send)
            .catch(() => {})
          return false
        }}
      >
        <p className="import-drop">
          <InboxOutlined />
        </p>
        <p>{t('appPages.drop')}</p>
        <p className="small faint">{t('appPages.where')}</p>
      </Upload.Dragger>
      <Input.TextArea
        rows={4}
        value={text}
        aria-label={t('appPages.paste')}
        placeholder={t('appPages.paste')}
        onChange={event => setText(event.target.value)}
      />
      <ProblemLine error={wrong ?? give.error} />
      <Button type="primary" disabled={text.trim() === ''} loading={give.isPending} onClick={() => void send(text).catch(() => {})}>
        {t('appPages.keep')}
      </Button>
    </div>
  )
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

function Forget({ app }: { app: App }) {
  const { t } = useWords()
  const params = { ...useBrandParams(), carrierId: app.carrierId }
  const { modal } = Antd.useApp()
  const tell = useTell()
  const forget = useAct(forgetPages, afterChange)
  const ask = () =>
    void modal.confirm({
      title: t('appPages.forget.ask', { name: app.name }),
      content: t('appPages.forget.what'),
      okText: t('appPages.forget'),
      okButtonProps: { danger: true },
      onOk: () => forget.mutateAsync({ params }).catch(tell),
    })
  return (
    <Button size="small" type="text" danger onClick={ask}>
      {t('appPages.forget')}
    </Button>
  )
}
