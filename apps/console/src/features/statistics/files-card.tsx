/** Tables of the Channels assistant that were read in, and what each of them replaced. */
import { DownOutlined, UpOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { getStatisticChanges, getStatisticFiles, type StatisticFile } from '@wematrix/server/features/statistics/schema'
import { useState } from 'react'
import { useRead } from '../../api/queries.ts'
import { useWords } from '../../locales/index.tsx'
import { useBrand } from '../../shell/brand.ts'
import { Card } from '../../ui/card.tsx'
import { Honesty } from '../../ui/marks.tsx'
import { Await, Bones } from '../../ui/states.tsx'
import { Changes } from './file-preview.tsx'

export function FilesCard() {
  const { t } = useWords()
  const brand = useBrand()
  const query = useRead(getStatisticFiles, { params: { brandId: brand.id } })
  if (!query.data?.files.length) return null
  return (
    <Card title={t('figures.list')} definition={t('figures.list.why')} tools={<Honesty mark="aggregate-only" />} flush>
      <ul className="imports">
        {query.data.files.map(file => (
          <FileRow key={file.id} file={file} />
        ))}
      </ul>
    </Card>
  )
}

function FileRow({ file }: { file: StatisticFile }) {
  const { t, f } = useWords()
  const [open, setOpen] = useState(false)
  return (
    <li className="import" data-figures={file.id}>
      <button type="button" className="plain import-head" aria-expanded={open} onClick={() => setOpen(!open)}>
        <span className="grow stack tight">
          <strong className="ellipsis" title={file.file}>
            {file.file}
          </strong>
          <span className="small muted num">
            {f.moment(file.importedAt)}
            {file.firstDay && file.lastDay && ` · ${t('figures.span', { from: f.day(file.firstDay), to: f.day(file.lastDay) })}`}
          </span>
        </span>
        <span className="import-counts num">
          <span>{t('figures.counts', { fresh: f.int(file.fresh), changed: f.int(file.changed) })}</span>
          {file.rejected > 0 && <span className="small bad">{t('import.rejected', { n: f.int(file.rejected) })}</span>}
        </span>
        {open ? <UpOutlined className="faint" /> : <DownOutlined className="faint" />}
      </button>
      {open && <FileDetails file={file} />}
    </li>
  )
}

function FileDetails({ file }: { file: StatisticFile }) {
  const { t } = useWords()
  const brand = useBrand()
  const query = useRead(getStatisticChanges, { params: { brandId: brand.id, id: file.id } })
  return (
    <div className="import-body stack">
      <Await query={query} wait={<Bones lines={2} height={20} />}>
        {({ changes }) =>
          changes.length === 0 ? (
            <p className="small muted">{t('figures.unchanged')}</p>
          ) : (
            <div className="stack tight">
              <h3>{t('figures.see')}</h3>
              <Changes changes={changes} />
            </div>
          )
        }
      </Await>
      <Link to="/b/$brandId/carriers/$carrierId" params={{ brandId: brand.id, carrierId: file.carrierId }} className="small">
        {t('figures.open')}
      </Link>
    </div>
  )
}
