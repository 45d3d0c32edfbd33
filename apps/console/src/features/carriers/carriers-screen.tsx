/** Connected accounts with their state; what arrives; what waits to be replayed. */
import { PlusOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { type Carrier, listCarriers } from '@wematrix/server/features/carriers/schema'
import { Button } from 'antd'
import { useRead } from '../../api/queries.ts'
import { useWords } from '../../locales/index.tsx'
import { useBrand, useMay } from '../../shell/brand.ts'
import { Page } from '../../shell/page.tsx'
import { CarrierMark, useCarrierName } from '../../ui/marks.tsx'
import { Await, Bones, Empty } from '../../ui/states.tsx'
import { Parked } from '../inbox/parked.tsx'
import { LiveTail } from '../inbox/tail-list.tsx'
import './carriers.css'

export default function CarriersScreen() {
  const { t } = useWords()
  const brand = useBrand()
  const query = useRead(listCarriers, { params: { brandId: brand.id } }, { refetchMs: 30_000 })
  const connect = useMay('operator') && (
    <Link to="/b/$brandId/carriers/new" params={{ brandId: brand.id }}>
      <Button type="primary" icon={<PlusOutlined />}>
        {t('carriers.connect')}
      </Button>
    </Link>
  )
  return (
    <Page title={t('nav.carriers')} tools={connect}>
      <Await query={query} wait={<Bones lines={4} height={120} />}>
        {({ carriers }) =>
          carriers.length === 0 ? (
            <section className="card">
              <Empty title={t('carriers.empty')} action={connect}>
                {t('carriers.empty.do')}
              </Empty>
            </section>
          ) : (
            <>
              <ul className="carriers">
                {carriers.map(carrier => (
                  <CarrierTile key={carrier.id} carrier={carrier} />
                ))}
              </ul>
              <Parked />
              <LiveTail carriers={carriers} />
            </>
          )
        }
      </Await>
    </Page>
  )
}

function CarrierTile({ carrier }: { carrier: Carrier }) {
  const { t } = useWords()
  const brand = useBrand()
  const name = useCarrierName()
  const lost = carrier.authorisation?.state
  return (
    <li>
      <Link to="/b/$brandId/carriers/$carrierId" params={{ brandId: brand.id, carrierId: carrier.id }} className="card carrier-tile">
        <div className="row">
          <CarrierMark carrier={carrier.kind} size={38} />
          <div className="grow">
            <strong className="ellipsis" style={{ display: 'block' }}>
              {carrier.name}
            </strong>
            <span className="small muted">
              {name(carrier.kind)}
              {carrier.kind === 'official_account' &&
                ` · ${t(carrier.accountType === 'service' ? 'account.service' : 'account.subscription')}`}
            </span>
          </div>
          {lost && lost !== 'authorised' ? <span className="chip bad">{t(`authorisation.${lost}`)}</span> : <StateChip carrier={carrier} />}
        </div>
        <ul className="checks">
          {carrier.verification
            .filter(step => step.state !== 'not_applicable')
            .map(step => (
              <li key={step.id} className={`check ${step.state}`} title={t(`check.${step.id}`)}>
                <i /> {t(`check.${step.id}`)}
              </li>
            ))}
        </ul>
        <span className="row between">
          <code className="small faint ellipsis">{carrier.appId}</code>
          {carrier.mode === 'component' && <span className="chip outline">{t('mode.chip')}</span>}
        </span>
      </Link>
    </li>
  )
}

function StateChip({ carrier }: { carrier: Carrier }) {
  const { t } = useWords()
  const failed = carrier.verification.filter(step => step.state === 'failed').length
  const unchecked = !carrier.verification.some(step => step.state === 'ok')
  const waiting = carrier.verification.filter(step => step.state === 'waiting').length
  return (
    <span className={`chip ${failed ? 'bad' : waiting ? 'warn' : unchecked ? '' : 'good'}`}>
      {failed
        ? t('carriers.failed', { n: failed })
        : waiting
          ? t('carriers.waiting', { n: waiting })
          : t(unchecked ? 'carriers.unchecked' : 'carriers.ok')}
    </span>
  )
}
