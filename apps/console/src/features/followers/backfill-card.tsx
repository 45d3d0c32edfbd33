/** All followers of an Official Account read from WeChat: started here, watched here, and why it waits. */
import { type Backfill, getBackfill, setBackfillState, startBackfill, usualLeaveShare } from '@wematrix/server/features/followers/schema'
import { Button, Select } from 'antd'
import { useState } from 'react'
import { useAct, useRead } from '../../api/queries.ts'
import { useWords } from '../../locales/index.tsx'
import { useBrand, useMay } from '../../shell/brand.ts'
import { Card } from '../../ui/card.tsx'
import { Await, Bones, Empty, useTell } from '../../ui/states.tsx'
import './followers.css'

const tone = { running: 'info', waiting: 'warn', paused: '', done: 'good', cancelled: '', failed: 'bad' } as const
const moving = (backfill: Backfill | null | undefined) => backfill?.state === 'running' || backfill?.state === 'waiting'

export function BackfillCard({ carrierId }: { carrierId: string }) {
  const { t } = useWords()
  const params = { brandId: useBrand().id, id: carrierId }
  const known = useRead(getBackfill, { params })
  const query = useRead(getBackfill, { params }, moving(known.data?.backfill) ? { refetchMs: 2000 } : {})
  const may = useMay('operator')
  const backfill = query.data?.backfill
  return (
    <Card
      title={t('followers.title')}
      definition={t('followers.why')}
      tools={backfill && <span className={`chip ${tone[backfill.state]}`}>{t(`followers.state.${backfill.state}`)}</span>}
    >
      <Await query={query} wait={<Bones lines={3} height={28} />}>
        {({ backfill }) => (
          <div className="stack loose" data-backfill={backfill?.state ?? 'none'}>
            {backfill ? <Progress backfill={backfill} /> : <Empty title={t('followers.none')}>{t('followers.none.do')}</Empty>}
            {may &&
              (backfill && !ended(backfill) ? (
                <Steer carrierId={carrierId} backfill={backfill} />
              ) : (
                <Start carrierId={carrierId} again={backfill} />
              ))}
          </div>
        )}
      </Await>
    </Card>
  )
}

const ended = ({ state }: Backfill) => state === 'done' || state === 'cancelled'

function Progress({ backfill }: { backfill: Backfill }) {
  const { t, f, pick } = useWords()
  const { state, total, done, reason, resumeAt, problem, daysByQuota } = backfill
  const facts = [
    backfill.peoplePerSecond && t('followers.pace', { n: f.int(backfill.peoplePerSecond) }),
    backfill.secondsLeft !== null && daysByQuota === 1 && t('followers.left', { time: f.duration(backfill.secondsLeft * 1000) }),
    daysByQuota !== null && daysByQuota > 1 && !ended(backfill) && t('followers.days', { n: daysByQuota }),
    backfill.finishedAt && t('followers.took', { time: f.duration(Date.parse(backfill.finishedAt) - Date.parse(backfill.startedAt)) }),
  ].filter(fact => typeof fact === 'string')
  const share = state === 'done' ? 1 : total ? Math.min(1, done / total) : 0
  return (
    <div className="stack">
      <div className="backfill-line num">
        <strong>{total === null ? t('followers.counting') : t('followers.progress', { done: f.int(done), total: f.int(total) })}</strong>
        <span className="small muted">{facts.join(' · ')}</span>
      </div>
      <span
        className="meter"
        role="progressbar"
        aria-label={t('followers.title')}
        aria-valuenow={Math.round(share * 100)}
        aria-valuemin={0}
        aria-valuemax={100}
      >
        <i style={{ width: `${share * 100}%`, background: state === 'failed' ? 'var(--bad)' : 'var(--brand)' }} />
      </span>
      {state === 'waiting' && reason !== '' && (
        <p className="small warn">{t(`followers.wait.${reason}`, { time: resumeAt ? f.moment(resumeAt) : '' })}</p>
      )}
      {problem && (
        <p className="bad" role="alert">
          {pick(problem)}
        </p>
      )}
      <Counts backfill={backfill} />
    </div>
  )
}

function Counts({ backfill }: { backfill: Backfill }) {
  const { t, f } = useWords()
  const calls = backfill.calls
  return (
    <dl className="kv small backfill-facts">
      <dt>{t('followers.following')}</dt>
      <dd className="num">{f.int(backfill.following)}</dd>
      <dt title={t('followers.fresh.why')}>{t('followers.fresh')}</dt>
      <dd className="num">{f.int(backfill.fresh)}</dd>
      <dt>{t('followers.linked')}</dt>
      <dd className="num">{f.int(backfill.linked)}</dd>
      <dt title={t('followers.gone.why')}>{t('followers.gone')}</dt>
      <dd className="num">{f.int(backfill.gone)}</dd>
      {backfill.unknown > 0 && (
        <>
          <dt>{t('followers.unknown')}</dt>
          <dd className="num">{f.int(backfill.unknown)}</dd>
        </>
      )}
      {(['list', 'info'] as const).map(kind => {
        const day = calls?.[kind]
        return (
          day && (
            <div key={kind} className="contents">
              <dt>
                {t('followers.calls')} · {t(`followers.calls.${kind}`)}
              </dt>
              <dd className="num">{t('followers.calls.of', { used: f.int(day.used), limit: f.int(day.limit), left: f.int(day.left) })}</dd>
            </div>
          )
        )
      })}
    </dl>
  )
}

const shares = [0, 0.25, 0.5, 0.75, 0.9]

function Start({ carrierId, again }: { carrierId: string; again: Backfill | null }) {
  const { t, f } = useWords()
  const brand = useBrand()
  const tell = useTell()
  const [leaveShare, choose] = useState(again?.leaveShare ?? usualLeaveShare)
  const start = useAct(startBackfill, [getBackfill])
  const go = () => start.mutate({ params: { brandId: brand.id, id: carrierId }, body: { leaveShare } }, { onError: tell })
  return (
    <div className="stack tight">
      <div className="row wrap">
        <span id="backfill-leave" className="small muted">
          {t('followers.leave')}
        </span>
        <Select
          aria-labelledby="backfill-leave"
          value={leaveShare}
          onChange={choose}
          options={shares.map(value => ({ value, label: f.percent(value, 0) }))}
          style={{ width: 92 }}
        />
        <Button type={again ? 'default' : 'primary'} onClick={go} loading={start.isPending}>
          {t(again ? 'followers.again' : 'followers.start')}
        </Button>
      </div>
      <p className="small faint">{t('followers.leave.why')}</p>
    </div>
  )
}

function Steer({ carrierId, backfill }: { carrierId: string; backfill: Backfill }) {
  const { t } = useWords()
  const brand = useBrand()
  const tell = useTell()
  const set = useAct(setBackfillState, [getBackfill])
  const to = (state: 'paused' | 'running' | 'cancelled') => () =>
    set.mutate({ params: { brandId: brand.id, id: carrierId }, body: { state } }, { onError: tell })
  const goOn = backfill.state === 'waiting' ? 'followers.now' : 'followers.resume'
  return (
    <div className="row wrap">
      {backfill.state !== 'running' && (
        <Button type="primary" onClick={to('running')} disabled={set.isPending}>
          {t(goOn)}
        </Button>
      )}
      {moving(backfill) && (
        <Button onClick={to('paused')} disabled={set.isPending}>
          {t('followers.pause')}
        </Button>
      )}
      <Button danger onClick={to('cancelled')} disabled={set.isPending}>
        {t('followers.cancel')}
      </Button>
    </div>
  )
}
