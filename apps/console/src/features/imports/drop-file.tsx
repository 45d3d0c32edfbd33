/** A place to drop a file on: sent in parts, with what has arrived shown and a way to stop. */
import { InboxOutlined } from '@ant-design/icons'
import { Button, Progress, Upload } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { useWords } from '../../locales/index.tsx'
import { useBrand } from '../../shell/brand.ts'
import { ProblemLine } from '../../ui/states.tsx'
import { uploadFile } from './upload.ts'
import './imports.css'

type Props = {
  accept: string
  title: string
  formats: string
  disabled?: boolean
  done(upload: string, name: string): void | Promise<void>
}

export function DropFile({ accept, title, formats, disabled = false, done }: Props) {
  const { t, f } = useWords()
  const brand = useBrand()
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
      await done(await uploadFile(brand.id, file, setShare, control.signal), file.name)
    } catch (problem) {
      if (!control.signal.aborted) setError(problem)
      setShare(null)
    }
  }
  return (
    <>
      <Upload.Dragger
        accept={accept}
        showUploadList={false}
        disabled={disabled || share !== null}
        beforeUpload={file => {
          void send(file)
          return false
        }}
      >
        <p className="import-drop">
          <InboxOutlined />
        </p>
        <p>{title}</p>
        <p className="small faint">{formats}</p>
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
    </>
  )
}
