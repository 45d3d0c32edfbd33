import { CheckOutlined, CopyOutlined } from '@ant-design/icons'
import { useState } from 'react'
import { useWords } from '../locales/index.tsx'
import './copy.css'

/** One value to be pasted elsewhere, with the button that copies it. */
export function CopyField({ value, label }: { value: string; label: string }) {
  const { t } = useWords()
  const [copied, setCopied] = useState(false)
  const copy = () =>
    navigator.clipboard.writeText(value).then(() => {
      setCopied(true)
      setTimeout(() => setCopied(false), 1600)
    })
  return (
    <div className="copy-field">
      <code title={value}>{value}</code>
      <button type="button" className="icon-button" aria-label={t('ui.copy', { what: label })} onClick={() => void copy()}>
        {copied ? <CheckOutlined className="good" /> : <CopyOutlined />}
      </button>
    </div>
  )
}
