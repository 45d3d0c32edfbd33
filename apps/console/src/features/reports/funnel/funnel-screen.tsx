/** How many people pass a chain of steps: the question lives in the URL, the answer opens the people who went on and who did not. */

import { useNavigate, useSearch } from '@tanstack/react-router'
import { type FunnelMode, type FunnelStep, getEventNames, getFunnel, getFunnelTimes } from '@wematrix/server/features/reports/schema'
import { Select } from 'antd'
import { urlOf } from '../../../api/client.ts'
import { useRead } from '../../../api/queries.ts'
import { useWords } from '../../../locales/index.tsx'
import { useBrand } from '../../../shell/brand.ts'
import { Page } from '../../../shell/page.tsx'
import { useRange } from '../../../shell/range.ts'
import { Card, csvOf } from '../../../ui/card.tsx'
import { Await, Bones, Empty } from '../../../ui/states.tsx'
import { useFieldName } from '../../events/field-names.ts'
import { FunnelBars } from './funnel-bars.tsx'
import { FunnelBreakdown } from './funnel-breakdown.tsx'
import { type FunnelSearch, MODES } from './search.ts'
import { StepEditor } from './step-editor.tsx'
import './funnel.css'

const HOUR = 3600
const WINDOWS = [HOUR, 24 * HOUR, 3 * 24 * HOUR, 7 * 24 * HOUR, 14 * 24 * HOUR, 30 * 24 * HOUR, 90 * 24 * HOUR]
const FIRST: FunnelStep[] = [{ event: 'mp.launch' }, { event: 'mp.page' }, { event: 'order.pay' }]

export default function FunnelScreen() {
  const { t, f } = useWords()
  const brand = useBrand()
  const field = useFieldName()
  const { from, to } = useRange(brand.timeZone)
  const search = useSearch({ strict: false }) as FunnelSearch
  const navigate = useNavigate()
  const set = (part: FunnelSearch) => void navigate({ to: '.', replace: true, search: (old: object) => ({ ...old, ...part }) } as never)
  const steps = search.steps ?? FIRST
  const window = search.window ?? 7 * 24 * HOUR
  const params = { brandId: brand.id }
  const names = useRead(getEventNames, { params, query: { from, to } })
  const input = {
    params,
    query: {
      from,
      to,
      steps: JSON.stringify(steps),
      windowSeconds: window,
      mode: search.mode ?? 'ordered',
      ...(search.by ? { by: search.by } : {}),
    },
  }
  const query = useRead(getFunnel, input, { enabled: steps.every(step => step.event) })
  const { mode: _mode, by: _by, ...timed } = input.query as typeof input.query & { by?: string }
  const times = useRead(getFunnelTimes, { params, query: timed }, { enabled: steps.length > 1 && steps.every(step => step.event) })
  const properties = names.data?.properties ?? []
  return (
    <Page title={t('nav.funnel')} range>
      <div className="grid-main funnel-grid">
        <Card title={t('funnel.result')} report={query.data} csv={csvOf(urlOf(getFunnel, input))}>
          <Await query={query} wait={<Bones lines={4} height={56} />}>
            {funnel =>
              funnel.steps[0]?.people === 0 ? (
                <Empty title={t('funnel.empty')}>{t('funnel.empty.do')}</Empty>
              ) : (
                <FunnelBars funnel={funnel} steps={steps} times={times.isPlaceholderData ? undefined : times.data} />
              )
            }
          </Await>
        </Card>
        <Card title={t('funnel.question')}>
          <div className="stack loose">
            <StepEditor steps={steps} events={names.data?.events ?? []} properties={properties} change={next => set({ steps: next })} />
            <div className="funnel-options">
              <label htmlFor="funnel-window">{t('funnel.window')}</label>
              <Select
                id="funnel-window"
                value={window}
                onChange={next => set({ window: next })}
                options={WINDOWS.map(value => ({ value, label: f.duration(value * 1000) }))}
              />
              <label htmlFor="funnel-mode">{t('funnel.mode')}</label>
              <Select<FunnelMode>
                id="funnel-mode"
                value={search.mode ?? 'ordered'}
                onChange={next => set({ mode: next })}
                options={MODES.map(value => ({ value, label: t(`funnel.mode.${value}`) }))}
              />
              <label htmlFor="funnel-by">{t('funnel.by')}</label>
              <Select
                id="funnel-by"
                allowClear
                showSearch
                value={search.by ?? null}
                placeholder={t('funnel.by.none')}
                onChange={next => set({ by: next ?? undefined })}
                options={[
                  'carrier',
                  'source',
                  'entry',
                  'touch',
                  ...properties.map(name => (name.startsWith('props.') ? name : `props.${name}`)),
                ].map(value => ({
                  value,
                  label: field(value),
                }))}
              />
            </div>
            <p className="small faint">{t(`funnel.mode.${search.mode ?? 'ordered'}.why`)}</p>
          </div>
        </Card>
      </div>
      {query.data?.by && query.data.breakdown.length > 0 && <FunnelBreakdown funnel={query.data} />}
    </Page>
  )
}
