/** Who comes back: the curve over 30 days, the triangle by day or week, and what buying again and using several carriers look like. */

import { useNavigate, useSearch } from '@tanstack/react-router'
import { getRetention, getRetentionTriangle } from '@wematrix/server/features/reports/schema'
import { Segmented, Select } from 'antd'
import { useRef } from 'react'
import { urlOf } from '../../../api/client.ts'
import { useRead } from '../../../api/queries.ts'
import { useWords } from '../../../locales/index.tsx'
import type { RetentionSearch } from '../../../search.ts'
import { useBrand } from '../../../shell/brand.ts'
import { Page } from '../../../shell/page.tsx'
import { useRange } from '../../../shell/range.ts'
import { Card, csvOf } from '../../../ui/card.tsx'
import { CARRIERS, useCarrierName } from '../../../ui/marks.tsx'
import { Await, Bones, Empty } from '../../../ui/states.tsx'
import { MultiCarrierCard } from '../multi-carrier/multi-carrier-card.tsx'
import { RepurchaseCard } from '../repurchase/repurchase-card.tsx'
import { type Counting, RetentionCurve } from './retention-curve.tsx'
import { RetentionTriangle } from './retention-triangle.tsx'
import './retention.css'

export default function RetentionScreen() {
  const { t } = useWords()
  const name = useCarrierName()
  const search = useSearch({ strict: false }) as RetentionSearch
  const navigate = useNavigate()
  const set = (part: RetentionSearch) => void navigate({ to: '.', search: (old: object) => ({ ...old, ...part }) } as never)
  return (
    <Page
      title={t('nav.retention')}
      range
      tools={
        <Select
          allowClear
          value={search.carrier ?? null}
          placeholder={t('retention.anyCarrier')}
          aria-label={t('retention.anyCarrier')}
          popupMatchSelectWidth={false}
          onChange={carrier => set({ carrier: carrier ?? undefined })}
          options={CARRIERS.map(value => ({ value: value as string, label: name(value) }))}
        />
      }
    >
      <Curve search={search} set={set} />
      <Triangle search={search} set={set} />
      <div className="grid-2">
        <RepurchaseCard />
        <MultiCarrierCard />
      </div>
    </Page>
  )
}

type Part = { search: RetentionSearch; set(part: RetentionSearch): void }

function Curve({ search, set }: Part) {
  const { t } = useWords()
  const brand = useBrand()
  const { from, to } = useRange(brand.timeZone)
  const png = useRef<(() => void) | null>(null)
  const input = { params: { brandId: brand.id }, query: { from, to, ...(search.carrier ? { carrier: search.carrier } : {}) } }
  const query = useRead(getRetention, input)
  const count = search.count ?? 'exact'
  return (
    <Card
      title={t('retention.curve')}
      report={query.data}
      csv={csvOf(urlOf(getRetention, input))}
      png={() => png.current?.()}
      note={t(`retention.${count}.why`)}
      tools={
        <Segmented<Counting>
          size="small"
          value={count}
          onChange={next => set({ count: next === 'exact' ? undefined : next })}
          options={(['exact', 'rolling', 'range'] as const).map(value => ({ value, label: t(`retention.${value}`) }))}
        />
      }
    >
      <Await query={query} wait={<Bones height={260} />}>
        {retention =>
          retention.people === 0 ? (
            <Empty title={t('retention.empty')}>{t('retention.empty.do')}</Empty>
          ) : (
            <RetentionCurve retention={retention} count={count} png={png} />
          )
        }
      </Await>
    </Card>
  )
}

function Triangle({ search, set }: Part) {
  const { t } = useWords()
  const brand = useBrand()
  const { from, to } = useRange(brand.timeZone)
  const grain: 'day' | 'week' | 'month' = search.grain ?? 'day'
  const input = {
    params: { brandId: brand.id },
    query: { from, to, grain, columns: grain === 'day' ? 31 : 14, ...(search.carrier ? { carrier: search.carrier } : {}) },
  }
  const query = useRead(getRetentionTriangle, input)
  return (
    <Card
      title={t('retention.triangle')}
      report={query.data}
      csv={csvOf(urlOf(getRetentionTriangle, input))}
      flush
      tools={
        <Segmented<'day' | 'week' | 'month'>
          size="small"
          value={grain}
          onChange={next => set({ grain: next === 'day' ? undefined : next })}
          options={(['day', 'week', 'month'] as const).map(value => ({ value, label: t(`grain.${value}`) }))}
        />
      }
    >
      <Await query={query} wait={<Bones lines={8} height={26} />}>
        {triangle =>
          triangle.rows.every(row => row.size === 0) ? (
            <Empty title={t('retention.empty')}>{t('retention.empty.do')}</Empty>
          ) : (
            <RetentionTriangle triangle={triangle} />
          )
        }
      </Await>
    </Card>
  )
}
