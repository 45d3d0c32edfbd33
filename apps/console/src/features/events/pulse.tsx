import { Link } from '@tanstack/react-router'
import { listCarriers } from '@wematrix/server/features/carriers/schema'
import { useRead } from '../../api/queries.ts'
import { useWords } from '../../locales/index.tsx'
import { useBrand } from '../../shell/brand.ts'
import { Card } from '../../ui/card.tsx'
import { TailList } from '../inbox/tail-list.tsx'

/** The brand's heartbeat: the last arrivals. */
export function Pulse() {
  const { t } = useWords()
  const brand = useBrand()
  const { data } = useRead(listCarriers, { params: { brandId: brand.id } })
  return (
    <Card
      title={
        <>
          <span className="pulse-dot" /> {t('pulse.title')}
        </>
      }
      flush
      className="pulse"
      tools={
        <Link to="/b/$brandId/carriers" params={{ brandId: brand.id }} className="small">
          {t('pulse.all')}
        </Link>
      }
    >
      <div className="pulse-list">
        <TailList carriers={data?.carriers ?? []} most={16} brief />
      </div>
    </Card>
  )
}
