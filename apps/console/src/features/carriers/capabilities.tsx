import { CheckOutlined, CloseOutlined, QuestionOutlined } from '@ant-design/icons'
import type { Capability } from '@wematrix/server/features/carriers/schema'
import { useWords } from '../../locales/index.tsx'

/** A tick, a cross or a question mark. */
export const signs = {
  yes: <CheckOutlined className="good" />,
  no: <CloseOutlined className="bad" />,
  unsure: <QuestionOutlined className="warn" />,
}

/** What an account of this type may do at WeChat. */
export function Capabilities({ list }: { list: Capability[] }) {
  const { t, pick } = useWords()
  return (
    <ul className="capabilities">
      {list.map(capability => (
        <li key={capability.id} className="capability">
          {signs[capability.allowed]}
          <span>
            <span className={capability.allowed === 'no' ? 'muted' : ''}>{pick(capability.name)}</span>
            <span className="visually-hidden">{t(`capability.${capability.allowed}`)}</span>
            {capability.note && <span className="small faint"> · {pick(capability.note)}</span>}
          </span>
        </li>
      ))}
    </ul>
  )
}
