/** A screen: its title in the tab and on the page, its tools, its body. */
import { ArrowLeftOutlined, SearchOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { Tooltip } from 'antd'
import { type ReactNode, useEffect, useState } from 'react'
import { useWords } from '../locales/index.tsx'
import { useBrand } from './brand.ts'
import { openPalette } from './keys.ts'
import { RangePicker } from './range-picker.tsx'

type Props = {
  title: string
  /** The list that the screen belongs to; a way back to it stands before the title. */
  back?: 'carriers' | 'imports' | 'checks'
  /** What of that list was looked at. */
  backTo?: object
  /** Between the way back and the title. */
  mark?: ReactNode
  /** In place of all that. */
  heading?: ReactNode
  range?: boolean
  tools?: ReactNode
  children: ReactNode
}

export function Page({ title, back, backTo, mark, heading, range, tools, children }: Props) {
  const { t } = useWords()
  const brand = useBrand()
  const [raised, setRaised] = useState(false)
  useEffect(() => {
    document.title = `${title} · ${brand.name} · wematrix`
  }, [title, brand.name])
  useEffect(() => {
    const scrolled = () => setRaised(scrollY > 4)
    addEventListener('scroll', scrolled, { passive: true })
    return () => removeEventListener('scroll', scrolled)
  }, [])
  return (
    <main className="page" id="main">
      <header className={`page-head ${raised ? 'raised' : ''}`}>
        {heading ?? (
          <span className="row page-title">
            {back && (
              <Link
                to={`/b/$brandId/${back}`}
                params={{ brandId: brand.id }}
                search={(backTo ?? {}) as never}
                className="icon-button"
                aria-label={t('ui.back')}
              >
                <ArrowLeftOutlined />
              </Link>
            )}
            {mark}
            <h1 className="ellipsis">{title}</h1>
          </span>
        )}
        <div className="page-tools">
          {tools}
          <Tooltip title={t('palette.open')}>
            <button type="button" className="search-button" onClick={openPalette} aria-label={t('palette.open')}>
              <SearchOutlined />
              <span className="search-words">{t('palette.short')}</span>
              <kbd>/</kbd>
            </button>
          </Tooltip>
          {range && <RangePicker zone={brand.timeZone} />}
        </div>
      </header>
      <div className="page-body">{children}</div>
    </main>
  )
}
