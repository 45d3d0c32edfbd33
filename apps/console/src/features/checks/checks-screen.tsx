/** 合规: read copy before it leaves, the rules behind it, what a change of rules did, how WeChat treats the accounts. */
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Segmented } from 'antd'
import { useWords } from '../../locales/index.tsx'
import { CHECK_VIEWS, type ChecksSearch, type CheckView } from '../../search.ts'
import { Page } from '../../shell/page.tsx'
import { HealthView } from './health-view.tsx'
import { IdeasView } from './ideas-view.tsx'
import { RulesView } from './rules-view.tsx'
import { TextView } from './text-view.tsx'
import { UpdatesView } from './updates-view.tsx'
import './checks.css'

export default function ChecksScreen() {
  const { t } = useWords()
  const navigate = useNavigate()
  const { view = 'text' } = useSearch({ strict: false }) as ChecksSearch
  const show = (next: CheckView) =>
    void navigate({
      to: '.',
      resetScroll: false,
      search: ({ carrier, surface }: ChecksSearch) => ({ carrier, surface, view: next === 'text' ? undefined : next }),
    } as never)
  return (
    <Page title={t('nav.checks')}>
      <div className="scroll-x">
        <Segmented value={view} onChange={show} options={CHECK_VIEWS.map(value => ({ value, label: t(`checks.view.${value}`) }))} />
      </div>
      {view === 'text' && <TextView />}
      {view === 'rules' && <RulesView />}
      {view === 'updates' && <UpdatesView />}
      {view === 'health' && <HealthView />}
      {view === 'ideas' && <IdeasView />}
    </Page>
  )
}
