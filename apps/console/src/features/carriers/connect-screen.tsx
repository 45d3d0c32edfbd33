/** Connects an account in three steps: which kind, its credentials, what to paste at WeChat with the checks ticking live. */
import { ArrowLeftOutlined } from '@ant-design/icons'
import { Link, useNavigate } from '@tanstack/react-router'
import {
  type CallbackSettings,
  type Carrier,
  type CarrierKind,
  createCarrier,
  getCarrier,
  listCarriers,
} from '@wematrix/server/features/carriers/schema'
import { getSetup } from '@wematrix/server/features/setup/schema'
import { Button, Steps } from 'antd'
import { useState } from 'react'
import { useAct, useRead } from '../../api/queries.ts'
import { useWords } from '../../locales/index.tsx'
import { useBrand } from '../../shell/brand.ts'
import { Page } from '../../shell/page.tsx'
import { Card } from '../../ui/card.tsx'
import { CopyField } from '../../ui/copy.tsx'
import { CarrierMark, useCarrierName } from '../../ui/marks.tsx'
import { useProblem } from '../../ui/states.tsx'
import { type ConnectFields, ConnectForm } from './connect-form.tsx'
import { Verification } from './verification.tsx'
import './carriers.css'

const KINDS: CarrierKind[] = ['official_account', 'mini_program', 'channels', 'shop']

export default function ConnectScreen() {
  const { t } = useWords()
  const brand = useBrand()
  const [kind, setKind] = useState<CarrierKind | null>(null)
  const create = useAct(createCarrier, [listCarriers, getSetup])
  const problem = useProblem(create.error)
  const made = create.data
  const submit = ({ appSecret, originalId, accountType, ...fields }: ConnectFields) => {
    if (!kind) return
    create.mutate({
      params: { brandId: brand.id },
      body: {
        kind,
        ...fields,
        ...(kind === 'official_account' && accountType ? { accountType } : {}),
        ...(appSecret ? { appSecret } : {}),
        ...(originalId ? { originalId } : {}),
      },
    })
  }
  return (
    <Page
      title={t('carriers.connect')}
      heading={
        <span className="row">
          <Link to="/b/$brandId/carriers" params={{ brandId: brand.id }} className="icon-button" aria-label={t('ui.back')}>
            <ArrowLeftOutlined />
          </Link>
          <h1>{t('carriers.connect')}</h1>
        </span>
      }
    >
      <div className="wizard stack loose">
        <Steps
          size="small"
          current={made ? 2 : kind ? 1 : 0}
          responsive={false}
          items={[{ title: t('connect.kind') }, { title: t('connect.credentials') }, { title: t('connect.paste') }]}
        />
        {!kind && <KindChoice choose={setKind} />}
        {kind && !made && (
          <Card title={t(`connect.title.${kind}`)}>
            <ConnectForm
              kind={kind}
              busy={create.isPending}
              back={() => setKind(null)}
              submit={submit}
              error={create.error ? `${problem.title}: ${problem.advice}` : null}
            />
          </Card>
        )}
        {made && <Paste carrier={made.carrier} callback={made.callback} />}
      </div>
    </Page>
  )
}

function KindChoice({ choose }: { choose(kind: CarrierKind): void }) {
  const { t } = useWords()
  const name = useCarrierName()
  return (
    <div className="kinds">
      {KINDS.map(kind => (
        <button key={kind} type="button" className="kind" onClick={() => choose(kind)}>
          <CarrierMark carrier={kind} size={38} />
          <strong>{name(kind)}</strong>
          <span className="small muted">{t(`connect.what.${kind}`)}</span>
        </button>
      ))}
    </div>
  )
}

function Paste({ carrier, callback }: { carrier: Carrier; callback: CallbackSettings }) {
  const { t, pick } = useWords()
  const brand = useBrand()
  const navigate = useNavigate()
  const live = useRead(getCarrier, { params: { brandId: brand.id, id: carrier.id } }, { refetchMs: 4000 })
  return (
    <>
      <Card title={t('connect.paste')} note={t('connect.once')}>
        <div className="stack loose">
          <p>{pick(carrier.pasteAt)}</p>
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
      </Card>
      <Card title={t('verify.title')} definition={t('verify.why')}>
        <Verification carrier={live.data ?? carrier} />
      </Card>
      <div>
        <Button
          type="primary"
          onClick={() => void navigate({ to: '/b/$brandId/carriers/$carrierId', params: { brandId: brand.id, carrierId: carrier.id } })}
        >
          {t('connect.done')}
        </Button>
      </div>
    </>
  )
}
