/** Authorises an account to the agency's platform: a link, the administrator's scan, and what came of it, step by step. */
import { CheckCircleFilled, ClockCircleOutlined, CloseCircleFilled } from '@ant-design/icons'
import { Link, useNavigate } from '@tanstack/react-router'
import {
  type Authorisation,
  changeMode,
  getAuthorisation,
  type Outcome,
  type StartedAuthorisation,
  startAuthorisation,
} from '@wematrix/server/features/authorisations/schema'
import { type Carrier, type CarrierKind, getCarrier, listCarriers } from '@wematrix/server/features/carriers/schema'
import { getPlatform, type Platform } from '@wematrix/server/features/platforms/schema'
import { getSetup } from '@wematrix/server/features/setup/schema'
import { Alert, Button, QRCode } from 'antd'
import type { ReactNode } from 'react'
import { useAct, useRead } from '../../api/queries.ts'
import { useWords } from '../../locales/index.tsx'
import { useBrand, useBrandParams } from '../../shell/brand.ts'
import { Card } from '../../ui/card.tsx'
import { CopyField } from '../../ui/copy.tsx'
import { Await, Bones, Empty, ProblemLine } from '../../ui/states.tsx'
import { Verification } from '../carriers/verification.tsx'
import './authorise.css'

/** `carrier`: this one is to be authorised again, or for the first time. */
type Wanted = { kind: CarrierKind; carrier?: Carrier | undefined }

export function Authorise({ kind, carrier }: Wanted) {
  const { t } = useWords()
  const params = useBrandParams()
  const query = useRead(getPlatform, { params }, { refetchMs: 5000 })
  return (
    <Await query={query} wait={<Bones lines={3} height={40} />}>
      {({ platform }) => {
        if (!platform) return <Blocked title={t('authorise.noPlatform')}>{t('authorise.noPlatform.do')}</Blocked>
        if (kind === 'shop') return <Blocked title={t('authorise.shop')}>{t('authorise.shop.do')}</Blocked>
        return <Way platform={platform} kind={kind} carrier={carrier} />
      }}
    </Await>
  )
}

function Blocked({ title, children }: { title: string; children: ReactNode }) {
  const { t } = useWords()
  const brand = useBrand()
  return (
    <section className="card">
      <Empty
        title={title}
        action={
          <Link to="/b/$brandId/settings" params={{ brandId: brand.id }} search={{ tab: 'platform' } as never}>
            <Button>{t('authorise.toSettings')}</Button>
          </Link>
        }
      >
        {children}
      </Empty>
    </section>
  )
}

function Way({ platform, kind, carrier }: Wanted & { platform: Platform }) {
  const { t } = useWords()
  const params = useBrandParams()
  const start = useAct(startAuthorisation, [])
  const started = start.data
  const make = () => start.mutate({ params, body: carrier ? { carrierId: carrier.id } : { kind } })
  const noTicket = platform.ticket.state === 'none' || platform.ticket.state === 'dead'
  if (started) return <Scan key={started.id} started={started} again={make} busy={start.isPending} />
  const title = !carrier
    ? t('authorise.title')
    : t(carrier.mode === 'component' ? 'authorise.again' : 'authorise.switch', { name: carrier.name })
  return (
    <Card title={title}>
      <div className="stack loose">
        {carrier?.mode === 'direct' && <p>{t('authorise.switch.why')}</p>}
        <ol className="howto">
          <li>{t('authorise.need.admin')}</li>
          <li>{t('authorise.need.published')}</li>
          {kind === 'channels' && <li>{t('authorise.need.channels')}</li>}
        </ol>
        {!platform.paste.eventUrl.startsWith('https:') && <Alert type="warning" showIcon title={t('authorise.https')} />}
        {noTicket && (
          <Alert
            type="warning"
            showIcon
            title={t('authorise.noTicket')}
            action={
              <Link to="/b/$brandId/settings" params={params} search={{ tab: 'platform' } as never}>
                {t('authorise.toSettings')}
              </Link>
            }
          />
        )}
        <ProblemLine error={start.error} />
        <div>
          <Button type="primary" onClick={make} loading={start.isPending} disabled={noTicket}>
            {t('authorise.make')}
          </Button>
        </div>
      </div>
    </Card>
  )
}

const afterwards = [listCarriers, getSetup, getCarrier]

