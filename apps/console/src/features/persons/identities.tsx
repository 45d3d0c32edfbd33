import { IdcardOutlined, LinkOutlined, MobileOutlined, TabletOutlined } from '@ant-design/icons'
import type { Identity } from '@wematrix/server/features/persons/schema'
import { useWords } from '../../locales/index.tsx'

const signs = { openid: IdcardOutlined, unionid: LinkOutlined, phone: MobileOutlined, external: IdcardOutlined, anonymous: TabletOutlined }

/** All ids of a person. Phones are kept as a hash and shown masked. */
export function Identities({ list }: { list: Identity[] }) {
  const { t, f } = useWords()
  return (
    <ul>
      {list.map(identity => {
        const Sign = signs[identity.kind]
        const value = identity.kind === 'phone' ? `***** ${identity.value.slice(0, 6)}` : identity.value
        return (
          <li key={`${identity.kind}${identity.appId}${identity.value}`} className="identity">
            <span className="carrier-mark other" style={{ width: 28, height: 28 }}>
              <Sign />
            </span>
            <span className="row between small">
              <span className="muted">
                {t(`identity.${identity.kind}`)}
                {(identity.carrierName ?? identity.appId) && ` · ${identity.carrierName ?? identity.appId}`}
              </span>
              <span className="faint num nowrap">{f.date(identity.firstSeenAt)}</span>
            </span>
            <code className="ellipsis" title={value}>
              {value}
            </code>
          </li>
        )
      })}
    </ul>
  )
}
