import type { Platform } from '@wematrix/server/features/platforms/schema'
import { useWords } from '../../locales/index.tsx'
import { CopyField } from '../../ui/copy.tsx'
import type { Once } from './platform-form.tsx'

/** Every field of the platform's page at WeChat, under the names that it has there. */
export function PlatformPaste({ platform, once }: { platform: Platform; once: Once | null }) {
  const { t } = useWords()
  const { eventUrl, messageUrl, domain } = platform.paste
  const secret = (value: string | undefined, label: string, last4: string) =>
    value ? <CopyField value={value} label={label} /> : <span className="small muted">{t('paste.hidden', { last4 })}</span>
  return (
    <div className="stack loose" data-panel="platform-paste">
      <p>{t('paste.where')}</p>
      <div className="paste platform-paste">
        <span className="muted">{t('paste.domain')}</span>
        <CopyField value={domain} label={t('paste.domain')} />
        <span className="muted">{t('paste.eventUrl')}</span>
        <CopyField value={eventUrl} label={t('paste.eventUrl')} />
        <span className="muted">{t('paste.token')}</span>
        {secret(once?.token, t('paste.token'), platform.secrets.token.last4)}
        <span className="muted">{t('paste.key')}</span>
        {secret(once?.encodingAesKey, t('paste.key'), platform.secrets.encodingAesKey.last4)}
        <span className="muted">{t('paste.messageUrl')}</span>
        <CopyField value={messageUrl} label={t('paste.messageUrl')} />
        <span className="muted">{t('paste.program')}</span>
        <div className="stack tight">
          <CopyField value={domain} label={t('paste.program')} />
          <span className="small faint">{t('paste.program.why')}</span>
        </div>
        <span className="muted">{t('paste.ip')}</span>
        <span className="small">{t('paste.ip.why')}</span>
        <span className="muted">{t('paste.sets')}</span>
        <span className="small">{t('paste.sets.why')}</span>
      </div>
    </div>
  )
}
