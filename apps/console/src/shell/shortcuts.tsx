import { Modal } from 'antd'
import { useWords } from '../locales/index.tsx'
import { isMac } from './keys.ts'
import { screens } from './screens.ts'
import './palette.css'

/** The list behind `?`. */
export function Shortcuts({ open, close }: { open: boolean; close(): void }) {
  const { t } = useWords()
  return (
    <Modal open={open} onCancel={close} footer={null} title={t('keys.title')} width={420}>
      <div className="shortcuts">
        <span>{t('keys.palette')}</span>
        <span>
          <kbd>{isMac ? '⌘' : 'Ctrl'}</kbd> <kbd>K</kbd>
        </span>
        <span>{t('keys.search')}</span>
        <kbd>/</kbd>
        {screens.map(({ path, word, key }) => (
          <div key={path} style={{ display: 'contents' }}>
            <span>{t('keys.go', { screen: t(word) })}</span>
            <span>
              <kbd>G</kbd> <kbd>{key.toUpperCase()}</kbd>
            </span>
          </div>
        ))}
        <span>{t('keys.help')}</span>
        <kbd>?</kbd>
      </div>
    </Modal>
  )
}