function Scan({ started, again, busy }: { started: StartedAuthorisation; again(): void; busy: boolean }) {
  const { t } = useWords()
  const brand = useBrand()
  const params = { brandId: brand.id, id: started.id }
  const live = useRead(getAuthorisation, { params }, { refetchMs: 2500 })
  const confirm = useAct(changeMode, [getAuthorisation, ...afterwards])
  const now = live.data ?? started
  const { outcome } = now
  return (
    <>
      <Card title={t('authorise.title')}>
        <div className="scan" data-panel="scan" data-state={now.state}>
          {now.state === 'open' && <Links started={started} />}
          <ScanSteps now={now} />
        </div>
        {now.state === 'expired' && (
          <div>
            <Button type="primary" onClick={again} loading={busy}>
              {t('authorise.remake')}
            </Button>
          </div>
        )}
      </Card>
      {outcome && (
        <Result outcome={outcome} again={again} busy={busy}>
          {outcome.result === 'is_direct' && (
            <>
              <ProblemLine error={confirm.error} />
              <Button type="primary" onClick={() => confirm.mutate({ params })} loading={confirm.isPending}>
                {t('result.is_direct.yes')}
              </Button>
            </>
          )}
        </Result>
      )}
    </>
  )
}

function Links({ started }: { started: StartedAuthorisation }) {
  const { t } = useWords()
  return (
    <>
      <div className="scan-code">
        <QRCode value={started.page} size={168} type="svg" color="#111" bgColor="#fff" />
        <span className="small muted">{t('authorise.qr')}</span>
      </div>
      <div className="stack scan-links">
        <span className="muted">{t('authorise.link')}</span>
        <CopyField value={started.page} label={t('authorise.link')} />
        <div>
          <a href={started.page} target="_blank" rel="noopener">
            <Button>{t('authorise.open')}</Button>
          </a>
        </div>
      </div>
    </>
  )
}

const signs = {
  ok: <CheckCircleFilled className="good" />,
  waiting: <ClockCircleOutlined className="warn" />,
  failed: <CloseCircleFilled className="bad" />,
}

function ScanSteps({ now }: { now: Authorisation }) {
  const { t, f } = useWords()
  const { outcome } = now
  const expired = now.state === 'expired'
  const connected = outcome?.result === 'connected' || outcome?.result === 'again' || outcome?.result === 'mode_changed'
  const steps: [keyof typeof signs, string, string][] = [
    [
      expired ? 'failed' : 'ok',
      t('authorise.made'),
      expired ? t('authorise.expired') : t('authorise.made.until', { at: f.moment(now.linkUntil) }),
    ],
    [outcome ? 'ok' : 'waiting', t(outcome ? 'authorise.scanned' : 'authorise.waits'), ''],
    [
      connected ? 'ok' : outcome && outcome.result !== 'is_direct' ? 'failed' : 'waiting',
      t('authorise.carrier'),
      outcome ? t(`result.${outcome.result}`, { name: outcome.name }) : t('authorise.carrier.waits'),
    ],
  ]
  return (
    <ul className="scan-steps">
      {(expired ? steps.slice(0, 1) : steps).map(([state, title, fact]) => (
        <li key={title} className="verify">
          {signs[state]}
          <div className="grow stack tight">
            <strong>{title}</strong>
            {fact && <span className="small muted">{fact}</span>}
          </div>
        </li>
      ))}
    </ul>
  )
}

type ResultProps = { outcome: Outcome; again(): void; busy: boolean; children: ReactNode }

function Result({ outcome, again, busy, children }: ResultProps) {
  const { t } = useWords()
  const { result, name, carrierId } = outcome
  const title = t(`result.${result}`, { name })
  if ((result === 'connected' || result === 'again' || result === 'mode_changed') && carrierId) return <Connected carrierId={carrierId} />
  if (result === 'connected' || result === 'again' || result === 'mode_changed') return null
  return (
    <Card title={title}>
      <div className="stack" style={{ alignItems: 'start' }} data-panel="result" data-result={result}>
        <p>{t(`result.${result}.do`)}</p>
        {children}
        {result !== 'is_direct' && (
          <Button onClick={again} loading={busy}>
            {t('authorise.remake')}
          </Button>
        )}
      </div>
    </Card>
  )
}

function Connected({ carrierId }: { carrierId: string }) {
  const { t } = useWords()
  const brand = useBrand()
  const navigate = useNavigate()
  const live = useRead(getCarrier, { params: { brandId: brand.id, id: carrierId } }, { refetchMs: 4000, fresh: true })
  return (
    <>
      <Card title={t('verify.title')} definition={t('verify.why')}>
        <Await query={live}>{carrier => <Verification carrier={carrier} />}</Await>
      </Card>
      <div>
        <Button
          type="primary"
          onClick={() => void navigate({ to: '/b/$brandId/carriers/$carrierId', params: { brandId: brand.id, carrierId } })}
        >
          {t('connect.done')}
        </Button>
      </div>
    </>
  )
}
