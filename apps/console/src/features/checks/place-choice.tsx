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
  return (
    <Choice
      {...{ carrier, place: surface, usual: usualSurfaces, all: allSurfaces }}
      nameOf={value => t(`surface.${value}`)}
      go={(carrier, surface) => go({ carrier, surface })}
    />
  )
}

type MediaProps = { carrier: CheckCarrier; place: MediaSurface; go(place: Pick<ChecksSearch, 'carrier' | 'place'>): void }

/** The same for pictures and videos. */
export function MediaPlaceChoice({ carrier, place, go }: MediaProps) {
  const { t } = useWords()
  return (
    <Choice
      {...{ carrier, place, usual: usualMediaPlaces, all: allMediaPlaces }}
      nameOf={value => t(`mediaPlace.${value}`)}
      go={(carrier, place) => go({ carrier, place })}
    />
  )
}

type ChoiceProps<P extends string> = {
  carrier: CheckCarrier
  place: P
  usual: Record<CheckCarrier, readonly P[]>
  all: readonly P[]
  nameOf(place: P): string
  go(carrier: CheckCarrier, place: P | undefined): void
}

function Choice<P extends string>({ carrier, place, usual, all, nameOf, go }: ChoiceProps<P>) {
  const { t } = useWords()
  const here = usual[carrier]
  const option = (value: P) => ({ value, label: nameOf(value) })
  return (
    <div className="check-place">
      <CarrierChoice
        carrier={carrier}
        // A place that the other carrier does not have is not kept.
        choose={next => go(next, usual[next].includes(place) ? place : usual[next][0])}
      />
      <Select<P>
        className="check-surface"
        value={place}
        aria-label={t('checks.surface')}
        onChange={next => go(carrier, next)}
        showSearch={{ optionFilterProp: 'label' }}
        options={[
          { label: t('checks.surface.usual'), options: here.map(option) },
          { label: t('checks.surface.other'), options: all.filter(other => !here.includes(other)).map(option) },
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
