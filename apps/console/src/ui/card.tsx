/** A titled surface. Its tools offer the numbers as CSV and the drawing as PNG when there are such. */
import { DownloadOutlined } from '@ant-design/icons'
import { Dropdown } from 'antd'
import type { ReactNode } from 'react'
import { type Both, useWords } from '../locales/index.tsx'
import { Definition, Honesty } from './marks.tsx'

type Props = {
  title: ReactNode
  /** What the card is about, when it is no measure. */
  definition?: Both | string | undefined
  /** The answer that is shown: it says what its numbers mean and how sure they are. */
  report?: { metricId?: string; definition: Both; honesty: string } | undefined
  csv?: string | undefined
  png?: (() => void) | undefined
  tools?: ReactNode
  note?: ReactNode
  flush?: boolean
  className?: string
  children: ReactNode
}

export function Card({ title, definition, report, csv, png, tools, note, flush, className = '', children }: Props) {
  return (
    <section className={`card ${className}`}>
      <header className="card-head">
        <h2>
          {title}
          <Definition text={definition ?? report?.definition} honesty={report?.honesty} metric={report?.metricId} />
        </h2>
        {report && <Honesty mark={report.honesty} />}
        <div className="card-tools">
          {tools}
          <Download csv={csv} png={png} />
        </div>
      </header>
      <div className={`card-body ${flush ? 'flush' : ''}`}>{children}</div>
      {note && <footer className="card-note">{note}</footer>}
    </section>
  )
}

/** Adds `format=csv` to a report's address. */
export const csvOf = (url: string) => `${url}${url.includes('?') ? '&' : '?'}format=csv`

export function Download({ csv, png }: { csv?: string | undefined; png?: (() => void) | undefined }) {
  const { t } = useWords()
  if (!csv && !png) return null
  const items = [
    ...(csv
      ? [
          {
            key: 'csv',
            label: (
              <a href={csv} download>
                {t('ui.csv')}
              </a>
            ),
          },
        ]
      : []),
    ...(png ? [{ key: 'png', label: t('ui.png'), onClick: png }] : []),
  ]
  return (
    <Dropdown menu={{ items }} trigger={['click']} placement="bottomRight">
      <button type="button" className="icon-button" aria-label={t('ui.download')}>
        <DownloadOutlined />
      </button>
    </Dropdown>
  )
}
