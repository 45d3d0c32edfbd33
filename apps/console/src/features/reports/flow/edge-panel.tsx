/** What lies behind one edge of the map: its figures and its entries, most used first; each number opens its people. */
import { type Edge, type FlowEntry, getFlowEntries } from '@wematrix/server/features/reports/schema'
import { Drawer } from 'antd'
import { urlOf } from '../../../api/client.ts'
import { useRead } from '../../../api/queries.ts'
import { useWords } from '../../../locales/index.tsx'
import { useBrand } from '../../../shell/brand.ts'
import { useRange } from '../../../shell/range.ts'
import { csvOf, Download } from '../../../ui/card.tsx'
import { Drill } from '../../../ui/drill.tsx'
import { CarrierMark, Definition, Honesty, useCarrierName } from '../../../ui/marks.tsx'
import { Await, Empty } from '../../../ui/states.tsx'
import { useEventName } from '../../events/event-names.ts'
import { useEntryName } from './entry-names.ts'
import type { EdgeKey } from './matrix-map.tsx'

export function EdgePanel({ edge, facts, close }: { edge: EdgeKey | null; facts: Edge | undefined; close(): void }) {
  const name = useCarrierName()
  return (
    <Drawer
      open={edge !== null}
      onClose={close}
      size={Math.min(520, innerWidth)}
      title={
        edge && (
          <span className="row">
            <CarrierMark carrier={edge.source} />
            {name(edge.source)}
            <span className="faint">→</span>
            <CarrierMark carrier={edge.target} />
            {name(edge.target)}
          </span>
        )
      }
    >
      {edge && <Entries edge={edge} facts={facts} />}
    </Drawer>
  )
}

function Entries({ edge, facts }: { edge: EdgeKey; facts: Edge | undefined }) {
  const { t, f, pick } = useWords()
  const event = useEventName()
  const brand = useBrand()
  const { from, to } = useRange(brand.timeZone)
  const input = { params: { brandId: brand.id }, query: { from, to, source: edge.source, target: edge.target } }
  const query = useRead(getFlowEntries, input)
  return (
    <div className="stack loose" data-panel="edge">
      {facts && <Figures edge={facts} />}
      <div className="stack">
        <div className="row between">
          <h2 className="row">
            {t('edge.entries')}
            <Definition text={query.data?.definition} honesty={query.data?.honesty} />
          </h2>
          <Download csv={csvOf(urlOf(getFlowEntries, input))} />
        </div>
        <Await query={query}>
          {({ entries, suggestion }) =>
            entries.length === 0 ? (
              <Empty title={t('edge.empty')}>{t('edge.empty.do')}</Empty>
            ) : (
              <>
                {suggestion && <p className="suggestion">{pick(suggestion)}</p>}
                <ul className="entries">
                  {entries.map(entry => (
                    <EntryBar key={entry.entry} entry={entry} most={Math.max(...entries.map(({ arrivals }) => arrivals), 1)} />
                  ))}
                </ul>
              </>
            )
          }
        </Await>
      </div>
      <p className="small faint">
        {t('edge.note', { days: f.int(query.data?.withinDays ?? 7), goal: event(query.data?.goal ?? 'order.pay') })}
      </p>
    </div>
  )
}

function Figures({ edge }: { edge: Edge }) {
  const { t, f } = useWords()
  return (
    <dl className="figures">
      <div>
        <dt>{t('map.arrivals')}</dt>
        <dd>
          <Drill token={edge.drill}>{f.int(edge.arrivals)}</Drill>
        </dd>
        <dd className="small faint">{t('edge.people', { n: f.int(edge.people) })}</dd>
      </div>
      <div>
        <dt>{t('map.conversion')}</dt>
        <dd>
          <Drill token={edge.convertedDrill}>{f.percent(edge.rate)}</Drill>
        </dd>
        <dd className="small faint num">{f.interval(edge.wilson95?.[0], edge.wilson95?.[1])}</dd>
      </div>
      <div>
        <dt>{t('map.coverage')}</dt>
        <dd className="num">{f.percent(edge.coverage, 0)}</dd>
        <dd className="small faint">{t('edge.joined', { n: f.int(edge.joined) })}</dd>
      </div>
      <div>
        <dt>{t('edge.sure')}</dt>
        <dd className="num">{f.percent(edge.arrivals ? edge.named / edge.arrivals : null, 0)}</dd>
        <dd className="small faint">{t('edge.inferred', { n: f.int(edge.inferred) })}</dd>
      </div>
    </dl>
  )
}

function EntryBar({ entry, most }: { entry: FlowEntry; most: number }) {
  const { t, f } = useWords()
  const name = useEntryName()
  return (
    <li className="entry" data-entry={entry.entry}>
      <div className="row between">
        <span className="row grow">
          <strong className="ellipsis">{name(entry.entry)}</strong>
          <Honesty mark={entry.inferred > entry.named ? 'inferred' : 'person-level'} bare />
        </span>
        <span className="entry-rate">
          <Drill token={entry.convertedDrill}>{f.percent(entry.rate)}</Drill>
        </span>
      </div>
      <div className="entry-bar">
        <i style={{ width: `${(entry.arrivals / most) * 100}%` }} />
        <i className="converted" style={{ width: `${(entry.converted / most) * 100}%` }} />
      </div>
      <div className="row between small">
        <span className="muted">
          <Drill token={entry.drill}>{t('edge.volume', { n: f.int(entry.arrivals), people: f.int(entry.people) })}</Drill>
        </span>
        <span className="faint num">{f.interval(entry.wilson95?.[0], entry.wilson95?.[1])}</span>
      </div>
    </li>
  )
}
