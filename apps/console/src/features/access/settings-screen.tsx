/** Settings of a brand: keys for programs, members, the brand itself, the agency's platform, the robot that tells of troubles. */
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Segmented } from 'antd'
import { useWords } from '../../locales/index.tsx'
import type { SettingsSearch } from '../../search.ts'
import { useMay } from '../../shell/brand.ts'
import { Page } from '../../shell/page.tsx'
import { AlarmsCard } from '../alarms/alarms-card.tsx'
import { BrandForm } from '../brands/brand-form.tsx'
import { PlatformTab } from '../platforms/platform-tab.tsx'
import { Account } from './account.tsx'
import { Keys } from './keys.tsx'
import { Members } from './members.tsx'

const TABS = ['keys', 'members', 'brand', 'platform', 'alarms', 'account'] as const

export default function SettingsScreen() {
  const { t } = useWords()
  const navigate = useNavigate()
  const { tab } = useSearch({ strict: false }) as SettingsSearch
  // Keys are not for those who only look.
  const tabs = useMay('operator') ? TABS : TABS.slice(1)
  const shown = tabs.find(known => known === tab) ?? tabs[0]
  return (
    <Page title={t('nav.settings')}>
      <div className="scroll-x">
        <Segmented
          value={shown}
          onChange={next => void navigate({ to: '.', search: { tab: next === tabs[0] ? undefined : next } } as never)}
          options={tabs.map(value => ({ value, label: t(`settings.${value}`) }))}
        />
      </div>
      {shown === 'keys' && <Keys />}
      {shown === 'members' && <Members />}
      {shown === 'brand' && <BrandForm />}
      {shown === 'platform' && <PlatformTab />}
      {shown === 'alarms' && <AlarmsCard />}
      {shown === 'account' && <Account />}
    </Page>
  )
}
