/** Token and callback of an account: where the token comes from and what was refused; pushes as WeChat and as our door count them. */
import {
  type CallbackDay,
  type CallbackHealth,
  type Carrier,
  getCallbackHealth,
  getTokenHealth,
  type TokenHealth,
  type TokenTest,
  testToken,
} from '@wematrix/server/features/carriers/schema'
import { Button } from 'antd'
import { useAct, useRead } from '../../api/queries.ts'
import { useWords } from '../../locales/index.tsx'
import { useBrand, useMay } from '../../shell/brand.ts'
import { Card } from '../../ui/card.tsx'
import { CopyField } from '../../ui/copy.tsx'
import { Await, Bones, Empty, ProblemLine } from '../../ui/states.tsx'
import { Table } from '../../ui/table.tsx'
import { useReason } from '../inbox/arrival-row.tsx'
import { LiveTail } from '../inbox/tail-list.tsx'
import './diagnosis.css'

export function Diagnosis({ carrier }: { carrier: Carrier }) {
  return (
    <>
      <TokenCard carrier={carrier} />
      <CallbackCard carrier={carrier} />
      <LiveTail carriers={[carrier]} carrierId={carrier.id} />
    </>
  )
}

function TokenCard({ carrier }: { carrier: Carrier }) {
  const { t } = useWords()
  const brand = useBrand()
  const may = useMay('operator')
  const params = { brandId: brand.id, id: carrier.id }
  const query = useRead(getTokenHealth, { params }, { refetchMs: 30_000 })
  const test = useAct(testToken, [getTokenHealth])
  return (
    <Card
      title={t('token.title')}
      definition={t('token.why')}
      tools={
        may &&
        query.data?.source && (
          <Button size="small" onClick={() => test.mutate({ params })} loading={test.isPending}>
            {t('token.test')}
          </Button>
        )
      }
    >
      <Await query={query} wait={<Bones lines={4} height={26} />}>
        {token =>
          token.source === null ? (
            <Empty title={t('token.noSecret')}>{t('token.noSecret.do')}</Empty>
          ) : (
            <div className="stack loose">
              <ProblemLine error={test.error} />
              {test.data && <Tested test={test.data} />}
              <TokenFacts token={token} />
              <Refusals token={token} />
            </div>
          )
        }
      </Await>
    </Card>
  )
}

function Tested({ test }: { test: TokenTest }) {
  const { t, f, pick } = useWords()
  return (
    <div className={`token-tested ${test.ok ? 'ok' : 'no'}`} role="status">
      <strong>
        {test.ok
          ? t('token.tested.ok', { ms: f.int(test.tookMs) })
          : t('token.tested.no', { code: test.errcode ?? 0, meaning: pick(test.meaning ?? undefined) })}
      </strong>
      {test.advice && <span className="small">{pick(test.advice)}</span>}
      {test.ip && <CopyField value={test.ip} label="IP" />}
    </div>
  )
}

function TokenFacts({ token }: { token: TokenHealth }) {
  const { t, f } = useWords()
  const now = new Date()
  const most = Math.max(24, ...token.days.map(({ refreshes }) => refreshes))
  const today = token.days.at(-1)?.refreshes ?? 0
  return (
    <div className="token-facts">
      <dl className="kv">
        <dt>{t('token.state')}</dt>
        <dd>
          <span className={`chip ${{ valid: 'good', expired: 'warn', none: '' }[token.state]}`}>{t(`health.token.${token.state}`)}</span>
        </dd>
        <dt>{t('token.source')}</dt>
        <dd>{t(`token.source.${token.source ?? 'stable'}`)}</dd>
        <dt>{t('token.refreshed')}</dt>
        <dd>{token.refreshedAt ? f.ago(token.refreshedAt, now) : '–'}</dd>
        <dt>{t('token.expires')}</dt>
        <dd>{token.expiresAt ? `${f.moment(token.expiresAt)} · ${f.ago(token.expiresAt, now)}` : '–'}</dd>
        <dt>{t('token.by')}</dt>
        <dd className="mono">{token.refreshedBy ?? '–'}</dd>
      </dl>
      <div className="stack tight">
        <span className="small muted">{t('token.days', { n: today })}</span>
        <ul className="token-days">
          {token.days.map(({ day, refreshes }) => (
            <li key={day} title={`${f.longDay(day)} · ${refreshes}`}>
              <span className={`small num ${refreshes > 24 ? 'warn' : 'faint'}`}>{refreshes}</span>
              <i
                className={refreshes > 24 ? 'many' : refreshes === 0 ? 'none' : ''}
                style={{ height: `${Math.max(2, (refreshes / most) * 44)}px` }}
              />
              <span className="small faint">{f.day(day)}</span>
            </li>
          ))}
        </ul>
      </div>
    </div>
  )
}

