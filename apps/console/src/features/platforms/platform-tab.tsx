/** The agency's third-party platform: its record, the health of its ticket, what to paste at WeChat, accounts without a carrier. */
import { attachAccount } from '@wematrix/server/features/authorisations/schema'
import { listCarriers } from '@wematrix/server/features/carriers/schema'
import {
  deletePlatform,
  getPlatform,
  joinPlatform,
  type Platform,
  type PlatformState,
  startTickets,
} from '@wematrix/server/features/platforms/schema'
import { App, Button } from 'antd'
import { useState } from 'react'
import { useAct, useRead } from '../../api/queries.ts'
import { useWords } from '../../locales/index.tsx'
import { useBrandParams, useMay } from '../../shell/brand.ts'
import { Card } from '../../ui/card.tsx'
import { Await, Bones, Empty, ProblemLine, useTell } from '../../ui/states.tsx'
import { type Once, PlatformChange, PlatformForm } from './platform-form.tsx'
import { PlatformPaste } from './platform-paste.tsx'
import '../carriers/carriers.css'
import './platforms.css'

export function PlatformTab() {
  const params = useBrandParams()
  const query = useRead(getPlatform, { params }, { refetchMs: 5000 })
  const [once, setOnce] = useState<Once | null>(null)
  return (
    <Await query={query} wait={<Bones lines={5} height={40} />}>
      {state =>
        state.platform ? (
          <Registered platform={state.platform} once={once} setOnce={setOnce} />
        ) : (
          <Unregistered state={state} setOnce={setOnce} />
        )
      }
    </Await>
  )
}

type SetOnce = (once: Once | null) => void

function Unregistered({ state, setOnce }: { state: PlatformState; setOnce: SetOnce }) {
  const { t } = useWords()
  const owner = useMay('owner')
  const { message } = App.useApp()
  const made = (once: Once | null) => {
    setOnce(once)
    void message.success(t('platform.registered'))
  }
  return (
    <div className="grid-2">
      <Card title={t('platform.title')} definition={t('platform.why')}>
        {owner ? <PlatformForm saved={made} /> : <Empty title={t('platform.none')}>{t('platform.none.do')}</Empty>}
      </Card>
      {state.offered.length > 0 ? (
        <Card title={t('platform.offered')} definition={t('platform.offered.why')}>
          <Offered offered={state.offered} />
        </Card>
      ) : (
        <Card title={t('platform.prepare')}>
          <p className="muted" style={{ marginBottom: 14 }}>
            {t('platform.prepare.when')}
          </p>
          <ol className="howto">
            {(['qualify', 'create', 'register', 'release'] as const).map(step => (
              <li key={step}>{t(`platform.prepare.${step}`)}</li>
            ))}
          </ol>
        </Card>
      )}
    </div>
  )
}

function Offered({ offered }: Pick<PlatformState, 'offered'>) {
  const { t } = useWords()
  const params = useBrandParams()
  const use = useAct(joinPlatform, [getPlatform])
  return (
    <div className="stack">
      <ul>
        {offered.map(({ id, name, appId, brandName }) => (
          <li key={id} className="platform-line">
            <span className="grow">
              <strong>{name}</strong> <span className="small muted">{t('platform.of', { brand: brandName })}</span>
              <code className="small faint ellipsis">{appId}</code>
            </span>
            <Button onClick={() => use.mutate({ params, body: { platformId: id } })} loading={use.isPending}>
              {t('platform.use')}
            </Button>
          </li>
        ))}
      </ul>
      <ProblemLine error={use.error} />
    </div>
  )
}

function Registered({ platform, once, setOnce }: { platform: Platform; once: Once | null; setOnce: SetOnce }) {
  const { t } = useWords()
  return (
    <>
      <div className="grid-2">
        <Card title={t('platform.title')} definition={t('platform.why')} tools={<Tools platform={platform} setOnce={setOnce} />}>
          <Facts platform={platform} />
        </Card>
        <Ticket platform={platform} />
      </div>
      {platform.home.own && (
        <Card title={t('paste.title')} note={once ? t('paste.once') : t('paste.release')}>
          <PlatformPaste platform={platform} once={once} />
        </Card>
      )}
      {platform.unattached.length > 0 && <Unattached accounts={platform.unattached} />}
    </>
  )
}

