import { Link } from '@tanstack/react-router'
import type { Arrival } from '@wematrix/server/features/inbox/schema'
import { maybeWord, useWords } from '../../locales/index.tsx'
import { useBrand } from '../../shell/brand.ts'
import { CarrierMark } from '../../ui/marks.tsx'
import { useEventName } from '../events/event-names.ts'
import './tail.css'

const tone = { stored: 'good', checked: 'good', dropped: '', parked: 'warn', refused: 'bad' } as const

/** Why something was not stored, in words. */
export function useReason() {
  const { lang } = useWords()
  return (reason: string) => maybeWord(lang, `reason.${reason}`) ?? reason
}

/** One arrival: stored ones say what and who, the others say why not. */
export function ArrivalRow({ arrival, kind, brief }: { arrival: Arrival; kind: string; brief?: boolean }) {
  const { t, f } = useWords()
  const brand = useBrand()
  const event = useEventName()
  const reason = useReason()
  const stored = arrival.outcome === 'stored'
  return (
    <li className="arrival">
      <CarrierMark carrier={kind} size={22} />
      <span className="grow row" style={{ minWidth: 0 }}>
        <span className="ellipsis">{stored ? event(arrival.event) : reason(arrival.reason)}</span>
        {!stored && <span className={`chip ${tone[arrival.outcome]}`}>{t(`outcome.${arrival.outcome}`)}</span>}
        {!stored && !brief && arrival.detail && (
          <span className="faint small ellipsis" title={arrival.detail}>
            {arrival.detail}
          </span>
        )}
      </span>
      {arrival.person && (
        <Link to="/b/$brandId/people/$personId" params={{ brandId: brand.id, personId: arrival.person }} className="small num">
          {arrival.person}
        </Link>
      )}
      <time className="faint small num" dateTime={arrival.at}>
        {f.time(arrival.at)}
      </time>
    </li>
  )
}
