/** Account health: what hurts, by account and day; every figure beside its definition. */
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import {
  type CarrierHealth,
  getHealth,
  type HealthDay,
  type HealthFigure,
  healthFigures,
} from '@wematrix/server/features/checks/outside-schema'
import { Button, Segmented, Tooltip } from 'antd'
import { useState } from 'react'
import type { Reply } from '../../api/client.ts'
import { useRead } from '../../api/queries.ts'
import { maybeWord, useWords } from '../../locales/index.tsx'
import type { ChecksSearch } from '../../search.ts'
import { useBrand } from '../../shell/brand.ts'
import { Card } from '../../ui/card.tsx'
import { CarrierMark, Definition } from '../../ui/marks.tsx'
import { Await, Bones, Empty } from '../../ui/states.tsx'
import { Table } from '../../ui/table.tsx'
import './health.css'

const PERIODS = [7, 28, 90]
type Definitions = Reply<typeof getHealth>['definitions']

export function HealthView() {
  const { t, f } = useWords()
  const brand = useBrand()
  const navigate = useNavigate()
  const { days = 28 } = useSearch({ strict: false }) as ChecksSearch
  const query = useRead(getHealth, { params: { brandId: brand.id }, query: { days } })
  const go = (next: number) =>
    void navigate({ to: '.', replace: true, resetScroll: false, search: (old: object) => ({ ...old, days: next }) } as never)
  return (
    <>
      <div className="row wrap between">
        <p className="muted health-lead">
          {t('health.lead')}{' '}
          {query.data && (
            <span className="faint nowrap">{t('health.span', { from: f.day(query.data.from), to: f.day(query.data.to) })}</span>
          )}
        </p>
        <Segmented
          value={days}
          onChange={go}
          aria-label={t('health.days')}
          options={PERIODS.map(value => ({ value, label: t('health.days.n', { n: value }) }))}
        />
      </div>
      <Await query={query} wait={<Waiting />}>
        {({ carriers, definitions }) =>
          carriers.length === 0 ? (
            <Empty
              title={t('health.none')}
              action={
                <Link to="/b/$brandId/carriers/new" params={{ brandId: brand.id }}>
                  <Button type="primary">{t('carriers.connect')}</Button>
                </Link>
              }
            >
              {t('health.none.do')}
            </Empty>
          ) : (
            carriers.map(carrier => <Account key={carrier.id} carrier={carrier} definitions={definitions} />)
          )
        }
      </Await>
    </>
  )
}

/** Cards as they will stand, so that nothing jumps. */
function Waiting() {
  return (
    <>
      {['first', 'second', 'third'].map(card => (
        <section key={card} className="card health-waiting" aria-hidden>
          <Bones height={22} width={180} />
          <Bones height={64} />
        </section>
      ))}
    </>
  )
}

function Account({ carrier, definitions }: { carrier: CarrierHealth; definitions: Definitions }) {
  const { t, lang } = useWords()
  const [open, setOpen] = useState(false)
  const calm = healthFigures.every(figure => figure === 'unfollows' || carrier.totals[figure] === 0) && carrier.totals.spikes === 0
  return (
    <Card
      title={
        <>
          <CarrierMark carrier={carrier.kind} size={22} /> {carrier.name}{' '}
          <span className="small faint health-kind">{maybeWord(lang, `carrier.${carrier.kind}`)}</span>
        </>
      }
      tools={
        <>
          {calm && <span className="chip good">{t('health.calm')}</span>}
          {carrier.totals.spikes > 0 && <span className="chip bad">{t('health.spikes', { n: carrier.totals.spikes })}</span>}
          <Button size="small" type="text" aria-expanded={open} onClick={() => setOpen(!open)}>
            {t(open ? 'health.byDay.hide' : 'health.byDay')}
          </Button>
        </>
      }
    >
      <dl className="health-figures" data-health={carrier.id}>
        {healthFigures.map(figure => (
          <Multiple key={figure} figure={figure} carrier={carrier} definitions={definitions} />
        ))}
      </dl>
      {open && (
        <div className="scroll-x health-days">
          <ByDay carrier={carrier} definitions={definitions} />
        </div>
      )}
    </Card>
  )
}

/** Whether anybody tells of this figure of such an account. */
const isSeen = (definitions: Definitions, figure: HealthFigure, kind: string) =>
  definitions.find(one => one.figure === figure)?.kinds.some(one => one === kind) ?? true

