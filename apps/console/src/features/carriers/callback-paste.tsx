import type { CallbackSettings, Carrier } from '@wematrix/server/features/carriers/schema'
import { useWords } from '../../locales/index.tsx'
import { CopyField } from '../../ui/copy.tsx'

/** The three values to paste at WeChat, where to, and what to do there. They are shown this once. */
export function CallbackPaste({ callback, pasteAt }: { callback: CallbackSettings; pasteAt: Carrier['pasteAt'] }) {
  const { t, pick } = useWords()
  return (
    <div className="stack loose">
      <p>{pick(pasteAt)}</p>
      <div className="paste">
        <span className="muted">URL</span>
        <CopyField value={callback.url} label="URL" />
        <span className="muted">Token</span>
        <CopyField value={callback.token} label="Token" />
        <span className="muted">EncodingAESKey</span>
        <CopyField value={callback.encodingAesKey} label="EncodingAESKey" />
      </div>
      <ol className="howto">
        <li>{t('connect.how.paste')}</li>
        <li>{t('connect.how.mode')}</li>
        <li>{t('connect.how.ip')}</li>
      </ol>
    </div>
  )
}
