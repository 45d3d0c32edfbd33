/** Reads a file in: choose it, say which column is what, see what it becomes, and only then begin. */
import { ArrowLeftOutlined, InboxOutlined } from '@ant-design/icons'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { listCarriers } from '@wematrix/server/features/carriers/schema'
import { createImport, getImports, type ImportMapping, previewUpload } from '@wematrix/server/features/imports/schema'
import { App, Button, Progress, Select, Upload } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { call } from '../../api/client.ts'
import { useAct, useRead } from '../../api/queries.ts'
import { useWords } from '../../locales/index.tsx'
import type { ImportSearch } from '../../search.ts'
import { useBrand } from '../../shell/brand.ts'
import { Page } from '../../shell/page.tsx'
import { Card } from '../../ui/card.tsx'
import { Await, Bones, ProblemLine } from '../../ui/states.tsx'
import { MappingEditor } from './mapping-editor.tsx'
import { PreviewCard } from './preview-card.tsx'
import { uploadFile } from './upload.ts'
import './imports.css'

export default function ImportNewScreen() {
  const { t } = useWords()
  const brand = useBrand()
  const { upload } = useSearch({ strict: false }) as ImportSearch
  return (
    <Page
      title={t('import.new')}
      heading={
        <span className="row">
          <Link to="/b/$brandId/imports" params={{ brandId: brand.id }} className="icon-button" aria-label={t('ui.back')}>
            <ArrowLeftOutlined />
          </Link>
          <h1>{t('import.new')}</h1>
        </span>
      }
    >
      {upload ? <Mapped key={upload} upload={upload} /> : <Choose />}
    </Page>
  )
}

function Choose() {
  const { t, f } = useWords()
  const brand = useBrand()
  const navigate = useNavigate()
  const [share, setShare] = useState<number | null>(null)
  const [error, setError] = useState<unknown>(null)
  const stop = useRef<AbortController | null>(null)
  useEffect(() => () => stop.current?.abort(), [])
  const send = async (file: File) => {
    const control = new AbortController()
    stop.current = control
    setError(null)
    setShare(0)
    try {
      const upload = await uploadFile(brand.id, file, setShare, control.signal)
      await navigate({ to: '.', search: { upload, file: file.name } } as never)
    } catch (problem) {
      if (!control.signal.aborted) setError(problem)
      setShare(null)
    }
  }
  return (
    <Card title={t('import.choose')} note={t('import.limits')}>
      <Upload.Dragger
        accept=".csv,.ndjson,.jsonl,.json,.txt"
        showUploadList={false}
        disabled={share !== null}
        beforeUpload={file => {
          void send(file)
          return false
        }}
      >
        <p className="import-drop">
          <InboxOutlined />
        </p>
        <p>{t('import.drop')}</p>
        <p className="small faint">{t('import.formats')}</p>
      </Upload.Dragger>
      {share !== null && (
        <div className="row" style={{ marginTop: 16 }} role="status">
          <span className="nowrap">{t('import.sending')}</span>
          <Progress percent={Math.round(share * 100)} size="small" status="active" aria-label={f.percent(share, 0)} />
          <Button
            size="small"
            onClick={() => {
              stop.current?.abort()
              setShare(null)
            }}
          >
            {t('ui.cancel')}
          </Button>
        </div>
      )}
      <ProblemLine error={error} />
    </Card>
  )
}

function Mapped({ upload }: { upload: string }) {
  const { t, f } = useWords()
  const brand = useBrand()
  const navigate = useNavigate()
  const { message } = App.useApp()
  const { file = '' } = useSearch({ strict: false }) as ImportSearch
  const [mapping, setMapping] = useState<ImportMapping>({})
  const [carrierId, setCarrier] = useState<string | undefined>()
  const question = { mapping, ...(carrierId ? { carrierId } : {}) }
  const params = { brandId: brand.id, id: upload }
  const preview = useQuery({
    queryKey: [previewUpload.path, params, question],
    queryFn: ({ signal }) => call(previewUpload, { params, body: question }, signal),
    placeholderData: keepPreviousData,
  })
  const carriers = useRead(listCarriers, { params: { brandId: brand.id } })
  const start = useAct(createImport, [getImports])
  const begin = async () => {
    const { already } = await start.mutateAsync({ params: { brandId: brand.id }, body: { uploadId: upload, ...question } })
    void message[already ? 'info' : 'success'](t(already ? 'import.already' : 'import.started'))
    await navigate({ to: '/b/$brandId/imports', params: { brandId: brand.id } })
  }
  return (
    <Await query={preview} wait={<Bones lines={6} height={40} />}>
      {found => (
        <div className="grid-main import-grid">
          <PreviewCard preview={found} file={file} busy={preview.isFetching} />
          <Card title={t('import.mapping')} definition={t('import.mapping.why')}>
            <div className="stack loose">
              <MappingEditor columns={found.columns} mapping={mapping} guessed={found.mapping} change={setMapping} />
              <div className="mapping">
                <label htmlFor="mapping-whole">
                  {t('import.carrier')}
                  <span className="small faint" style={{ display: 'block' }}>
                    {t('import.carrier.why')}
                  </span>
                </label>
                <Select
                  id="mapping-whole"
                  allowClear
                  value={carrierId ?? null}
                  placeholder={t('import.none')}
                  onChange={next => setCarrier(next ?? undefined)}
                  options={(carriers.data?.carriers ?? []).map(({ id, name }) => ({ value: id, label: name }))}
                />
              </div>
              <ProblemLine error={start.error} />
              <Button
                type="primary"
                loading={start.isPending}
                disabled={found.problem !== null || found.accepted === 0 || preview.isFetching}
                onClick={() => void begin().catch(() => {})}
                style={{ alignSelf: 'start' }}
              >
                {found.whole && !found.problem ? t('import.begin.n', { n: f.int(found.accepted) }) : t('import.begin')}
              </Button>
            </div>
          </Card>
        </div>
      )}
    </Await>
  )
}