/** Behind them stand the calls of an account, endpoint by endpoint. */
const calls: HealthFigure[] = ['quotaRefusals', 'otherRefusals']

/** A single refusal is no tower. */
const smallestScale = 5

type MultipleProps = { figure: HealthFigure; carrier: CarrierHealth; definitions: Definitions }

/** One figure of one account: its sum, and its days as bars on a scale of their own. */
function Multiple({ figure, carrier: { id, kind, days, totals }, definitions }: MultipleProps) {
  const { t, f, pick } = useWords()
  const brand = useBrand()
  const defined = definitions.find(one => one.figure === figure)
  const spike = definitions.find(one => one.figure === 'spike')
  const name = pick(defined?.name) || figure
  const most = Math.max(smallestScale, ...days.map(day => day[figure]))
  const seen = isSeen(definitions, figure, kind)
  const usual = figure === 'unfollows' ? (days.at(-1)?.usualUnfollows ?? 0) : undefined
  return (
    <div className={`health-figure ${seen ? '' : 'unseen'} ${totals[figure] === 0 ? 'none' : ''}`} data-figure={figure}>
      <dt>
        {name}
        <Definition text={defined?.definition}>
          {figure === 'unfollows' && spike && <div className="faint">{pick(spike.definition)}</div>}
        </Definition>
      </dt>
      <dd>
        {seen || totals[figure] > 0 ? (
          <span className="health-sum num">
            {calls.includes(figure) && totals[figure] > 0 ? (
              <Link to="/b/$brandId/carriers/$carrierId" params={{ brandId: brand.id, carrierId: id }} search={{ view: 'quota' } as never}>
                {f.int(totals[figure])}
              </Link>
            ) : (
              f.int(totals[figure])
            )}
          </span>
        ) : (
          <Tooltip title={t('health.unseen')}>
            <span className="health-sum">–</span>
          </Tooltip>
        )}
        {totals[figure] > 0 && (
          <svg
            className="health-bars"
            viewBox={`0 0 ${days.length} 10`}
            preserveAspectRatio="none"
            role="img"
            aria-label={t('health.chart', { figure: name, days: days.length, n: f.int(totals[figure]) })}
          >
            {days.map((day, at) => (
              <Bar key={day.day} day={day} at={at} figure={figure} most={most} />
            ))}
          </svg>
        )}
        {usual !== undefined && totals.unfollows > 0 && <span className="small faint">{t('health.usual', { n: f.one(usual) })}</span>}
      </dd>
    </div>
  )
}

function Bar({ day, at, figure, most }: { day: HealthDay; at: number; figure: HealthFigure; most: number }) {
  const { t, f } = useWords()
  const n = day[figure]
  const height = n === 0 ? 0.25 : Math.max(0.8, (n / most) * 10)
  const spike = figure === 'unfollows' && day.spike
  const said =
    figure === 'unfollows'
      ? t('health.bar.usual', { day: f.longDay(day.day), n: f.int(n), usual: f.one(day.usualUnfollows) })
      : t('health.bar', { day: f.longDay(day.day), n: f.int(n) })
  return (
    <g className={spike ? 'spike' : n === 0 ? 'zero' : figure}>
      <title>{said}</title>
      <rect x={at} y={0} width={1} height={10} className="health-hit" />
      <rect x={at + 0.1} y={10 - height} width={0.8} height={height} />
    </g>
  )
}

function ByDay({ carrier: { kind, days }, definitions }: { carrier: CarrierHealth; definitions: Definitions }) {
  const { t, f, pick } = useWords()
  const name = (figure: string) => pick(definitions.find(one => one.figure === figure)?.name) || figure
  return (
    <Table snug head={[t('health.day'), ...healthFigures.map(figure => ({ end: name(figure) }))]}>
      {[...days].reverse().map(day => (
        <tr key={day.day}>
          <td className="nowrap">{f.longDay(day.day)}</td>
          {healthFigures.map(figure => (
            <td key={figure} className={`end num ${day[figure] === 0 ? 'faint' : figure === 'unfollows' && day.spike ? 'bad' : ''}`}>
              {isSeen(definitions, figure, kind) || day[figure] > 0 ? f.int(day[figure]) : '–'}
            </td>
          ))}
        </tr>
      ))}
    </Table>
  )
}
