/** Reads a file in: choose it, say which column is what, see what it becomes, and only then begin. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { listCarriers } from '@wematrix/server/features/carriers/schema'
import { createImport, getImports, type ImportMapping, previewUpload } from '@wematrix/server/features/imports/schema'
import { App, Button, Select } from 'antd'
import { useState } from 'react'
import { call } from '../../api/client.ts'
import { useAct, useRead } from '../../api/queries.ts'
import { useWords } from '../../locales/index.tsx'
import type { ImportSearch } from '../../search.ts'
import { useBrand } from '../../shell/brand.ts'
import { Page } from '../../shell/page.tsx'
import { Card } from '../../ui/card.tsx'
import { Await, Bones, ProblemLine } from '../../ui/states.tsx'
import { DropFile } from './drop-file.tsx'
import { MappingEditor } from './mapping-editor.tsx'
import { PreviewCard } from './preview-card.tsx'
import './imports.css'

export default function ImportNewScreen() {
  const { t } = useWords()
  const { upload } = useSearch({ strict: false }) as ImportSearch
  return (
    <Page title={t('import.new')} back="imports">
      {upload ? <Mapped key={upload} upload={upload} /> : <Choose />}
    </Page>
  )
}

function Choose() {
  const { t } = useWords()
  const navigate = useNavigate()
  return (
    <Card title={t('import.choose')} note={t('import.limits')}>
      <DropFile
        accept=".csv,.ndjson,.jsonl,.json,.txt"
        title={t('import.drop')}
        formats={t('import.formats')}
        done={(upload, file) => navigate({ to: '.', search: { upload, file } } as never)}
      />
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
