/** People: by search, or behind a number that was clicked; then also the events behind it. */
import { ArrowLeftOutlined, CloseOutlined } from '@ant-design/icons'
import { Link, useNavigate, useRouter, useSearch } from '@tanstack/react-router'
import { listEvents, listPeople } from '@wematrix/server/features/persons/schema'
import { Button, Input, Segmented } from 'antd'
import { useState } from 'react'
import { urlOf } from '../../api/client.ts'
import { useMore, usePages } from '../../api/pages.ts'
import { useWords } from '../../locales/index.tsx'
import type { PeopleSearch } from '../../search.ts'
import { useBrand } from '../../shell/brand.ts'
import { Page } from '../../shell/page.tsx'
import { Card, csvOf } from '../../ui/card.tsx'
import { Bones, Empty, Failed } from '../../ui/states.tsx'
import { Timeline } from '../events/timeline.tsx'
import { ConflictsCard } from '../identity/conflicts-card.tsx'
import { PeopleTable } from './people-table.tsx'
import './persons.css'

export default function PeopleScreen() {
  const { t } = useWords()
  const search = useSearch({ strict: false }) as PeopleSearch
  const navigate = useNavigate()
  const router = useRouter()
  const set = (part: PeopleSearch) => void navigate({ to: '.', search: (old: object) => ({ ...old, ...part }) } as never)
  return (
    <Page
      title={t('nav.people')}
      heading={
        search.drill ? (
          <span className="row">
            <button type="button" className="icon-button" aria-label={t('ui.back')} onClick={() => router.history.back()}>
              <ArrowLeftOutlined />
            </button>
            <h1>{t('people.behind')}</h1>
          </span>
        ) : undefined
      }
    >
      {!search.drill && <SearchField q={search.q} set={set} />}
      {search.show === 'events' ? (
        <BehindEvents search={search} set={set} />
      ) : (
        <PeopleList key={`${search.q}${search.drill}${search.sort}`} search={search} set={set} />
      )}
      {!search.drill && !search.q && <ConflictsCard />}
    </Page>
  )
}

type Part = { search: PeopleSearch; set(part: PeopleSearch): void }

function SearchField({ q, set }: { q: string | undefined; set(part: PeopleSearch): void }) {
  const { t } = useWords()
  const [text, setText] = useState(q ?? '')
  return (
    <div data-search className="people-search">
      <Input.Search
        size="large"
        allowClear
        value={text}
        placeholder={t('people.search')}
        aria-label={t('people.search')}
        onChange={event => setText(event.target.value)}
        onSearch={next => set({ q: next.trim() || undefined })}
      />
    </div>
  )
}

function About({ search, set, about, total }: Part & { about: string; total: number | null }) {
  const { t, f } = useWords()
  return (
    <div className="about">
      <div className="grow">
        <strong>{about}</strong>
        {total !== null && <span className="muted"> · {t('people.total', { n: f.int(total) })}</span>}
      </div>
      <Segmented
        size="small"
        value={search.show ?? 'people'}
        onChange={show => set({ show: show === 'events' ? 'events' : undefined })}
        options={[
          { value: 'people', label: t('people.people') },
          { value: 'events', label: t('people.events') },
        ]}
      />
      <button
        type="button"
        className="icon-button"
        aria-label={t('people.clear')}
        title={t('people.clear')}
        onClick={() => set({ drill: undefined, show: undefined })}
      >
        <CloseOutlined />
      </button>
    </div>
  )
}

function PeopleList({ search, set }: Part) {
  const { t, pick } = useWords()
  const brand = useBrand()
  const input = {
    params: { brandId: brand.id },
    query: {
      limit: 50,
      ...(search.q ? { q: search.q } : {}),
      ...(search.drill ? { drill: search.drill } : {}),
      ...(search.sort ? { sort: search.sort } : {}),
    },
  }
  const query = usePages(listPeople, input)
  const end = useMore(query.hasNextPage && !query.isFetchingNextPage ? query.fetchNextPage : undefined)
  const people = query.data?.pages.flatMap(page => page.people) ?? []
  const first = query.data?.pages[0]
  return (
    <>
      {search.drill && first && (
        <About search={search} set={set} about={pick(first.about ?? undefined) || t('people.behind')} total={first.total} />
      )}
      <Card
        title={search.q ? t('people.found') : search.drill ? t('people.people') : search.sort ? t('people.newest') : t('people.latest')}
        definition={search.q || search.drill || search.sort ? undefined : t('people.latest.how')}
        tools={!search.q && !search.drill && <Sort sort={search.sort} set={set} />}
        csv={csvOf(urlOf(listPeople, input))}
        flush
      >
        {query.error ? (
          <Failed error={query.error} again={() => void query.refetch()} />
        ) : query.isPending ? (
          <div style={{ padding: '8px 18px 18px' }}>
            <Bones lines={9} height={30} />
          </div>
        ) : people.length === 0 ? (
          <NoPeople q={search.q} />
        ) : (
          <PeopleTable people={people} />
        )}
        <div ref={end} />
        {query.isFetchingNextPage && <div className="more faint">{t('ui.more')}</div>}
      </Card>
    </>
  )
}

function Sort({ sort, set }: { sort: PeopleSearch['sort']; set(part: PeopleSearch): void }) {
  const { t } = useWords()
  return (
    <Segmented
      size="small"
      aria-label={t('people.sort')}
      value={sort ?? 'seen'}
      onChange={value => set({ sort: value === 'newest' ? 'newest' : undefined })}
      options={[
        { value: 'seen', label: t('people.sort.seen') },
        { value: 'newest', label: t('people.sort.newest') },
      ]}
    />
  )
}

function NoPeople({ q }: { q: string | undefined }) {
  const { t } = useWords()
  const brand = useBrand()
  if (q) return <Empty title={t('people.notFound', { q })}>{t('people.notFound.do')}</Empty>
  return (
    <Empty
      title={t('people.empty')}
      action={
        <Link to="/b/$brandId/carriers" params={{ brandId: brand.id }}>
          <Button type="primary">{t('carriers.connect')}</Button>
        </Link>
      }
    >
      {t('people.empty.do')}
    </Empty>
  )
}

function BehindEvents({ search, set }: Part) {
  const { t, pick } = useWords()
  const brand = useBrand()
  const input = { params: { brandId: brand.id }, query: { limit: 50, ...(search.drill ? { drill: search.drill } : {}) } }
  const query = usePages(listEvents, input)
  const end = useMore(query.hasNextPage && !query.isFetchingNextPage ? query.fetchNextPage : undefined)
  const first = query.data?.pages[0]
  return (
    <>
      {first && <About search={search} set={set} about={pick(first.about ?? undefined) || t('people.behind')} total={null} />}
      <Card title={t('people.events')} report={first} csv={csvOf(urlOf(listEvents, input))}>
        {query.error ? (
          <Failed error={query.error} again={() => void query.refetch()} />
        ) : query.isPending ? (
          <Bones lines={9} height={30} />
        ) : (
          <Timeline items={query.data.pages.flatMap(page => page.items)} withPerson />
        )}
        <div ref={end} />
      </Card>
    </>
  )
}
