/** 合规: read copy before it leaves, the rules behind it, what a change of rules did, how WeChat treats the accounts. */
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Segmented } from 'antd'
import { useEffect, useRef } from 'react'
import { useWords } from '../../locales/index.tsx'
import { CHECK_VIEWS, type ChecksSearch, type CheckView } from '../../search.ts'
import { Page } from '../../shell/page.tsx'
import { HealthView } from './health-view.tsx'
import { IdeasView } from './ideas-view.tsx'
import { MediaView } from './media-view.tsx'
import { RulesView } from './rules-view.tsx'
import { TextView } from './text-view.tsx'
import { UpdatesView } from './updates-view.tsx'
import './checks.css'

export default function ChecksScreen() {
  const { t } = useWords()
  const navigate = useNavigate()
  const { view = 'text' } = useSearch({ strict: false }) as ChecksSearch
  const tabs = useRef<HTMLDivElement>(null)
  // On a phone the tabs are wider than the screen.
  useEffect(() => {
    tabs.current?.querySelector(`[data-view=${view}]`)?.scrollIntoView({ inline: 'center', block: 'nearest' })
  }, [view])
  const show = (next: CheckView) =>
    void navigate({
      to: '.',
      resetScroll: false,
      search: ({ carrier, surface, place }: ChecksSearch) => ({ carrier, surface, place, view: next === 'text' ? undefined : next }),
    } as never)
  return (
    <Page title={t('nav.checks')}>
      <div className="scroll-x" ref={tabs}>
        <Segmented
          value={view}
          onChange={show}
          options={CHECK_VIEWS.map(value => ({ value, label: <span data-view={value}>{t(`checks.view.${value}`)}</span> }))}
        />
      </div>
      {view === 'text' && <TextView />}
      {view === 'media' && <MediaView />}
      {view === 'rules' && <RulesView />}
      {view === 'updates' && <UpdatesView />}
      {view === 'health' && <HealthView />}
      {view === 'ideas' && <IdeasView />}
    </Page>
  )
}
