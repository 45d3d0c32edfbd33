/** What this account may call at WeChat, how often, and why not: first what its type may do in words, then endpoint by endpoint. */
import { useNavigate, useSearch } from '@tanstack/react-router'
import { type Carrier, type EndpointRight, type EndpointRights, listEndpoints } from '@wematrix/server/features/carriers/schema'
import { Input, Select } from 'antd'
import { useState } from 'react'
import { urlOf } from '../../api/client.ts'
import { useRead } from '../../api/queries.ts'
import { useWords } from '../../locales/index.tsx'
import { ALLOWED, type CarrierSearch } from '../../search.ts'
import { useBrand } from '../../shell/brand.ts'
import { Card, csvOf } from '../../ui/card.tsx'
import { Counts } from '../../ui/counts.tsx'
import { Await, Bones, Empty } from '../../ui/states.tsx'
import { Capabilities, signs } from './capabilities.tsx'
import './endpoints.css'

export function Endpoints({ carrier }: { carrier: Carrier }) {
  const { t } = useWords()
  const brand = useBrand()
  const { group, allowed } = useSearch({ strict: false }) as CarrierSearch
  const input = {
    params: { brandId: brand.id, id: carrier.id },
    query: { ...(group ? { group } : {}), ...(allowed ? { allowed } : {}) },
  }
  const query = useRead(listEndpoints, input)
  return (
    <>
      <Card title={t('capability.title')} definition={t('capability.why')}>
        <Capabilities list={carrier.capabilities} />
      </Card>
      <Card title={t('endpoint.title')} definition={t('endpoint.why')} csv={csvOf(urlOf(listEndpoints, input))} note={t('endpoint.note')}>
        <Await query={query} wait={<Bones lines={8} height={34} />}>
          {rights => (
            <div className="stack">
              {carrier.mode === 'direct' && !carrier.secrets.appSecret.hasSecret && (
                <p className="endpoint-blocked small">{t('endpoint.noSecret')}</p>
              )}
              <Filters rights={rights} />
              <Rows rights={rights} />
            </div>
          )}
        </Await>
      </Card>
    </>
  )
}

function useChoose() {
  const navigate = useNavigate()
  return (change: Partial<Record<'group' | 'allowed', string | undefined>>) =>
    void navigate({ to: '.', replace: true, resetScroll: false, search: (old: object) => ({ ...old, ...change }) } as never)
}

function Filters({ rights }: { rights: EndpointRights }) {
  const { t, pick } = useWords()
  const { group, allowed } = useSearch({ strict: false }) as CarrierSearch
  const choose = useChoose()
  const counts = rights.groups.find(({ id }) => id === group) ?? rights.counts
  return (
    <div className="endpoint-filters">
      <Counts
        label={t('endpoint.show')}
        all={t('endpoint.all')}
        value={allowed}
        counts={ALLOWED.map(key => ({ key, name: t(`capability.${key}`), n: counts[key], sign: signs[key] }))}
        choose={next => choose({ allowed: next })}
      />
      <Select
        className="endpoint-group"
        aria-label={t('endpoint.group')}
        value={group ?? ''}
        onChange={next => choose({ group: next || undefined })}
        options={[
          { value: '', label: t('endpoint.groups') },
          ...rights.groups.map(({ id, name, yes, no, unsure }) => ({ value: id, label: `${pick(name)} (${yes + no + unsure})` })),
        ]}
      />
    </div>
  )
}

function Rows({ rights }: { rights: EndpointRights }) {
  const { t, lang } = useWords()
  const [words, setWords] = useState('')
  const wanted = words.trim().toLowerCase()
  const shown = wanted
    ? rights.endpoints.filter(right => [right.path, right.name, right.title[lang]].some(text => text.toLowerCase().includes(wanted)))
    : rights.endpoints
  return (
    <>
      <Input
        allowClear
        value={words}
        onChange={event => setWords(event.target.value)}
        placeholder={t('endpoint.search')}
        aria-label={t('endpoint.search')}
      />
      {shown.length === 0 ? (
        <Empty title={t('endpoint.none')}>{t('endpoint.none.do')}</Empty>
      ) : (
        <ul className="endpoint-list">
          {shown.map((right, at) => (
            <li key={`${right.method} ${right.path} ${right.name}`}>
              {right.group.id !== shown[at - 1]?.group.id && <GroupHead right={right} />}
              <Row right={right} />
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

function GroupHead({ right }: { right: EndpointRight }) {
  const { pick } = useWords()
  return <h3 className="endpoint-head">{pick(right.group.name)}</h3>
}

function Row({ right }: { right: EndpointRight }) {
  const { t, f, pick } = useWords()
  const often = [
    right.perDay !== null && t('endpoint.perDay', { n: f.short(right.perDay) }),
    right.perMinute !== null && t('endpoint.perMinute', { n: f.short(right.perMinute) }),
    right.perMonth !== null && t('endpoint.perMonth', { n: f.int(right.perMonth) }),
  ].filter(Boolean)
  return (
    <div className={`endpoint-row ${right.allowed}`} data-endpoint={right.name}>
      <span className="endpoint-sign">
        {signs[right.allowed]}
        <span className="visually-hidden">{t(`capability.${right.allowed}`)}</span>
      </span>
      <div className="endpoint-name">
        <span>{pick(right.title)}</span>
        <code className="faint" title={right.name}>
          {right.path}
        </code>
      </div>
      <div className="endpoint-often small num">
        {often.length > 0 && <span>{often.join(' · ')}</span>}
        {right.rhythm && <span className="muted">{pick(right.rhythm)}</span>}
      </div>
      <div className="endpoint-why small">
        {right.why && <span className={right.allowed === 'no' ? '' : 'muted'}>{pick(right.why)}</span>}
        {right.reason === 'answered' && <span className="muted">{t('endpoint.answered')}</span>}
        {right.okAt && <span className="faint">{t('endpoint.okAt', { ago: f.ago(right.okAt, new Date()) })}</span>}
      </div>
    </div>
  )
}
