/** What arrives, as it arrives: for a brand or for one carrier. */

import type { Carrier } from '@wematrix/server/features/carriers/schema'
import { getTail } from '@wematrix/server/features/inbox/schema'
import { useRead } from '../../api/queries.ts'
import { useWords } from '../../locales/index.tsx'
import { useBrandParams } from '../../shell/brand.ts'
import { Card } from '../../ui/card.tsx'
import { Await, Bones, Empty } from '../../ui/states.tsx'
import { ArrivalRow } from './arrival-row.tsx'

const EVERY_MS = 2500

/** The live tail as a card of its own. */
export function LiveTail({ carriers, carrierId }: { carriers: Carrier[]; carrierId?: string }) {
  const { t } = useWords()
  return (
    <Card
      title={
        <>
          <span className="pulse-dot" /> {t('tail.title')}
        </>
      }
      definition={t('tail.why')}
      flush
    >
      <TailList carriers={carriers} most={20} {...(carrierId ? { carrierId } : {})} />
    </Card>
  )
}

type Props = { carriers: Carrier[]; carrierId?: string; most: number; brief?: boolean }

export function TailList({ carriers, carrierId, most, brief }: Props) {
  const { t } = useWords()
  const params = useBrandParams()
  const query = useRead(getTail, { params, query: carrierId ? { carrier: carrierId } : {} }, { refetchMs: EVERY_MS, fresh: true })
  const kindOf = (id: string) => carriers.find(carrier => carrier.id === id)?.kind ?? 'other'
  return (
    <Await
      query={query}
      wait={
        <div style={{ padding: '6px 18px 14px' }}>
          <Bones lines={5} height={24} />
        </div>
      }
    >
      {({ arrivals }) =>
        arrivals.length === 0 ? (
          <Empty title={t('pulse.quiet')}>{t('pulse.quiet.do')}</Empty>
        ) : (
          <ul className="tail" aria-live="off">
            {arrivals.slice(0, most).map((arrival, at) => (
              <ArrivalRow
                key={`${arrival.at}${arrival.event}${arrival.person}${arrivals.slice(at + 1).filter(other => other.at === arrival.at).length}`}
                arrival={arrival}
                kind={kindOf(arrival.carrierId)}
                brief={brief === true}
              />
            ))}
          </ul>
        )
      }
    </Await>
  )
}
