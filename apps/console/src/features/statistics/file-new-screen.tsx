/** Reads a table of the Channels assistant in: whose it is, what its columns are, what it would change, and only then begins. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { type Carrier, listCarriers } from '@wematrix/server/features/carriers/schema'
import { getOfficial } from '@wematrix/server/features/reports/schema'
import { type FileMapping, getStatisticFiles, importStatisticFile, previewStatisticFile } from '@wematrix/server/features/statistics/schema'
import { App, Button, Select } from 'antd'
import { useState } from 'react'
import { call } from '../../api/client.ts'
import { useAct, useRead } from '../../api/queries.ts'
import { useWords } from '../../locales/index.tsx'
import type { FiguresSearch } from '../../search.ts'
import { useBrand } from '../../shell/brand.ts'
import { Page } from '../../shell/page.tsx'
import { Card } from '../../ui/card.tsx'
import { Await, Bones, Empty, Failed, ProblemLine } from '../../ui/states.tsx'
import { DropFile } from '../imports/drop-file.tsx'
import { FiguresMapping } from './figures-mapping.tsx'
import { FilePreviewCard } from './file-preview.tsx'

export default function FileNewScreen() {
  const { t } = useWords()
  const brand = useBrand()
  const carriers = useRead(listCarriers, { params: { brandId: brand.id } })
  return (
    <Page title={t('figures.new')} back="imports">
      <Await query={carriers} wait={<Bones lines={6} height={40} />}>
        {({ carriers }) => <ForChannels carriers={carriers.filter(({ kind }) => kind === 'channels')} />}
      </Await>
    </Page>
  )
}

function ForChannels({ carriers }: { carriers: Carrier[] }) {
  const { t } = useWords()
  const brand = useBrand()
  const navigate = useNavigate()
  const { upload, carrier } = useSearch({ strict: false }) as FiguresSearch
  const chosen = carriers.find(({ id }) => id === carrier) ?? carriers[0]
  if (!chosen)
    return (
      <Card title={t('figures.choose')} definition={t('figures.why')}>
        <Empty
          title={t('figures.carrier.none')}
          action={
            <Link to="/b/$brandId/carriers/new" params={{ brandId: brand.id }}>
              <Button type="primary">{t('carriers.connect')}</Button>
            </Link>
          }
        >
          {t('figures.carrier.none.do')}
        </Empty>
      </Card>
    )
  const go = (change: FiguresSearch) => void navigate({ to: '.', search: (old: object) => ({ ...old, ...change }), replace: true } as never)
  if (upload) return <Mapped key={`${upload} ${chosen.id}`} upload={upload} carrierId={chosen.id} />
  return (
    <Card title={t('figures.choose')} definition={t('figures.why')} note={t('figures.where')}>
      <div className="stack loose">
        {carriers.length > 1 && (
          <div className="row wrap">
            <label htmlFor="figures-carrier" className="muted">
              {t('figures.carrier')}
            </label>
            <Select
              id="figures-carrier"
              value={chosen.id}
              onChange={carrier => go({ carrier })}
              options={carriers.map(({ id, name }) => ({ value: id, label: name }))}
              style={{ minWidth: 200 }}
            />
          </div>
        )}
        <DropFile
          accept=".csv,.xlsx,.txt,.tsv"
          title={t('figures.drop')}
          formats={t('figures.formats')}
          done={(upload, file) => go({ upload, file, carrier: chosen.id })}
        />
      </div>
    </Card>
  )
}

function Mapped({ upload, carrierId }: { upload: string; carrierId: string }) {
  const { t, f } = useWords()
  const brand = useBrand()
  const navigate = useNavigate()
  const { message } = App.useApp()
  const { file = '' } = useSearch({ strict: false }) as FiguresSearch
  const [mapping, setMapping] = useState<FileMapping | undefined>()
  const [sheet, setSheet] = useState<string | undefined>()
  const question = { carrierId, ...(mapping ? { mapping } : {}), ...(sheet === undefined ? {} : { sheet }) }
  const params = { brandId: brand.id, id: upload }
  const preview = useQuery({
    queryKey: [previewStatisticFile.path, params, question],
    queryFn: ({ signal }) => call(previewStatisticFile, { params, body: question }, signal),
    placeholderData: keepPreviousData,
    retry: false,
  })
  const start = useAct(importStatisticFile, [getStatisticFiles, getOfficial])
  const found = preview.data
  if (!found) return preview.error ? <Failed error={preview.error} /> : <Bones lines={6} height={40} />
  const begin = async () => {
    const body = { uploadId: upload, carrierId, mapping: found.mapping, ...(found.sheet ? { sheet: found.sheet } : {}) }
    const done = await start.mutateAsync({ params: { brandId: brand.id }, body })
    const counts = { fresh: f.int(done.fresh), changed: f.int(done.changed), same: f.int(done.same) }
    void message[done.already ? 'info' : 'success'](done.already ? t('figures.already') : t('figures.done', counts))
    await navigate({ to: '/b/$brandId/imports', params: { brandId: brand.id } })
  }
  const writes = found.fresh + found.changed
  return (
    <div className="grid-main import-grid">
      <FilePreviewCard preview={found} file={file} busy={preview.isFetching} />
      <Card title={t('figures.mapping')} definition={t('figures.mapping.why')} note={t(`figures.by.${found.by}`)}>
        <div className="stack loose">
          {found.sheets.length > 1 && (
            <div className="mapping">
              <label htmlFor="figures-sheet">{t('figures.sheet')}</label>
              <Select
                id="figures-sheet"
                value={found.sheet}
                onChange={next => {
                  setSheet(next)
                  setMapping(undefined)
                }}
                options={found.sheets.map(value => ({ value, label: value }))}
              />
            </div>
          )}
          <FiguresMapping columns={found.columns} mapping={found.mapping} change={setMapping} />
          <ProblemLine error={start.error} />
          <Button
            type="primary"
            loading={start.isPending}
            disabled={found.problem !== null || writes + found.same === 0 || preview.isFetching}
            onClick={() => void begin().catch(() => {})}
            style={{ alignSelf: 'start' }}
          >
            {writes > 0 ? t('figures.begin', { n: f.int(writes) }) : t('figures.begin.none')}
          </Button>
        </div>
      </Card>
    </div>
  )
}