function Facts({ platform }: { platform: Platform }) {
  const { t, f } = useWords()
  return (
    <dl className="kv">
      <dt>{t('platform.name')}</dt>
      <dd>{platform.name}</dd>
      <dt>AppID</dt>
      <dd className="mono">{platform.appId}</dd>
      <dt>AppSecret</dt>
      <dd className="mono">…{platform.secrets.appSecret.last4}</dd>
      <dt>{t('platform.home')}</dt>
      <dd>
        {platform.home.own ? t('platform.home.own') : platform.home.name}
        {platform.others > 0 && <span className="muted"> · {t('platform.others', { n: platform.others })}</span>}
      </dd>
      <dt>{t('platform.carriers')}</dt>
      <dd className="num">{f.int(platform.carriers)}</dd>
      {platform.previousUntil && (
        <>
          <dt />
          <dd className="warn small">{t('platform.previous', { until: f.moment(platform.previousUntil) })}</dd>
        </>
      )}
    </dl>
  )
}

function Tools({ platform, setOnce }: { platform: Platform; setOnce: SetOnce }) {
  const { t } = useWords()
  const params = useBrandParams()
  const owner = useMay('owner')
  const { modal } = App.useApp()
  const tell = useTell()
  const end = useAct(deletePlatform, [getPlatform])
  if (!owner) return null
  const what = platform.home.own ? 'forget' : 'leave'
  const ask = () =>
    void modal.confirm({
      title: t(`platform.${what}.ask`),
      content: t(`platform.${what}.what`),
      okText: t(`platform.${what}`),
      okButtonProps: { danger: true },
      onOk: () => end.mutateAsync({ params }).catch(tell),
    })
  return (
    <span className="row">
      {platform.mayChange && <PlatformChange platform={platform} saved={setOnce} />}
      <Button size="small" danger onClick={ask}>
        {t(`platform.${what}`)}
      </Button>
    </span>
  )
}

const looks = { none: '', fresh: 'good', late: 'warn', dead: 'bad' } as const

function Ticket({ platform }: { platform: Platform }) {
  const { t, f } = useWords()
  const params = useBrandParams()
  const { message } = App.useApp()
  const start = useAct(startTickets, [getPlatform])
  const { state, at, until } = platform.ticket
  const restart = async () => {
    await start.mutateAsync({ params })
    void message.success(t('ticket.started'))
  }
  return (
    <Card title={t('ticket.title')} definition={t('ticket.why')}>
      <div className="stack" data-panel="ticket" data-state={state}>
        <span>
          <span className={`chip ${looks[state]}`}>{t(`ticket.${state}`)}</span>
        </span>
        {at && until && (
          <dl className="kv">
            <dt>{t('ticket.at')}</dt>
            <dd>{f.ago(at, new Date())}</dd>
            <dt>{t('ticket.until')}</dt>
            <dd>{f.moment(until)}</dd>
          </dl>
        )}
        {state !== 'fresh' && <p className="small">{t(`ticket.${state}.do`)}</p>}
        <ProblemLine error={start.error} />
        {state !== 'fresh' && platform.mayChange && (
          <Button onClick={() => restart().catch(() => {})} loading={start.isPending} style={{ alignSelf: 'start' }}>
            {t('ticket.start')}
          </Button>
        )}
      </div>
    </Card>
  )
}

function Unattached({ accounts }: { accounts: Platform['unattached'] }) {
  const { t, f } = useWords()
  const params = useBrandParams()
  const { message } = App.useApp()
  const attach = useAct(attachAccount, [getPlatform, listCarriers])
  const connect = async (appId: string) => {
    const { result, name } = await attach.mutateAsync({ params, body: { appId } })
    void (result === 'connected' ? message.success(t('unattached.done')) : message.warning(t(`result.${result}`, { name })))
  }
  return (
    <Card title={t('unattached.title')} definition={t('unattached.why')}>
      <ul>
        {accounts.map(({ appId, since, sets }) => (
          <li key={appId} className="platform-line">
            <span className="grow">
              <code>{appId}</code>{' '}
              <span className="small muted">
                {t('unattached.sets', { n: sets.length })} · {f.ago(since, new Date())}
              </span>
            </span>
            <Button onClick={() => connect(appId).catch(() => {})} loading={attach.isPending && attach.variables?.body.appId === appId}>
              {t('unattached.attach')}
            </Button>
          </li>
        ))}
      </ul>
      <ProblemLine error={attach.error} />
    </Card>
  )
}
