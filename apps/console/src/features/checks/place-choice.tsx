/** On which carrier and in what place: plain words for what the rules call carrier and surface. */
import { Segmented, Select } from 'antd'
import { useWords } from '../../locales/index.tsx'
import { CHECK_CARRIERS, type ChecksSearch } from '../../search.ts'
import { CarrierMark } from '../../ui/marks.tsx'
import { allSurfaces, type CheckCarrier, type CheckSurface, markOf, usualSurfaces } from './places.ts'

type Props = { carrier: CheckCarrier; surface: CheckSurface; go(place: Pick<ChecksSearch, 'carrier' | 'surface'>): void }

export function PlaceChoice({ carrier, surface, go }: Props) {
  const { t } = useWords()
  const usual = usualSurfaces[carrier]
  const option = (value: CheckSurface) => ({ value, label: t(`surface.${value}`) })
  return (
    <div className="check-place">
      <div className="scroll-x">
        <Segmented<CheckCarrier>
          value={carrier}
          aria-label={t('checks.carrier')}
          // A place that the other carrier does not have is not kept.
          onChange={next => go({ carrier: next, surface: usualSurfaces[next].includes(surface) ? surface : usualSurfaces[next][0] })}
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
