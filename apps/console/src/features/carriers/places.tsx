import type { Carrier } from '@wematrix/server/features/carriers/schema'
import { useWords } from '../../locales/index.tsx'
import { CopyField } from '../../ui/copy.tsx'

/** What has to be entered at WeChat besides the callback: the list of addresses, and the domain that an SDK speaks to. */
export function Places({ carrier }: { carrier: Carrier }) {
  const { t } = useWords()
  const ip = carrier.verification.find(step => step.ip)?.ip
  const { origin } = new URL(carrier.callbackUrl)
  return (
    <div className="paste" data-panel="places">
      <span className="muted">{t('place.ip')}</span>
      <div className="stack tight">
        <span className="small">{t(`place.ip.where.${carrier.kind}`)}</span>
        {ip && <CopyField value={ip} label={t('place.ip')} />}
        {!ip && carrier.kind !== 'channels' && <span className="small faint">{t('place.ip.unknown')}</span>}
      </div>
      {carrier.kind === 'mini_program' && (
        <>
          <span className="muted">{t('place.request')}</span>
          <div className="stack tight">
            <CopyField value={origin} label={t('place.request')} />
            <span className="small">{t('place.request.where')}</span>
          </div>
        </>
      )}
    </div>
  )
}
