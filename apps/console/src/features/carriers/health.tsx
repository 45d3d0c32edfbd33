/** The last day of an account: events by hour, what was refused and why, its token. */
import type { CarrierHealth } from '@wematrix/server/features/carriers/schema'
import { useMemo } from 'react'
import { useWords } from '../../locales/index.tsx'
import { Card } from '../../ui/card.tsx'
import { Chart } from '../../ui/charts/chart.tsx'
import { look } from '../../ui/charts/look.ts'
import { Await, Bones, Empty } from '../../ui/states.tsx'
import { useTheme } from '../../ui/theme.tsx'
import { useReason } from '../inbox/arrival-row.tsx'

type Query = { data: CarrierHealth | undefined; error: unknown; isPending: boolean; refetch(): unknown }

export function Health({ query }: { query: Query }) {
  const { t, f } = useWords()
  const reason = useReason()
  return (
    <div className="grid-main">
      <Card title={t('health.hours')} tools={query.data && <Token health={query.data} />}>
        <Await query={query} wait={<Bones height={200} />}>
          {health => (
            <div className="stack">
              <span className="small muted">
                {health.lastCallbackAt ? t('health.last', { ago: f.ago(health.lastCallbackAt, new Date()) }) : t('health.never')}
              </span>
              <Hours health={health} />
            </div>
          )}
        </Await>
      </Card>
      <Card title={t('health.drops')} definition={t('health.drops.why')}>
        <Await query={query} wait={<Bones lines={4} height={24} />}>
          {({ drops }) =>
            drops.length === 0 ? (
              <Empty title={t('health.clean')}>{t('health.clean.do')}</Empty>
            ) : (
              <ul>
                {drops.map(drop => (
                  <li key={`${drop.door}${drop.reason}`} className="bar-row">
                    <span className="ellipsis" title={`${drop.door} · ${drop.reason}`}>
                      {reason(drop.reason)}
                    </span>
                    <span className="meter">
                      <i style={{ width: `${(drop.n / (drops[0]?.n ?? 1)) * 100}%`, background: 'var(--warn)' }} />
                    </span>
                    <span className="num" style={{ textAlign: 'end' }}>
                      {f.int(drop.n)}
                    </span>
                  </li>
                ))}
              </ul>
            )
          }
        </Await>
      </Card>
    </div>
  )
}

function Token({ health }: { health: CarrierHealth }) {
  const { t, f } = useWords()
  const tone = { valid: 'good', expired: 'bad', none: '' }[health.token.state]
  return (
    <span className={`chip ${tone}`} title={health.token.expiresAt ? f.moment(health.token.expiresAt) : undefined}>
      {t(`health.token.${health.token.state}`)}
    </span>
  )
}

function Hours({ health }: { health: CarrierHealth }) {
  const { t, f } = useWords()
  const { dark } = useTheme()
  // biome-ignore lint/correctness/useExhaustiveDependencies: `dark` decides the palette
  const option = useMemo(() => {
    const style = look()
    return {
      grid: style.grid,
      tooltip: { ...style.tooltip, trigger: 'axis', valueFormatter: (n: number) => f.int(n) },
      xAxis: { ...style.xAxis, data: health.hours.map(({ at }) => f.clock(at)) },
      yAxis: { ...style.yAxis, minInterval: 1, axisLabel: { ...style.label, formatter: (n: number) => f.short(n) } },
      series: [
        {
          type: 'bar',
          name: t('people.events'),
          data: health.hours.map(({ events }) => events),
          color: style.brand,
          barMaxWidth: 22,
          itemStyle: { borderRadius: [3, 3, 0, 0] },
        },
      ],
    }
  }, [health, dark, f, t])
  return <Chart option={option} height={200} label={t('health.hours')} />
}
