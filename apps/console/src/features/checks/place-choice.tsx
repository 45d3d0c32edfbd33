/** On which carrier and in what place: plain words for what the rules call carrier and surface. */
import type { MediaSurface } from '@wematrix/server/features/checks/media-schema'
import { Segmented, Select } from 'antd'
import { useWords } from '../../locales/index.tsx'
import { CHECK_CARRIERS, type ChecksSearch } from '../../search.ts'
import { CarrierMark } from '../../ui/marks.tsx'
import { allMediaPlaces, usualMediaPlaces } from './media-places.ts'
import { allSurfaces, type CheckCarrier, type CheckSurface, markOf, usualSurfaces } from './places.ts'

type Props = { carrier: CheckCarrier; surface: CheckSurface; go(place: Pick<ChecksSearch, 'carrier' | 'surface'>): void }

export function PlaceChoice({ carrier, surface, go }: Props) {
  const { t } = useWords()
  const usual = usualSurfaces[carrier]
  const option = (value: CheckSurface) => ({ value, label: t(`surface.${value}`) })
  return (
    <div className="check-place">
      <CarrierChoice
        carrier={carrier}
        // A place that the other carrier does not have is not kept.
        choose={next => go({ carrier: next, surface: usualSurfaces[next].includes(surface) ? surface : usualSurfaces[next][0] })}
      />
      <Select
        className="check-surface"
        value={surface}
        aria-label={t('checks.surface')}
        onChange={(next: CheckSurface) => go({ carrier, surface: next })}
        showSearch={{ optionFilterProp: 'label' }}
        options={[
          { label: t('checks.surface.usual'), options: usual.map(option) },
          { label: t('checks.surface.other'), options: allSurfaces.filter(other => !usual.includes(other)).map(option) },
        ]}
      />
    </div>
  )
}

type MediaProps = { carrier: CheckCarrier; place: MediaSurface; go(place: Pick<ChecksSearch, 'carrier' | 'place'>): void }

/** The same for pictures and videos. */
export function MediaPlaceChoice({ carrier, place, go }: MediaProps) {
  const { t } = useWords()
  const usual = usualMediaPlaces[carrier]
  const option = (value: MediaSurface) => ({ value, label: t(`mediaPlace.${value}`) })
  return (
    <div className="check-place">
      <CarrierChoice
        carrier={carrier}
        choose={next => go({ carrier: next, place: usualMediaPlaces[next].includes(place) ? place : usualMediaPlaces[next][0] })}
      />
      <Select
        className="check-surface"
        value={place}
        aria-label={t('checks.surface')}
        onChange={(next: MediaSurface) => go({ carrier, place: next })}
        showSearch={{ optionFilterProp: 'label' }}
        options={[
          { label: t('checks.surface.usual'), options: usual.map(option) },
          { label: t('checks.surface.other'), options: allMediaPlaces.filter(other => !usual.includes(other)).map(option) },
        ]}
      />
    </div>
  )
}

function CarrierChoice({ carrier, choose }: { carrier: CheckCarrier; choose(carrier: CheckCarrier): void }) {
  const { t } = useWords()
  return (
    <div className="scroll-x">
      <Segmented<CheckCarrier>
        value={carrier}
        aria-label={t('checks.carrier')}
        onChange={choose}
        options={CHECK_CARRIERS.map(value => ({
          value,
          label: (
            <span className="row check-carrier">
              {markOf[value] !== 'other' && <CarrierMark carrier={markOf[value]} size={18} />}
              {t(`carrierOf.${value}`)}
            </span>
          ),
        }))}
      />
    </div>
  )
}