function Refusals({ token }: { token: TokenHealth }) {
  const { t, f, pick } = useWords()
  if (token.refusals.length === 0) return <p className="small muted">{t('token.clean')}</p>
  return (
    <ul className="token-refusals">
      {token.refusals.map(refusal => (
        <li key={refusal.errcode} className="token-refusal" data-errcode={refusal.errcode}>
          <span className="row wrap">
            <span className="chip warn num">{refusal.errcode === 0 ? t('token.silent') : refusal.errcode}</span>
            <strong>{pick(refusal.meaning)}</strong>
            <span className="small faint num">{t('token.refused', { n: f.int(refusal.n), ago: f.ago(refusal.lastAt, new Date()) })}</span>
          </span>
          <span className="small">{pick(refusal.advice)}</span>
          <code className="faint small">
            {refusal.path}
            {refusal.rid && ` · rid ${refusal.rid}`}
          </code>
        </li>
      ))}
    </ul>
  )
}

function CallbackCard({ carrier }: { carrier: Carrier }) {
  const { t, f } = useWords()
  const brand = useBrand()
  const query = useRead(getCallbackHealth, { params: { brandId: brand.id, id: carrier.id }, query: {} })
  const { data } = query
  return (
    <Card
      title={t('pushes.title')}
      definition={t('pushes.why')}
      note={
        data &&
        [
          data.lastAt ? t('pushes.last', { ago: f.ago(data.lastAt, new Date()) }) : undefined,
          data.countedSince ? t('pushes.since', { at: f.moment(data.countedSince) }) : undefined,
          data.given ? t('pushes.theirs') : t('pushes.notGiven'),
        ]
          .filter(Boolean)
          .join(' ')
      }
      flush
    >
      <Await query={query} wait={<Bones lines={6} height={30} />}>
        {health => <Days health={health} />}
      </Await>
    </Card>
  )
}

function Days({ health }: { health: CallbackHealth }) {
  const { t, f } = useWords()
  const reason = useReason()
  const days = health.days.filter(({ theirs, ours }) => (theirs?.count ?? 0) + ours.answered + ours.refused > 0).reverse()
  if (days.length === 0) return <Empty title={t('pushes.none')}>{t('pushes.none.do')}</Empty>
  return (
    <>
      <Table
        head={[
          t('pushes.day'),
          ...(health.given ? [{ end: t('pushes.col.theirs') }, { end: t('pushes.col.failed') }, { end: t('pushes.col.time') }] : []),
          { end: t('pushes.col.ours') },
          { end: t('pushes.col.refused') },
          { end: t('pushes.col.ourTime') },
          ...(health.given ? [t('pushes.col.why')] : []),
        ]}
      >
        {days.map(day => (
          <Day key={day.day} day={day} given={health.given} />
        ))}
      </Table>
      {health.refusals.length > 0 && (
        <p className="pushes-refused small">
          {t('pushes.refused')}
          {health.refusals.map(({ reason: name, n }) => (
            <span key={name} className="chip">
              {reason(name)} <span className="num">{f.int(n)}</span>
            </span>
          ))}
        </p>
      )}
    </>
  )
}

function Day({ day, given }: { day: CallbackDay; given: boolean }) {
  const { t, f, pick } = useWords()
  const { theirs, ours } = day
  const times = (mean: number | null | undefined, max: number | null | undefined) =>
    mean === null || mean === undefined ? '–' : `${f.int(mean)} / ${f.int(max)}`
  return (
    <tr>
      <td className="nowrap">{f.longDay(day.day)}</td>
      {given && (
        <>
          <td className="end num">{theirs ? f.int(theirs.count) : '–'}</td>
          <td className={`end num ${theirs?.failed ? 'bad' : ''}`}>{theirs ? f.int(theirs.failed) : '–'}</td>
          <td className="end num">{times(theirs?.meanMs, theirs?.maxMs)}</td>
        </>
      )}
      <td className="end num">
        {f.int(ours.answered)}
        {ours.repeats > 0 && <span className="faint small"> {t('pushes.repeats', { n: f.int(ours.repeats) })}</span>}
      </td>
      <td className={`end num ${ours.refused ? 'bad' : ''}`}>{f.int(ours.refused)}</td>
      <td className="end num">{times(ours.meanMs, ours.maxMs)}</td>
      {given && (
        <td className="small pushes-why">
          {!theirs ? (
            <span className="faint">{t('pushes.later')}</span>
          ) : day.why.length === 0 ? (
            <span className="good">{t('pushes.same')}</span>
          ) : (
            day.why.map(why => <div key={why.en}>{pick(why)}</div>)
          )}
        </td>
      )}
    </tr>
  )
}
