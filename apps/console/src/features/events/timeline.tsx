/** Events newest first, grouped by brand day: what, on which carrier, from where, for how much, and how sure. */

import { Link } from '@tanstack/react-router'
import type { TimelineItem } from '@wematrix/server/features/persons/schema'
import { useState } from 'react'
import { useWords } from '../../locales/index.tsx'
import { useBrand } from '../../shell/brand.ts'
import { CarrierMark, Honesty, useCarrierName } from '../../ui/marks.tsx'
import { Empty } from '../../ui/states.tsx'
import { useEntryName } from '../reports/flow/entry-names.ts'
import { useEventName } from './event-names.ts'
import './timeline.css'

export function Timeline({ items, withPerson }: { items: TimelineItem[]; withPerson?: boolean }) {
  const { t, f } = useWords()
  if (items.length === 0) return <Empty title={t('timeline.empty')}>{t('timeline.empty.do')}</Empty>
  const days = groupByDay(items, f.brandDay)
  return (
    <div className="timeline">
      {[...days].map(([day, list]) => (
        <section key={day}>
          <h3 className="timeline-day">{f.longDay(day)}</h3>
          <ol>
            {list.map(item => (
              <Row key={item.id} item={item} withPerson={withPerson === true} />
            ))}
          </ol>
        </section>
      ))}
    </div>
  )
}

function groupByDay(items: TimelineItem[], dayOf: (iso: string) => string) {
  const days = new Map<string, TimelineItem[]>()
  for (const item of items) days.set(dayOf(item.at), [...(days.get(dayOf(item.at)) ?? []), item])
  return days
}

function Row({ item, withPerson }: { item: TimelineItem; withPerson: boolean }) {
  const { t, f } = useWords()
  const [open, setOpen] = useState(false)
  const event = useEventName()
  const entry = useEntryName()
  const carrier = useCarrierName()
  const brand = useBrand()
  const facts = Object.entries(item.properties).filter(([, value]) => value !== null && value !== '')
  return (
    <li className="moment">
      <CarrierMark carrier={item.carrier} size={28} />
      <div className="moment-body">
        <div className="row between">
          <button type="button" className="plain row grow moment-title" aria-expanded={open} onClick={() => setOpen(!open)}>
            <strong>{event(item.event)}</strong>
            <Detail item={item} />
            {item.valueFen > 0 && <span className="chip good num">{f.money(item.valueFen)}</span>}
          </button>
          <time className="faint small num nowrap" dateTime={item.at}>
            {f.clock(item.at)}
          </time>
        </div>
        <div className="row wrap small muted">
          <span>{item.carrierName ?? carrier(item.carrier)}</span>
          {item.source && (
            <span>
              · {t('timeline.from', { source: carrier(item.source) })}
              {item.entry && ` ${entry(item.entry)}`}
            </span>
          )}
          {withPerson && (
            <Link to="/b/$brandId/people/$personId" params={{ brandId: brand.id, personId: item.person }}>
              {item.person}
            </Link>
          )}
          <Honesty mark={item.honesty} />
        </div>
        {open && (
          <dl className="kv moment-facts small">
            {item.trace && (
              <>
                <dt>{t('timeline.trace')}</dt>
                <dd className="mono">{item.trace}</dd>
              </>
            )}
            {facts.map(([name, value]) => (
              <div key={name} style={{ display: 'contents' }}>
                <dt className="mono">{name}</dt>
                <dd className="mono">{typeof value === 'object' ? JSON.stringify(value) : String(value)}</dd>
              </div>
            ))}
            <dt>{t('timeline.received')}</dt>
            <dd className="num">{f.moment(item.receivedAt)}</dd>
            <dt>{t('timeline.id')}</dt>
            <dd className="mono">{item.id}</dd>
            {item.recordedAs !== item.person && (
              <>
                <dt>{t('timeline.recordedAs')}</dt>
                <dd className="mono">{item.recordedAs}</dd>
              </>
            )}
          </dl>
        )}
      </div>
    </li>
  )
}

/** The one property that says most: the page, the title, the word that was sent. */
function Detail({ item }: { item: TimelineItem }) {
  const { title, name, path, page, content, keyword, product } = item.properties
  const said = [title, name, product, path, page, keyword, content].find(value => typeof value === 'string' && value !== '')
  return said ? <span className="muted ellipsis">{String(said)}</span> : null
}
