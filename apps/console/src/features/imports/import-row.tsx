import { DownOutlined, UpOutlined } from '@ant-design/icons'
import { listCarriers } from '@wematrix/server/features/carriers/schema'
import { getImports, type Import, resumeImport } from '@wematrix/server/features/imports/schema'
import { App, Button } from 'antd'
import { useState } from 'react'
import { useAct, useRead } from '../../api/queries.ts'
import { useWords } from '../../locales/index.tsx'
import { useBrandParams, useMay } from '../../shell/brand.ts'
import { useTell } from '../../ui/states.tsx'
import { BadRows } from './bad-rows.tsx'
import { useImportReason } from './reasons.ts'

const tone = { running: 'info', done: 'good', failed: 'bad', dry: '' } as const

/** One import; unfolded, its mapping, what was refused, and the way to go on. */
export function ImportRow({ one }: { one: Import }) {
  const { t, f } = useWords()
  const [open, setOpen] = useState(false)
  const reason = useImportReason()
  return (
    <li className="import" data-import={one.state}>
      <button type="button" className="plain import-head" aria-expanded={open} onClick={() => setOpen(!open)}>
        <span className="grow stack tight">
          <strong className="ellipsis" title={one.file}>
            {fileName(one.file)}
          </strong>
          <span className="small muted num">
            {f.moment(one.startedAt)}
            {one.finishedAt && ` · ${t('import.took', { time: f.duration(Date.parse(one.finishedAt) - Date.parse(one.startedAt)) })}`}
          </span>
        </span>
        <span className="import-counts num">
          <span>{t('import.accepted', { n: f.int(one.accepted) })}</span>
          <span className={`small ${one.rejected ? 'bad' : 'faint'}`}>{t('import.rejected', { n: f.int(one.rejected) })}</span>
        </span>
        <span className={`chip ${tone[one.state]}`}>{t(`import.state.${one.state}`)}</span>
        {open ? <UpOutlined className="faint" /> : <DownOutlined className="faint" />}
      </button>
      {one.state === 'running' && <div className="import-moving" role="progressbar" aria-label={t('import.at', { n: f.int(one.line) })} />}
      {one.problem && !open && <p className="small bad import-problem">{reason(one.problem)}</p>}
      {open && <ImportDetails one={one} />}
    </li>
  )
}

function ImportDetails({ one }: { one: Import }) {
  const { t, f } = useWords()
  const params = useBrandParams()
  const may = useMay('operator')
  const reason = useImportReason()
  const { message } = App.useApp()
  const tell = useTell()
  const resume = useAct(resumeImport, [getImports])
  const carriers = useRead(listCarriers, { params, query: { archived: true } })
  const carrier = carriers.data?.carriers.find(({ id }) => id === one.carrierId)
  const fields = Object.entries(one.mapping)
  const goOn = () =>
    resume.mutate({ params: { ...params, id: one.id } }, { onSuccess: () => void message.success(t('import.resumed')), onError: tell })
  return (
    <div className="import-body stack">
      {one.problem && <p className="bad">{reason(one.problem)}</p>}
      <dl className="kv small">
        <dt>{t('import.line')}</dt>
        <dd className="num">{f.int(one.line)}</dd>
        {one.carrierId && (
          <>
            <dt>{t('import.carrier')}</dt>
            <dd>{carrier?.name ?? one.carrierId}</dd>
          </>
        )}
        {fields.length > 0 && (
          <>
            <dt>{t('import.mapping')}</dt>
            <dd className="row wrap">
              {fields.map(([field, cell]) => (
                <span key={field} className="chip">
                  {field} {typeof cell === 'string' ? `= ${cell}` : 'column' in cell ? `← ${cell.column}` : `= ${cell.constant}`}
                </span>
              ))}
            </dd>
          </>
        )}
        <dt>{t('import.id')}</dt>
        <dd className="mono">{one.id}</dd>
      </dl>
      {one.errors.length > 0 && <BadRows rows={one.errors} of={one.rejected} />}
      {one.state !== 'done' &&
        (one.resumable ? may && <Resume busy={resume.isPending} goOn={goOn} /> : <p className="small muted">{t('import.again')}</p>)}
    </div>
  )
}

function Resume({ busy, goOn }: { busy: boolean; goOn(): void }) {
  const { t } = useWords()
  return (
    <Button onClick={goOn} loading={busy} style={{ alignSelf: 'start' }}>
      {t('import.resume')}
    </Button>
  )
}

/** The command line keeps the whole path; people know the file. */
const fileName = (path: string) => path.split(/[\\/]/).at(-1) ?? path
