/** A dialog that makes something whose secret is shown this once: first the form, then the secret. */
import { Button, Modal } from 'antd'
import type { ReactNode } from 'react'
import { useWords } from '../../locales/index.tsx'
import { CopyField } from '../../ui/copy.tsx'

type Props = {
  title: string
  open: boolean
  close(): void
  made: { say: ReactNode; secret?: { value: string; label: string } | undefined } | undefined
  children: ReactNode
}

export function Once({ title, open, close, made, children }: Props) {
  const { t } = useWords()
  return (
    <Modal open={open} onCancel={close} footer={null} title={title} destroyOnHidden mask={{ closable: !made?.secret }}>
      {made ? (
        <div className="stack" data-panel="once">
          {made.say}
          {made.secret && <CopyField value={made.secret.value} label={made.secret.label} />}
          <Button type="primary" onClick={close} style={{ alignSelf: 'end' }}>
            {t(made.secret ? 'keys.once.done' : 'ui.done')}
          </Button>
        </div>
      ) : (
        children
      )}
    </Modal>
  )
}
