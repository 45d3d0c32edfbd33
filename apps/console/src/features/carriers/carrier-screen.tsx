/** One account: is it connected, is it healthy, what may it do, what arrives from it. */
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { archiveCarrier, type Carrier, getCarrier, getCarrierHealth, listCarriers } from '@wematrix/server/features/carriers/schema'
import { App, Button, Segmented } from 'antd'
import { useAct, useRead } from '../../api/queries.ts'
import { useWords } from '../../locales/index.tsx'
import { CARRIER_VIEWS, type CarrierSearch, type CarrierView } from '../../search.ts'
import { useBrand, useMay } from '../../shell/brand.ts'
import { Page } from '../../shell/page.tsx'
import { Card } from '../../ui/card.tsx'
import { CopyField } from '../../ui/copy.tsx'
import { CarrierMark } from '../../ui/marks.tsx'
import { Await, Bones, useTell } from '../../ui/states.tsx'
import { AuthorisationFacts, AuthorisationLost, ModeTools } from '../authorisations/authorised.tsx'
import { BackfillCard } from '../followers/backfill-card.tsx'
import { LiveTail } from '../inbox/tail-list.tsx'
import { OfficialCard } from '../reports/official/official-card.tsx'
import { CarrierEdit } from './carrier-edit.tsx'
import { Diagnosis } from './diagnosis.tsx'
import { Endpoints } from './endpoints.tsx'
import { Health } from './health.tsx'
import { Quotas } from './quotas.tsx'
import { RotationTool } from './rotation.tsx'
import { Verification } from './verification.tsx'
import './carriers.css'

export default function CarrierScreen() {
  const { t } = useWords()
  const brand = useBrand()
  const { carrierId } = useParams({ strict: false }) as { carrierId: string }
  const params = { brandId: brand.id, id: carrierId }
  const query = useRead(getCarrier, { params }, { refetchMs: 15_000 })
  const carrier = query.data
  const { view = 'overview' } = useSearch({ strict: false }) as CarrierSearch
  const navigate = useNavigate()
  const show = (next: CarrierView) =>
    void navigate({
      to: '.',
      resetScroll: false,
      search: ({ group: _g, allowed: _a, ...old }: CarrierSearch) => ({ ...old, view: next }),
    } as never)
  return (
    <Page
      title={carrier?.name ?? t('nav.carriers')}
      range={view === 'overview'}
      back="carriers"
      mark={carrier && <CarrierMark carrier={carrier.kind} size={30} />}
    >
      <div className="scroll-x">
        <Segmented value={view} onChange={show} options={CARRIER_VIEWS.map(value => ({ value, label: t(`carrier.view.${value}`) }))} />
      </div>
      {carrier && <AuthorisationLost carrier={carrier} />}
      <Await query={query} wait={<Bones lines={6} height={60} />}>
        {found => {
          if (view === 'endpoints') return <Endpoints carrier={found} />
          if (view === 'diagnosis') return <Diagnosis carrier={found} />
          if (view === 'quota') return <Quotas carrier={found} />
          return <Overview carrier={found} />
        }}
      </Await>
    </Page>
  )
}

function Overview({ carrier }: { carrier: Carrier }) {
  const { t, pick } = useWords()
  const brand = useBrand()
  const health = useRead(getCarrierHealth, { params: { brandId: brand.id, id: carrier.id } }, { refetchMs: 15_000 })
  const may = useMay('operator')
  return (
    <>
      <div className="grid-2">
        <Card title={t('verify.title')} definition={t('verify.why')}>
          <Verification carrier={carrier} />
        </Card>
        <Card title={t('carrier.settings')} note={pick(carrier.pasteAt)} tools={may && <Tools carrier={carrier} />}>
          <div className="paste">
            <span className="muted">{t('carrier.url')}</span>
            <CopyField value={carrier.callbackUrl} label={t('carrier.url')} />
            <span className="muted">AppID</span>
            <CopyField value={carrier.appId} label="AppID" />
            <span className="muted">{t('carrier.originalId')}</span>
            <span className="mono">{carrier.originalId ?? '–'}</span>
            {carrier.authorisation ? <AuthorisationFacts authorisation={carrier.authorisation} /> : <OwnSecrets carrier={carrier} />}
          </div>
        </Card>
      </div>
      <Health query={health} />
      <OfficialCard carrierId={carrier.id} />
      {carrier.kind === 'official_account' && <BackfillCard carrierId={carrier.id} />}
      <LiveTail carriers={[carrier]} carrierId={carrier.id} />
    </>
  )
}

function OwnSecrets({ carrier: { secrets } }: { carrier: Carrier }) {
  const { t } = useWords()
  return (
    <>
      <span className="muted">AppSecret</span>
      <span className="mono">{secrets.appSecret.hasSecret ? `…${secrets.appSecret.last4}` : t('carrier.noSecret')}</span>
      <span className="muted">Token</span>
      <span className="mono">{secrets.token.hasSecret ? `…${secrets.token.last4}` : '–'}</span>
      <span className="muted">EncodingAESKey</span>
      <span className="mono">{secrets.encodingAesKey.hasSecret ? `…${secrets.encodingAesKey.last4}` : '–'}</span>
    </>
  )
}

function Tools({ carrier }: { carrier: Carrier }) {
  return (
    <span className="row wrap">
      {carrier.mode === 'direct' && <RotationTool carrier={carrier} />}
      <ModeTools carrier={carrier} />
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
