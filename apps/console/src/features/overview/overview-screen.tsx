import { useWords } from '../../locales/index.tsx'
import { Page } from '../../shell/page.tsx'
import { Pulse } from '../events/pulse.tsx'
import { Diagnoses } from '../reports/diagnoses/diagnoses.tsx'
import { FlowCard } from '../reports/flow/flow-card.tsx'
import { KpiRow } from '../reports/kpis/kpi-row.tsx'
import { LifecycleBoard } from '../reports/lifecycle/lifecycle-board.tsx'
import { TrendCard } from '../reports/trend/trend-card.tsx'
import { SetupList } from '../setup/setup-list.tsx'

/** The brand on one screen: what is left to set up, the figures, the map, what is wrong, what happens now, and where it goes. */
export default function OverviewScreen() {
  const { t } = useWords()
  return (
    <Page title={t('nav.overview')} range>
      <SetupList />
      <KpiRow />
      <div className="grid-main">
        <FlowCard />
        <div className="stack" style={{ gap: 16 }}>
          <Diagnoses />
          <Pulse />
        </div>
      </div>
      <TrendCard />
      <LifecycleBoard />
    </Page>
  )
}
