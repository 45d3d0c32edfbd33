/** The ways people take through carriers, entries or events: a Sankey of the steps, and the ways themselves with what came of them. */

import { useNavigate, useSearch } from '@tanstack/react-router'
import { getPaths, type PathsReply } from '@wematrix/server/features/reports/schema'
import { Segmented, Select } from 'antd'
import { useRef } from 'react'
import { urlOf } from '../../../api/client.ts'
import { useRead } from '../../../api/queries.ts'
import { useWords } from '../../../locales/index.tsx'
import type { PathsSearch } from '../../../search.ts'
import { useBrand } from '../../../shell/brand.ts'
import { Page } from '../../../shell/page.tsx'
import { useRange } from '../../../shell/range.ts'
import { Card, csvOf } from '../../../ui/card.tsx'
import { Drill } from '../../../ui/drill.tsx'
import { CarrierMark } from '../../../ui/marks.tsx'
import { Await, Bones, Empty } from '../../../ui/states.tsx'
import { Table } from '../../../ui/table.tsx'
import { PathsSankey, usePlaceName } from './paths-sankey.tsx'
import './paths.css'

export default function PathsScreen() {
  const { t } = useWords()
  const brand = useBrand()
  const { from, to } = useRange(brand.timeZone)
  const search = useSearch({ strict: false }) as PathsSearch
  const navigate = useNavigate()
  const set = (part: PathsSearch) => void navigate({ to: '.', search: (old: object) => ({ ...old, ...part }) } as never)
  const png = useRef<(() => void) | null>(null)
  const of: 'carrier' | 'entry' | 'event' = search.of ?? 'carrier'
  const input = { params: { brandId: brand.id }, query: { from, to, of, length: search.length ?? 5, limit: 40 } }
  const query = useRead(getPaths, input)
  const csv = csvOf(urlOf(getPaths, input))
  return (
    <Page title={t('nav.paths')} range>
      <Card
        title={t('paths.flow')}
        report={query.data}
        csv={csv}
        png={() => png.current?.()}
        tools={
          <>
            <Segmented<'carrier' | 'entry' | 'event'>
              size="small"
              value={of}
              onChange={next => set({ of: next === 'carrier' ? undefined : next })}
              options={(['carrier', 'entry', 'event'] as const).map(value => ({ value, label: t(`paths.of.${value}`) }))}
            />
            <Select
              size="small"
              variant="filled"
              value={search.length ?? 5}
              aria-label={t('paths.length')}
              onChange={length => set({ length })}
              options={[3, 4, 5, 6, 8].map(value => ({ value, label: t('paths.steps', { n: value }) }))}
            />
          </>
        }
      >
        <Await query={query} wait={<Bones height={380} />}>
          {paths =>
            paths.paths.length === 0 ? (
              <Empty title={t('paths.empty')}>{t('paths.empty.do')}</Empty>
            ) : (
              <PathsSankey paths={paths} png={png} />
            )
          }
        </Await>
      </Card>
      {query.data && query.data.paths.length > 0 && <PathTable paths={query.data} />}
    </Page>
  )
}

function PathTable({ paths }: { paths: PathsReply }) {
  const { t, f } = useWords()
  const place = usePlaceName(paths.of)
  return (
    <Card title={t('paths.list')} report={paths} flush>
      <Table head={[t('paths.way'), { end: t('multi.people') }, { end: t('paths.share') }, { end: t('map.conversion') }]}>
        {paths.paths.map(row => (
          <tr key={row.steps.join('>')}>
            <td>
              <ol className="way">
                {row.steps.map((step, at) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a way may pass one place twice
                  <li key={at}>
                    {paths.of === 'carrier' && <CarrierMark carrier={step} size={20} />}
                    <span>{place(step)}</span>
                  </li>
                ))}
              </ol>
            </td>
            <td className="end">
              <Drill token={row.drill}>{f.int(row.people)}</Drill>
            </td>
            <td className="end muted">{f.percent(row.share)}</td>
            <td className="end" title={f.interval(row.wilson95?.[0], row.wilson95?.[1])}>
              {f.percent(row.rate)}
            </td>
          </tr>
        ))}
      </Table>
    </Card>
  )
}
