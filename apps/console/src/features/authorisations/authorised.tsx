/** What a carrier's authorisation holds, what to do when it is gone, and the way from one mode to the other. */
import { Link } from '@tanstack/react-router'
import {
  type Authorisation,
  type CallbackSettings,
  type Carrier,
  connectDirectly,
  listCarriers,
} from '@wematrix/server/features/carriers/schema'
import { Alert, Button, Drawer, Form, Input } from 'antd'
import { useState } from 'react'
import { useAct } from '../../api/queries.ts'
import { useWords } from '../../locales/index.tsx'
import { useBrand, useMay } from '../../shell/brand.ts'
import { ProblemLine } from '../../ui/states.tsx'
import { CallbackPaste } from '../carriers/callback-paste.tsx'
import './authorise.css'

export const authorisationChip = { authorised: 'good', lapsed: 'bad', withdrawn: 'bad' } as const

/** Nothing while the authorisation is good. */
export function AuthorisationLost({ carrier }: { carrier: Carrier }) {
  const { t } = useWords()
  const may = useMay('operator')
  const state = carrier.authorisation?.state
  if (!state || state === 'authorised') return null
  return (
    <Alert
      type="error"
      showIcon
      className="lost"
      title={t(`authorisation.${state}`)}
      description={
        <div className="stack" style={{ alignItems: 'start' }}>
          {t(`authorisation.lost.${state}`)}
          {may && <ToAuthorise carrier={carrier} primary />}
        </div>
      }
    />
  )
}

function ToAuthorise({ carrier, primary = false }: { carrier: Carrier; primary?: boolean }) {
  const { t } = useWords()
  const brand = useBrand()
  return (
    <Link
      to="/b/$brandId/carriers/new"
      params={{ brandId: brand.id }}
      search={{ kind: carrier.kind, mode: 'component', carrier: carrier.id } as never}
    >
      <Button size="small" {...(primary ? { type: 'primary' as const } : {})}>
        {t(carrier.mode === 'component' ? 'authorisation.again' : 'mode.toPlatform')}
      </Button>
    </Link>
  )
}

export function AuthorisationFacts({ authorisation }: { authorisation: Authorisation }) {
  const { t, f, pick } = useWords()
  const { platform, state, since, sets } = authorisation
  return (
    <>
      <span className="muted">{t('authorisation.platform')}</span>
      <span>{platform}</span>
      <span className="muted">{t('authorisation.state')}</span>
      <span data-authorisation={state}>
        <span className={`chip ${authorisationChip[state]}`}>{t(`authorisation.${state}`)}</span>{' '}
        {since && <span className="small faint">{t(`authorisation.since.${state}`, { ago: f.ago(since, new Date()) })}</span>}
      </span>
      <span className="muted">{t('authorisation.sets')}</span>
      <span className="sets">
        {sets.map(({ id, name }) => (
          <span key={id} className="chip outline">
            <span className="num">{id}</span> {pick(name)}
          </span>
        ))}
        {sets.length === 0 && '–'}
      </span>
    </>
  )
}

/** The other mode, and another scan while this one is through a platform. */
export function ModeTools({ carrier }: { carrier: Carrier }) {
  return (
    <>
      {carrier.kind !== 'shop' && (!carrier.authorisation || carrier.authorisation.state === 'authorised') && (
        <ToAuthorise carrier={carrier} />
      )}
      {carrier.mode === 'component' && <ToDirect carrier={carrier} />}
    </>
  )
}

function ToDirect({ carrier }: { carrier: Carrier }) {
  const { t } = useWords()
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        {t('mode.toDirect')}
      </Button>
      <Drawer
        open={open}
        onClose={() => setOpen(false)}
        title={t('mode.toDirect.title', { name: carrier.name })}
        size={560}
        destroyOnHidden
      >
        <DirectForm carrier={carrier} />
      </Drawer>
    </>
  )
}

function DirectForm({ carrier }: { carrier: Carrier }) {
  const { t } = useWords()
  const brand = useBrand()
  const [made, setMade] = useState<{ callback: CallbackSettings; pasteAt: Carrier['pasteAt'] }>()
  const change = useAct(connectDirectly, [listCarriers])
  const { hasSecret, last4 } = carrier.secrets.appSecret
  const submit = async ({ appSecret }: { appSecret?: string }) => {
    const params = { brandId: brand.id, id: carrier.id }
    const { callback, carrier: now } = await change.mutateAsync({ params, body: appSecret ? { appSecret } : {} })
    setMade({ callback, pasteAt: now.pasteAt })
  }
  if (made) return <CallbackPaste callback={made.callback} pasteAt={made.pasteAt} />
  return (
    <Form<{ appSecret?: string }> layout="vertical" requiredMark={false} onFinish={fields => submit(fields).catch(() => {})}>
      <p style={{ marginBottom: 16 }}>{t('mode.toDirect.why')}</p>
      <Form.Item
        name="appSecret"
        label="AppSecret"
        extra={t('connect.secret.why')}
        rules={[{ required: !hasSecret, min: 8, max: 128, message: t('carrier.secret.need') }]}
      >
        <Input.Password autoComplete="off" placeholder={hasSecret ? t('mode.toDirect.keep', { last4 }) : ''} />
      </Form.Item>
      <ProblemLine error={change.error} />
      <Button type="primary" htmlType="submit" loading={change.isPending}>
        {t('mode.toDirect.do')}
      </Button>
    </Form>
  )
}
