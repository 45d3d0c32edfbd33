/** Small signs: which carrier, how honest a number is, what a number means. */
import { QuestionCircleOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { Popover, Tooltip } from 'antd'
import type { ReactNode } from 'react'
import { type Both, maybeWord, useWords } from '../locales/index.tsx'
import { useBrand } from '../shell/brand.ts'

export type CarrierKind = 'official_account' | 'mini_program' | 'channels' | 'shop' | 'other'
export const CARRIERS = ['official_account', 'mini_program', 'channels'] as const
export type MapCarrier = (typeof CARRIERS)[number]

const known = (carrier: string): CarrierKind =>
  carrier === 'official_account' || carrier === 'mini_program' || carrier === 'channels' || carrier === 'shop' ? carrier : 'other'

/** The path of a carrier's sign in a 24 × 24 box; shared by the icon and by the matrix map. */
export const carrierPaths: Record<CarrierKind, string> = {
  official_account: 'M5 6.5h14M5 11h14M5 15.5h8M16.6 14.2a2.6 2.6 0 1 1 0 5.2 2.6 2.6 0 0 1 0-5.2',
  mini_program: 'M12 8.2v7.6a3.4 3.4 0 1 1-4.6-3.2M12 15.8V8.2a3.4 3.4 0 1 1 4.6 3.2',
  channels:
    'M12 12c-2-4.6-4.3-7-6-7-1.6 0-2 2-1.6 5 .5 4.3 2 8.6 4 8.6 1.6 0 2.7-3 3.6-6.6.9 3.6 2 6.6 3.6 6.6 2 0 3.5-4.3 4-8.6.4-3 0-5-1.6-5-1.7 0-4 2.4-6 7',
  shop: 'M5.5 9h13l-.8 10H6.3zM9 9a3 3 0 0 1 6 0',
  other: 'M12 5v14M5 12h14',
}

export function CarrierMark({ carrier, size = 24 }: { carrier: string; size?: number }) {
  const kind = known(carrier)
  return (
    <span className={`carrier-mark ${kind}`} style={{ width: size, height: size }} aria-hidden>
      <svg
        width={size * 0.68}
        height={size * 0.68}
        viewBox="0 0 24 24"
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
        strokeLinecap="round"
        strokeLinejoin="round"
      >
        <title>{kind}</title>
        <path d={carrierPaths[kind]} />
      </svg>
    </span>
  )
}

/** The carrier's name in the reader's language. */
export function useCarrierName() {
  const { lang, t } = useWords()
  return (carrier: string) => maybeWord(lang, `carrier.${carrier}`) ?? t('carrier.other')
}

export type HonestyMark = 'person-level' | 'aggregate-only' | 'inferred'

const honestyOf = (value: string | undefined): HonestyMark => (value === 'aggregate-only' || value === 'inferred' ? value : 'person-level')

/** 个人级, 仅汇总 or 推断: said beside every figure. */
export function Honesty({ mark, bare }: { mark: string | undefined; bare?: boolean }) {
  const { t } = useWords()
  const kind = honestyOf(mark)
  return (
    <Tooltip title={t(`honesty.${kind}.why`)}>
      <span className="honesty">
        <svg width="10" height="10" viewBox="0 0 10 10" fill="none" stroke="currentColor" strokeWidth="1.4" aria-hidden>
          <title>{kind}</title>
          {kind === 'person-level' && <circle cx="5" cy="5" r="3.6" fill="currentColor" />}
          {kind === 'aggregate-only' && <path d="M1.6 8.6V5.5M5 8.6V1.6M8.4 8.6V4" />}
          {kind === 'inferred' && <circle cx="5" cy="5" r="3.6" strokeDasharray="1.9 1.9" />}
        </svg>
        {bare ? <span className="visually-hidden">{t(`honesty.${kind}`)}</span> : t(`honesty.${kind}`)}
      </span>
    </Tooltip>
  )
}

/** The question mark beside a title: what the number is, in words, with its honesty. */
export function Definition({
  text,
  honesty,
  metric,
  children,
}: {
  text: Both | string | undefined
  honesty?: string | undefined
  /** Its place in the catalogue, to be read beside its neighbours. */
  metric?: string | undefined
  children?: ReactNode
}) {
  const { t, pick } = useWords()
  const brand = useBrand()
  const said = typeof text === 'string' ? text : pick(text)
  if (!said && !children) return null
  return (
    <Popover
      trigger={['click', 'hover']}
      mouseEnterDelay={0.25}
      content={
        <div className="definition">
          {said && <div>{said}</div>}
          {children}
          {honesty && (
            <div className="faint">
              <Honesty mark={honesty} /> · {t(`honesty.${honestyOf(honesty)}.why`)}
            </div>
          )}
          {metric && (
            <Link to="/b/$brandId/metrics" params={{ brandId: brand.id }} hash={metric} className="small">
              {t('ui.definitions')}
            </Link>
          )}
        </div>
      }
    >
      <button type="button" className="icon-button tiny" aria-label={t('ui.definition')}>
        <QuestionCircleOutlined />
      </button>
    </Popover>
  )
}
