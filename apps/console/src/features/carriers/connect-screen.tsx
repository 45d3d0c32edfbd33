/**
 * Connects an account: which kind, then by its own credentials with what to paste at WeChat, or through an agency's platform by
 * scanning; the checks tick live.
 */
import { useNavigate, useSearch } from '@tanstack/react-router'
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
import type { ReactNode } from 'react'
import { useAct, useRead } from '../../api/queries.ts'
import { useWords } from '../../locales/index.tsx'
import { type ConnectSearch, KINDS } from '../../search.ts'
import { useBrand } from '../../shell/brand.ts'
import { Page } from '../../shell/page.tsx'
import { Card } from '../../ui/card.tsx'
import { CarrierMark, useCarrierName } from '../../ui/marks.tsx'
import { Await } from '../../ui/states.tsx'
import { Authorise } from '../authorisations/authorise.tsx'
import { CallbackPaste } from './callback-paste.tsx'
import { type ConnectFields, ConnectForm } from './connect-form.tsx'
import { Places } from './places.tsx'
import { Verification } from './verification.tsx'
import './carriers.css'

export default function ConnectScreen() {
  const { t } = useWords()
  const brand = useBrand()
  const navigate = useNavigate()
  const { kind = null, mode = 'direct', carrier: carrierId } = useSearch({ strict: false }) as ConnectSearch
  const go = (search: ConnectSearch) => void navigate({ to: '.', search } as never)
  const setKind = (next: CarrierKind | null) => go(next ? { kind: next } : {})
  const create = useAct(createCarrier, [listCarriers, getSetup])
  const made = create.data
  const submit = ({ appSecret, originalId, accountType, token, encodingAesKey, ...fields }: ConnectFields) => {
    if (!kind) return
    create.mutate({
      params: { brandId: brand.id },
      body: {
        kind,
        ...fields,
        ...(kind === 'official_account' && accountType ? { accountType } : {}),
        ...(appSecret ? { appSecret } : {}),
        ...(originalId ? { originalId } : {}),
        ...(token ? { token } : {}),
        ...(encodingAesKey ? { encodingAesKey } : {}),
      },
    })
  }
  return (
    <Page title={t('carriers.connect')} back="carriers">
      <div className="wizard stack loose">
        <Steps
          size="small"
          current={made ? 2 : kind ? 1 : 0}
          responsive={false}
          items={
            mode === 'component'
              ? [{ title: t('connect.kind') }, { title: t('authorise.step') }]
              : [{ title: t('connect.kind') }, { title: t('connect.credentials') }, { title: t('connect.paste') }]
          }
        />
        {!kind && <KindChoice choose={setKind} />}
        {kind && !made && !carrierId && <ModeChoice mode={mode} choose={next => go(next === 'direct' ? { kind } : { kind, mode: next })} />}
        {kind && mode === 'component' && (carrierId ? <OfCarrier id={carrierId} kind={kind} /> : <Authorise key={kind} kind={kind} />)}
        {kind && !made && mode === 'direct' && (
          <Card title={t(`connect.title.${kind}`)}>
            <ConnectForm kind={kind} busy={create.isPending} back={() => setKind(null)} submit={submit} error={create.error} />
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

function ModeChoice({ mode, choose }: { mode: 'direct' | 'component'; choose(mode: 'direct' | 'component'): void }) {
  const { t } = useWords()
  return (
    <div className="kinds" role="radiogroup" aria-label={t('mode.title')}>
      {(['direct', 'component'] as const).map(value => (
        // biome-ignore lint/a11y/useSemanticElements: a card with a sentence in it, which a radio input cannot hold
        <button key={value} type="button" role="radio" aria-checked={mode === value} className="kind" onClick={() => choose(value)}>
          <strong>{t(`mode.${value}`)}</strong>
          <span className="small muted">{t(`mode.${value}.why`)}</span>
        </button>
      ))}
    </div>
  )
}

/** The carrier that is to be authorised. */
function OfCarrier({ id, kind }: { id: string; kind: CarrierKind }): ReactNode {
  const brand = useBrand()
  const query = useRead(getCarrier, { params: { brandId: brand.id, id } })
  return <Await query={query}>{carrier => <Authorise kind={kind} carrier={carrier} />}</Await>
}

function Paste({ carrier, callback }: { carrier: Carrier; callback: CallbackSettings }) {
  const { t } = useWords()
  const brand = useBrand()
  const navigate = useNavigate()
  const live = useRead(getCarrier, { params: { brandId: brand.id, id: carrier.id } }, { refetchMs: 4000 })
  return (
    <>
      <Card title={t('connect.paste')} note={t('connect.once')}>
        <CallbackPaste callback={callback} pasteAt={carrier.pasteAt} />
      </Card>
      <Card title={t('place.title')}>
        <Places carrier={live.data ?? carrier} />
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
