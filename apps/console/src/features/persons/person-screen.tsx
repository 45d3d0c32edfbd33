/** One person: who they are on every carrier, how their ids came together, and everything they did. */
import { ArrowLeftOutlined } from '@ant-design/icons'
import { useParams, useRouter } from '@tanstack/react-router'
import { getPerson, getTimeline, type PersonReply } from '@wematrix/server/features/persons/schema'
import { Segmented } from 'antd'
import { useState } from 'react'
import { useMore, usePages } from '../../api/pages.ts'
import { useRead } from '../../api/queries.ts'
import { useWords } from '../../locales/index.tsx'
import { useBrand } from '../../shell/brand.ts'
import { Page } from '../../shell/page.tsx'
import { Card } from '../../ui/card.tsx'
import { CARRIERS, CarrierMark, useCarrierName } from '../../ui/marks.tsx'
import { Await, Bones, Failed } from '../../ui/states.tsx'
import { Timeline } from '../events/timeline.tsx'
import { Merges } from '../identity/merges.tsx'
import { Identities } from './identities.tsx'
import { Face, nameOf } from './people-table.tsx'
import './persons.css'

export default function PersonScreen() {
  const { t } = useWords()
  const brand = useBrand()
  const router = useRouter()
  const { personId } = useParams({ strict: false }) as { personId: string }
  const query = useRead(getPerson, { params: { brandId: brand.id, id: personId } })
  const name = query.data ? nameOf(query.data) : personId
  return (
    <Page
      title={name}
      heading={
        <div className="person-head">
          <button type="button" className="icon-button" aria-label={t('ui.back')} onClick={() => router.history.back()}>
            <ArrowLeftOutlined />
          </button>
          <Face id={personId} name={name} size={36} />
          <div className="grow">
            <h1 className="ellipsis">{name}</h1>
          </div>
          {query.data?.unified && <span className="chip good">UnionID</span>}
          {query.data?.highNeed && (
            <span className="chip warn" title={t('person.highNeed.why')}>
              {t('person.highNeed')}
            </span>
          )}
        </div>
      }
    >
      <Await query={query} wait={<Bones lines={8} height={40} />}>
        {person => (
          <>
            {person.id !== person.askedFor && <p className="about">{t('person.merged', { from: person.askedFor, into: person.id })}</p>}
            <div className="person">
              <PersonTimeline key={person.id} id={person.id} />
              <aside className="person-side">
                <Facts person={person} />
                <Card title={t('person.identities')} definition={t('person.identities.why')}>
                  <Identities list={person.identityList} />
                </Card>
                <Merges person={person} />
                <Traits person={person} />
              </aside>
            </div>
          </>
        )}
      </Await>
    </Page>
  )
}

function PersonTimeline({ id }: { id: string }) {
  const { t } = useWords()
  const brand = useBrand()
  const name = useCarrierName()
  const [carrier, setCarrier] = useState('all')
  const query = usePages(getTimeline, {
    params: { brandId: brand.id, id },
    query: { limit: 50, ...(carrier === 'all' ? {} : { carrier }) },
  })
  const end = useMore(query.hasNextPage && !query.isFetchingNextPage ? query.fetchNextPage : undefined)
  const first = query.data?.pages[0]
  return (
    <Card
      title={t('person.timeline')}
      report={first}
      tools={
        <Segmented
          size="small"
          value={carrier}
          onChange={setCarrier}
          options={[
            { value: 'all', label: t('person.all') },
            ...CARRIERS.map(value => ({ value: value as string, label: <CarrierMark carrier={value} size={18} />, title: name(value) })),
          ]}
        />
      }
    >
      {query.error ? (
        <Failed error={query.error} again={() => void query.refetch()} />
      ) : query.isPending ? (
        <Bones lines={10} height={34} />
      ) : (
        <Timeline items={query.data.pages.flatMap(page => page.items)} />
      )}
      <div ref={end} />
      {query.isFetchingNextPage && <div className="more faint">{t('ui.more')}</div>}
    </Card>
  )
}

function Facts({ person }: { person: PersonReply }) {
  const { t, f } = useWords()
  const name = useCarrierName()
  const most = Math.max(...person.byCarrier.map(({ events }) => events), 1)
  return (
    <Card title={t('person.facts')} report={person}>
      <div className="stack loose">
        <dl className="person-facts">
          <div>
            <dt>{t('people.orderCount')}</dt>
            <dd className="num">{f.int(person.orders)}</dd>
          </div>
          <div>
            <dt>{t('people.value')}</dt>
            <dd className="num">{f.money(person.valueFen)}</dd>
          </div>
          <div>
            <dt>{t('person.first')}</dt>
            <dd className="num" style={{ fontSize: 14 }}>
              {person.firstSeenAt ? f.date(person.firstSeenAt) : '–'}
            </dd>
          </div>
          <div>
            <dt>{t('people.lastSeen')}</dt>
            <dd className="num" style={{ fontSize: 14 }}>
              {person.lastSeenAt ? f.ago(person.lastSeenAt, new Date()) : '–'}
            </dd>
          </div>
        </dl>
        <ul className="stack">
          {person.byCarrier.map(row => (
            <li key={row.carrier} className="row">
              <CarrierMark carrier={row.carrier} />
              <span className="nowrap" style={{ width: 64 }}>
                {name(row.carrier)}
              </span>
              <span className="meter grow">
                <i style={{ width: `${(row.events / most) * 100}%` }} />
              </span>
              <span className="num muted small nowrap">{t('person.events', { n: f.int(row.events) })}</span>
            </li>
          ))}
        </ul>
        {person.interests.length > 0 && (
          <div className="row wrap">
            {person.interests.slice(0, 8).map(interest => (
              <span
                key={interest.topic}
                className="chip"
                title={t('person.interest', { score: f.one(interest.score), n: f.int(interest.events) })}
              >
                {interest.topic} <b className="num">{f.one(interest.score)}</b>
              </span>
            ))}
          </div>
        )}
      </div>
    </Card>
  )
}

function Traits({ person }: { person: PersonReply }) {
  const { t } = useWords()
  const traits = Object.entries(person.traits)
  if (traits.length === 0) return null
  return (
    <Card title={t('person.traits')}>
      <dl className="kv small">
        {traits.map(([name, value]) => (
          <div key={name} style={{ display: 'contents' }}>
            <dt>{name}</dt>
            <dd>{typeof value === 'object' ? JSON.stringify(value) : String(value)}</dd>
          </div>
        ))}
      </dl>
    </Card>
  )
}
