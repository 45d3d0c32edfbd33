/** One account: is it connected, is it healthy, what may it do, what arrives from it. */
import { ArrowLeftOutlined } from '@ant-design/icons'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { archiveCarrier, type Carrier, getCarrier, getCarrierHealth, listCarriers } from '@wematrix/server/features/carriers/schema'
import { App, Button } from 'antd'
import { useAct, useRead } from '../../api/queries.ts'
import { useWords } from '../../locales/index.tsx'
import { useBrand, useMay } from '../../shell/brand.ts'
import { Page } from '../../shell/page.tsx'
import { Card } from '../../ui/card.tsx'
import { CopyField } from '../../ui/copy.tsx'
import { CarrierMark } from '../../ui/marks.tsx'
import { Await, Bones, useTell } from '../../ui/states.tsx'
import { LiveTail } from '../inbox/tail-list.tsx'
import { OfficialCard } from '../reports/official/official-card.tsx'
import { Capabilities } from './capabilities.tsx'
import { CarrierEdit } from './carrier-edit.tsx'
import { Health } from './health.tsx'
import { Verification } from './verification.tsx'
import './carriers.css'

export default function CarrierScreen() {
  const { t, pick } = useWords()
  const brand = useBrand()
  const { carrierId } = useParams({ strict: false }) as { carrierId: string }
  const params = { brandId: brand.id, id: carrierId }
  const query = useRead(getCarrier, { params })
  const health = useRead(getCarrierHealth, { params }, { refetchMs: 15_000 })
  const carrier = query.data
  const may = useMay('operator')
  return (
    <Page
      title={carrier?.name ?? t('nav.carriers')}
      range
      heading={
        <span className="row" style={{ minWidth: 0 }}>
          <Link to="/b/$brandId/carriers" params={{ brandId: brand.id }} className="icon-button" aria-label={t('ui.back')}>
            <ArrowLeftOutlined />
          </Link>
          {carrier && <CarrierMark carrier={carrier.kind} size={30} />}
          <h1 className="ellipsis">{carrier?.name ?? ''}</h1>
        </span>
      }
    >
      <Await query={query} wait={<Bones lines={6} height={60} />}>
        {found => (
          <>
            <div className="grid-2">
              <Card title={t('verify.title')} definition={t('verify.why')}>
                <Verification carrier={found} />
              </Card>
              <Card title={t('carrier.settings')} note={pick(found.pasteAt)} tools={may && <Tools carrier={found} />}>
                <div className="paste">
                  <span className="muted">{t('carrier.url')}</span>
                  <CopyField value={found.callbackUrl} label={t('carrier.url')} />
                  <span className="muted">AppID</span>
                  <CopyField value={found.appId} label="AppID" />
                  <span className="muted">{t('carrier.originalId')}</span>
                  <span className="mono">{found.originalId ?? '–'}</span>
                  <span className="muted">AppSecret</span>
                  <span className="mono">
                    {found.secrets.appSecret.hasSecret ? `…${found.secrets.appSecret.last4}` : t('carrier.noSecret')}
                  </span>
                  <span className="muted">Token</span>
                  <span className="mono">{found.secrets.token.hasSecret ? `…${found.secrets.token.last4}` : '–'}</span>
                  <span className="muted">EncodingAESKey</span>
                  <span className="mono">{found.secrets.encodingAesKey.hasSecret ? `…${found.secrets.encodingAesKey.last4}` : '–'}</span>
                </div>
              </Card>
            </div>
            <Health query={health} />
            <OfficialCard carrierId={found.id} />
            <Card title={t('capability.title')} definition={t('capability.why')}>
              <Capabilities list={found.capabilities} />
            </Card>
            <LiveTail carriers={[found]} carrierId={found.id} />
          </>
        )}
      </Await>
    </Page>
  )
}

function Tools({ carrier }: { carrier: Carrier }) {
  return (
    <span className="row">
      <CarrierEdit carrier={carrier} />
      <Archive carrier={carrier} />
    </span>
  )
}

function Archive({ carrier }: { carrier: Carrier }) {
  const { t } = useWords()
  const brand = useBrand()
  const navigate = useNavigate()
  const { modal } = App.useApp()
  const tell = useTell()
  const archive = useAct(archiveCarrier, [listCarriers])
  const ask = () =>
    void modal.confirm({
      title: t('carrier.archive.ask', { name: carrier.name }),
      content: t('carrier.archive.what'),
      okText: t('carrier.archive'),
      okButtonProps: { danger: true },
      onOk: async () => {
        try {
          await archive.mutateAsync({ params: { brandId: brand.id, id: carrier.id } })
          await navigate({ to: '/b/$brandId/carriers', params: { brandId: brand.id } })
        } catch (error) {
          tell(error)
        }
      },
    })
  return (
    <Button size="small" danger onClick={ask}>
      {t('carrier.archive')}
    </Button>
  )
}
